"""What earlier late invoices teach a caller: how late each was, what settled it, what to ask this time."""

from datetime import date
from typing import Any

from encours.books.receivables.queries import PaidInvoice
from encours.flows.brief import Brief
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CHANNEL_LABELS, Direction

_KEPT = frozenset({AgreementState.KEPT, AgreementState.PARTLY_KEPT})


def past_late(brief: Brief) -> list[dict[str, Any]]:
    """The last late ones, each with what settled it (R043)."""
    return [
        {
            "number": invoice.number,
            "due_on": invoice.due_on,
            "days_late": _days_late(invoice),
            "amount": Money(invoice.amount_minor, invoice.currency),
            "settled_by": _settled_by(brief, invoice),
        }
        for invoice in brief.past_late
    ]


def question(brief: Brief) -> Reason:
    """First late ever: what changed? Else: what settled it the last time? (R042, R043)"""
    limits = brief.file.known.house.thresholds.payer
    really = next((i for i in brief.past_late if _days_late(i) > limits.on_time_days), None)
    if really is not None:
        return Reason(
            N_("La dernière fois, le règlement était venu le {on} : qu'est-ce qui l'avait permis ?"),
            on=really.closed_on,
        )
    if brief.past_late:
        return Reason(
            N_("D'habitude, vos règlements arrivent à quelques jours près : qu'est-ce qui a changé ?")
        )
    if brief.is_first_time and brief.file.known.paid.get(brief.file.customer.pk):
        return Reason(N_("C'est la première fois : qu'est-ce qui a changé ?"))
    return Reason(N_("La facture est-elle correcte ? Manque-t-il une information pour la valider ?"))


def _days_late(invoice: PaidInvoice) -> int:
    return (invoice.closed_on - invoice.due_on).days


def _settled_by(brief: Brief, invoice: PaidInvoice) -> Reason:
    parts = len(invoice.payments)
    how = N_("réglée le {on}") if parts <= 1 else N_("réglée en {parts} fois, la dernière le {on}")
    paid = Reason(how, on=invoice.closed_on, parts=parts)
    if agreed_on := _agreed_on(brief, invoice):
        return Reason(N_("{paid}, selon l'accord du {agreed_on}"), paid=paid, agreed_on=agreed_on)
    last = _last_word(brief, invoice)
    if last is None:
        return paid
    return Reason(
        N_("{paid}, après notre contact du {contact_on} ({channel})"),
        paid=paid,
        contact_on=last[0],
        channel=Reason(last[1]),
    )


def _agreed_on(brief: Brief, invoice: PaidInvoice) -> date | None:
    promises = brief.file.known.promises.get(brief.file.customer.pk, [])
    kept = [p.proposed_on for p in promises if p.state in _KEPT and _is_between(p.proposed_on, invoice)]
    return max(kept, default=None)


def _last_word(brief: Brief, invoice: PaidInvoice) -> tuple[date, str] | None:
    """The last time we wrote or called between its due date and its payment."""
    file = brief.file
    zone = file.known.house.entity.time_zone
    ours = [
        (local_date(c.at, zone), CHANNEL_LABELS[c.channel])
        for c in file.known.contacts.get(file.customer.pk, [])
        if c.direction is Direction.OUTBOUND
    ]
    between = [word for word in ours if _is_between(word[0], invoice)]
    return max(between, key=lambda word: word[0], default=None)


def _is_between(on: date, invoice: PaidInvoice) -> bool:
    return invoice.due_on < on <= invoice.closed_on
