"""What `encours import` says to a person: what was taken, what it adds up to, which lines are refused and why."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.labels import FIELD_LABELS, KIND_LABELS
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.records import Kind, Totals
from encours.flows.importing import FileAnswer
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say

SHOWN = 100
_COUNTS = {
    "customers": N_("clients"),
    "contacts": N_("interlocuteurs"),
    "invoices": N_("factures"),
    "credit_notes": N_("avoirs"),
    "payments": N_("règlements"),
    "allocations": N_("affectations"),
    "opening_items": N_("à-nouveaux"),
    "copies": N_("copies de factures"),
}
_SUMS = {
    "opening": N_("à-nouveaux {amount}"),
    "invoiced": N_("facturé {amount}"),
    "credited": N_("avoirs {amount}"),
    "paid": N_("réglé {amount}"),
    "other": N_("autres écritures {amount}"),
}


def print_file(file: FileAnswer, *, is_dry_run: bool) -> None:
    """One file on standard output."""
    print(f"{file.file} · {_kind(file.kind)} · {_outcome(file, is_dry_run=is_dry_run)}")
    for title, counts in ((_("nouveau"), file.accepted), (_("déjà connu"), file.already_known)):
        if counts:
            print("  " + _("{title} : {counts}").format(title=title, counts=_counted(counts)))
    for currency, totals in file.totals.items():
        print("  " + ", ".join(_sums(totals, currency)))
    for found in file.rejected[:SHOWN]:
        print(f"  {_('ligne')} {found.line or '–'} · {_column(found.field)} · {say(found.message)}")
    if len(file.rejected) > SHOWN:
        print("  " + _("… et {count} autres lignes refusées").format(count=len(file.rejected) - SHOWN))
    remarks = [said.message for said in file.warnings] + [asked.message for asked in file.asked]
    for message in dict.fromkeys(remarks):
        print(f"  {say(message)}")
    if file.waits_for_terms:
        print("  " + _("Il ne manque que votre délai de paiement : ajoutez par exemple --terms 30."))
    if any(found.code is Code.KIND_UNCLEAR for found in file.rejected):
        print("  " + _("Ajoutez --as invoices pour des factures, --as payments pour des règlements."))


def _column(field: str | None) -> str:
    """A column by what it says; a FEC's own names stay."""
    return say(Reason(FIELD_LABELS[Field(field)])) if field in set(Field) else field or "–"


def _kind(kind: str | None) -> str:
    if kind in _COUNTS:
        return _(_COUNTS[kind])
    return _(KIND_LABELS[Kind(kind)]) if kind else "?"


def _outcome(file: FileAnswer, *, is_dry_run: bool) -> str:
    if file.is_taken:
        return _("pris")
    return _("essai, rien n'est changé") if is_dry_run else _("refusé, rien n'est changé")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{_(_COUNTS[name])} {count}" for name, count in counts.items())


def _sums(totals: Totals, currency: str) -> list[str]:
    """What is not zero, and what is left open of a file that tells of debits."""
    shown = [(text, getattr(totals, name)) for name, text in _SUMS.items()]
    if totals.opening or totals.invoiced:
        shown.append((N_("reste ouvert {amount}"), totals.open))
    return [say(Reason(text, amount=Money(minor, currency))) for text, minor in shown if minor]
