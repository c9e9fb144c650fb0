"""What changes about a payment or a credit note afterwards: what it pays, cancelled, brought back.

`kind` is «payment» or «credit_note»; the addresses say which.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.allocation import Match
from encours.faces.desk.forms.books import PartForm
from encours.faces.desk.pages.credits import credit_opens
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, is_done, said, show_form, told
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.flows.disputes import crediting
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused


@require_POST
@allowed(Permission.RECORD)
def allocate(request: DeskRequest, kind: str, credit_id: int) -> HttpResponseBase:
    """Spreads what is left over the oldest invoices."""
    desk, page = request.desk, _page(request, kind, credit_id)
    row = _row(desk, kind, credit_id)
    before = _matches(row)
    matches = recording.change_books(
        desk.act, row.customer_id, lambda: receivables_actions.allocate_oldest_first(desk.act, credit=row)
    )
    if not matches:
        return told(request, Refused(Reason(N_("Il n'y a rien à affecter."))), "", page)
    remember(request, "allocations", {"kind": kind, "id": credit_id, "matches": before}, page)
    total = Money(sum(match.amount_minor for match in matches), row.currency)
    return said(request, Reason(N_("{amount} affectés aux factures les plus anciennes."), amount=total), page)


@allowed(Permission.RECORD)
def allocate_here(request: DeskRequest, kind: str, credit_id: int, due_id: int) -> HttpResponseBase:
    """Spends on one due date as much of what is left as a person says."""
    desk, page = request.desk, _page(request, kind, credit_id)
    row = _row(desk, kind, credit_id)
    due = found(next((i for i in credit_opens(row) if i.due_id == due_id), None))
    most = Money(min(due.open_minor, row.unallocated_minor), row.currency)
    form = PartForm(request.POST or None, initial={"amount": most}, currency=row.currency)
    before = _matches(row)
    if is_done(request, form, lambda given: _spend(desk, row, due_id, given["amount"])):
        remember(request, "allocations", {"kind": kind, "id": credit_id, "matches": before}, page)
        text = Reason(N_("{amount} affectés."), amount=form.cleaned_data["amount"])
        return said(request, text, page)
    heading = _("Affecter à la facture {number}").format(number=due.number)
    return show_form(request, form, back_url=page, heading=heading, verb=_("Affecter ce montant"))


@require_POST
@allowed(Permission.RECORD)
def deallocate(request: DeskRequest, kind: str, credit_id: int) -> HttpResponseBase:
    """What it paid is open again; the money waits for its invoice."""
    desk, page = request.desk, _page(request, kind, credit_id)
    row = _row(desk, kind, credit_id)
    before = _matches(row)
    _free(desk, row)
    remember(request, "allocations", {"kind": kind, "id": credit_id, "matches": before}, page)
    return said(request, _("Le montant est de nouveau à affecter."), page)


@allowed(Permission.RECORD)
def credit_cancel(request: DeskRequest, kind: str, credit_id: int) -> HttpResponseBase:
    """Takes back what was noted by mistake or returned by the bank."""
    row, page = _row(request.desk, kind, credit_id), _page(request, kind, credit_id)
    if request.method == "POST":
        before = _matches(row)
        refused = cancel(request.desk, kind, credit_id)
        if refused is None:
            remember(request, "credit_cancelled", {"kind": kind, "id": credit_id, "matches": before}, page)
        return told(request, refused, _("Annulé : ce qui était réglé est de nouveau dû."), page)
    heading = _("Annuler ce règlement ?") if kind == "payment" else _("Annuler cet avoir ?")
    return ask_first(
        request,
        back_url=page,
        heading=heading,
        is_grave=True,
        consequence=_("Ce qu'il réglait est de nouveau dû. Rien n'est effacé : vous pourrez le rétablir."),
        verb=_("Annuler le règlement") if kind == "payment" else _("Annuler l'avoir"),
    )


@allowed(Permission.RECORD)
def credit_restore(request: DeskRequest, kind: str, credit_id: int) -> HttpResponseBase:
    """Brings back what was cancelled."""
    _row(request.desk, kind, credit_id)
    page = _page(request, kind, credit_id)
    if request.method == "POST":
        refused = _restore(request.desk, kind, credit_id)
        if refused is None:
            remember(request, "credit_restored", {"kind": kind, "id": credit_id}, page)
        return told(request, refused, _("Rétabli."), page)
    heading = _("Rétablir ce règlement ?") if kind == "payment" else _("Rétablir cet avoir ?")
    return ask_first(
        request,
        back_url=page,
        heading=heading,
        verb=_("Rétablir"),
        consequence=_("Il compte de nouveau, et règle ce qui ne fait pas de doute."),
    )


def cancel(desk: Desk, kind: str, credit_id: int) -> Refused | None:
    """Cancels a payment or a credit note of this entity."""
    row, act = _row(desk, kind, credit_id), desk.act
    if kind == "payment":
        return recording.change_books(
            act, row.customer_id, lambda: receivables_actions.cancel_payment(act, payment_id=credit_id)
        )
    amount = Money(row.total_minor, row.currency)
    return crediting.cancel_credit_note(
        act, customer_id=row.customer_id, credit_note_id=credit_id, amount=amount
    )


@undoes("credit_restored", Permission.RECORD)
def _undo_restore(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return cancel(desk, values["kind"], values["id"])


@undoes("credit_cancelled", Permission.RECORD)
def _undo_cancel(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    with transaction.atomic():
        refused = _restore(desk, values["kind"], values["id"])
        return refused or _as_before(desk, values)


@undoes("allocations", Permission.RECORD)
def _undo_allocations(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return _as_before(desk, values)


@transaction.atomic
def _as_before(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    """The very allocations that stood before, no others."""
    row = _row(desk, values["kind"], values["id"])
    _free(desk, row)
    row.refresh_from_db()
    matches = [Match(due, minor, Reason(N_("comme avant"))) for due, minor in values["matches"]]
    refused = recording.change_books(
        desk.act, row.customer_id, lambda: receivables_actions.allocate(desk.act, credit=row, matches=matches)
    )
    if refused:
        transaction.set_rollback(True)
    return refused


def _restore(desk: Desk, kind: str, credit_id: int) -> Refused | None:
    row, act = _row(desk, kind, credit_id), desk.act
    if kind == "payment":
        return recording.change_books(
            act, row.customer_id, lambda: receivables_actions.restore_payment(act, payment_id=credit_id)
        )
    return crediting.restore_credit_note(act, customer_id=row.customer_id, credit_note_id=credit_id)


def _spend(desk: Desk, row: Any, due_id: int, amount: Money) -> Refused | None:
    matches = [Match(due_id, amount.minor, Reason(N_("choisi par une personne")))]
    return recording.change_books(
        desk.act, row.customer_id, lambda: receivables_actions.allocate(desk.act, credit=row, matches=matches)
    )


def _free(desk: Desk, row: Any) -> None:
    recording.change_books(
        desk.act, row.customer_id, lambda: receivables_actions.deallocate_credit(desk.act, credit=row)
    )


def _row(desk: Desk, kind: str, credit_id: int) -> Any:
    if kind == "payment":
        return found(receivables_queries.payment(desk.entity.id, credit_id))
    return found(receivables_queries.credit_note(desk.entity.id, credit_id))


def _matches(row: Any) -> Sequence[tuple[int, int]]:
    return [(part.due_id, part.amount_minor) for part in row.allocations.all() if not part.ended_on]


def _page(request: DeskRequest, kind: str, credit_id: int) -> str:
    return back_to(request, reverse(f"desk:{kind}", args=[credit_id]))
