"""Money received and credit notes by hand: noted, allocated, taken back and brought back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import CreditNoteDraft, PaymentDraft
from encours.books.receivables.rules.party import PaymentMethod
from encours.faces.desk.forms.books import CreditNoteForm, PaymentForm
from encours.faces.desk.pages.credits import credit_page, credits_list
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import back_to, said, show_form
from encours.faces.desk.views.credit_changes import cancel
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.whose import start_of
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import recording
from encours.flows.disputes import crediting
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.disputes.rules.letters import reference as dispute_reference


@require_GET
@allowed(Permission.READ)
def payments(request: DeskRequest) -> HttpResponseBase:
    """What came in, what is not yet allocated, and credit notes."""
    return render(request, "desk/invoices/credits.html", credits_list(request.desk, request.GET.dict()))


@require_GET
@allowed(Permission.READ)
def payment(request: DeskRequest, credit_id: int) -> HttpResponseBase:
    """One payment and what it pays."""
    row = found(receivables_queries.payment(request.desk.entity.id, credit_id))
    return render(request, "desk/invoices/credit.html", credit_page(request.desk, row))


@require_GET
@allowed(Permission.READ)
def credit_note(request: DeskRequest, credit_id: int) -> HttpResponseBase:
    """One credit note and what it pays."""
    row = found(receivables_queries.credit_note(request.desk.entity.id, credit_id))
    return render(request, "desk/invoices/credit.html", credit_page(request.desk, row))


@allowed(Permission.RECORD)
def payment_new(request: DeskRequest) -> HttpResponseBase:
    """Money that came: whose, how much, when, and for which invoice if one knows."""
    desk, start = request.desk, start_of(request)
    first = {"received_on": desk.act.today, "method": PaymentMethod.TRANSFER.value, **start}
    form = PaymentForm(
        request.POST or None, initial=first, entity_id=desk.entity.id, own_currency=desk.entity.currency
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = recording.add_payment(desk.act, _payment(given), named=given["invoice"])
        if not isinstance(made, Refused):
            remember(request, "payment_new", {"id": made}, back_to(request, reverse("desk:payments")))
            return said(request, _told(made, desk), _after(request, reverse("desk:payment", args=[made])))
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=back_to(request, reverse("desk:payments")),
        back_label=_("Revenir"),
        heading=_("Noter un règlement"),
        verb=_("Noter le règlement"),
        again_verb=_("Noter, puis un autre"),
    )


@allowed(Permission.RECORD)
def credit_note_new(request: DeskRequest) -> HttpResponseBase:
    """A credit granted elsewhere: number, date, amount, and the invoice it corrects."""
    desk, start = request.desk, start_of(request)
    first = {"issued_on": desk.act.today, **start, "total": None}
    form = CreditNoteForm(
        request.POST or None,
        initial=first,
        entity_id=desk.entity.id,
        own_currency=desk.entity.currency,
        disputes=_disputes,
    )
    if request.method == "POST" and form.is_valid():
        made = _added(desk, form.cleaned_data)
        if not isinstance(made, Refused):
            return _credit_noted(request, form.cleaned_data, *made)
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=back_to(request, reverse("desk:payments")),
        back_label=_("Revenir"),
        heading=_("Ajouter un avoir"),
        intro=_("Déjà émis ailleurs : il suffit de le noter ici."),
        verb=_("Ajouter l'avoir"),
        again_verb=_("Ajouter, puis un autre"),
    )


def _added(desk: Desk, given: dict[str, Any]) -> tuple[int, int | None] | Refused:
    dispute = given.get("dispute")
    return crediting.add_credit_note(
        desk.act,
        _credit_note(given),
        named=given["invoice"],
        dispute_id=int(dispute) if dispute else None,
    )


def _credit_noted(
    request: DeskRequest, given: dict[str, Any], made: int, dispute_id: int | None
) -> HttpResponseBase:
    """What became of it. Where it ended a dispute nothing is undone by a key: the customer has our answer."""
    page = reverse("desk:credit_note", args=[made])
    facts = {"number": given["number"], "amount": given["total"]}
    if dispute_id is not None:
        text = N_("Avoir {number} ajouté : {amount}. Le litige {reference} est réglé par lui.")
        return said(
            request, Reason(text, **facts, reference=dispute_reference(dispute_id)), _after(request, page)
        )
    remember(request, "credit_note_new", {"id": made}, back_to(request, reverse("desk:payments")))
    return said(request, Reason(N_("Avoir {number} ajouté : {amount}."), **facts), _after(request, page))


def _disputes(customer_id: int) -> list[tuple[str, str]]:
    """The disputes of a customer that a credit note may end, as a list to choose from."""
    text = N_("{reference} : {amount}, {subject}")
    return [
        (
            str(fact.id),
            say(
                Reason(
                    text,
                    reference=dispute_reference(fact.id),
                    amount=fact.granted if fact.granted.minor else fact.left,
                    subject=fact.subject[:60],
                )
            ),
        )
        for fact in crediting.that_may_be_settled(customer_id)
    ]


@undoes("payment_new", Permission.RECORD)
def _undo_payment(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return cancel(desk, "payment", values["id"])


@undoes("credit_note_new", Permission.RECORD)
def _undo_credit_note(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return cancel(desk, "credit_note", values["id"])


def _after(request: DeskRequest, page: str) -> str:
    """The same form again when that was asked, else back where one came from, else the page of what was made."""
    return request.get_full_path() if "again" in request.POST else back_to(request, page)


def _payment(given: dict[str, Any]) -> PaymentDraft:
    amount = given["amount"]
    return PaymentDraft(
        customer_id=given["customer_id"],
        received_on=given["received_on"],
        currency=amount.currency,
        amount_minor=amount.minor,
        method=given["method"],
        reference=given["reference"],
    )


def _credit_note(given: dict[str, Any]) -> CreditNoteDraft:
    total = given["total"]
    return CreditNoteDraft(
        customer_id=given["customer_id"],
        number=given["number"],
        issued_on=given["issued_on"],
        currency=total.currency,
        total_minor=total.minor,
        reason=given["reason"],
    )


def _told(payment_id: int, desk: Desk) -> Reason:
    """What became of the money: which invoices it pays, or that a person still has to say."""
    row = found(receivables_queries.payment(desk.entity.id, payment_id))
    numbers = sorted({part.due.invoice.number for part in row.allocations.all()})
    if not numbers:
        return Reason(
            N_("Règlement noté. Il reste à affecter : aucune facture ne correspond sans doute possible.")
        )
    return Reason(N_("Règlement noté, affecté à {numbers}."), numbers=numbers)
