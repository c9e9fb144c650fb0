"""Points that a customer contests: noted, and answered."""

from typing import Any

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.forms.contacting import DisputeAnswerForm, DisputeForm
from encours.faces.desk.heard import heard
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.disputes import answering, opening
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.rules.contest import AnswerDraft, DisputeDraft
from encours.method.disputes.rules.words import DisputeOutcome


@allowed(Permission.CONTACT)
def dispute_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A part of an invoice is contested: that part rests, the remainder stays due."""
    act, subject = request.desk.act, about(request, customer_id)
    items = {str(i.invoice_id): i for i in subject.file.known.items.get(customer_id, [])}
    from_mail = heard(request, customer_id)
    form = DisputeForm(
        request.POST or None,
        currency=subject.file.assessments[0].currency,
        invoices=[(key, item.number) for key, item in items.items()],
        initial=from_mail.start(request.desk, "subject", "amount"),
    )
    if is_done(request, form, lambda given: _contest(act, items[given["invoice"]], given)):
        from_mail.settle(request.desk)
        text = N_("Litige noté : ce montant n'est plus demandé.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Point contesté par {name}"), N_("Noter le litige"))


def _contest(act: Act, item: OpenItem, given: dict[str, Any]) -> int | Refused:
    draft = DisputeDraft(item.customer_id, item.invoice_id, given["amount"], given["subject"])
    return opening.contest(act, draft, open_amount=Money(item.open_minor, item.currency))


@allowed(Permission.CONTACT)
def dispute(request: DeskRequest, customer_id: int, dispute_id: int) -> HttpResponseBase:
    """We answer what was contested; where the customer is right, a credit note is owed."""
    act, subject = request.desk.act, about(request, customer_id)
    opened = found(
        next((d for d in subject.file.known.disputes.get(customer_id, []) if d.id == dispute_id), None)
    )
    form = DisputeAnswerForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: answering.answer(
            act,
            dispute_id=dispute_id,
            answering=answering.Answering(AnswerDraft(DisputeOutcome(given["outcome"]), given["answer"])),
        ),
    ):
        text = N_("Réponse notée : ce montant repose encore cinq jours ouvrés, puis la suite reprend.")
        return said(request, Reason(text), subject.back_url)
    text = N_("{amount} contestés le {on} : {subject}")
    intro = Reason(text, amount=opened.amount, on=opened.reported_on, subject=opened.subject)
    return subject.show(
        request, form, N_("Répondre au litige de {name}"), N_("Noter la réponse"), intro=intro
    )
