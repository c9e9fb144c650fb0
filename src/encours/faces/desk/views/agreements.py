"""What was agreed with a customer: promises of theirs and ours, and points they contest."""

from typing import Any

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.forms.contacting import AcceptForm, DisputeForm, DoneForm, OwnPromiseForm, PromiseForm
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting
from encours.flows.review.assess import Assessment
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.disputes.rules.contest import DisputeDraft


@allowed(Permission.CONTACT)
def promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """An amount promised for a day; accepted only with a written trace."""
    act, subject = request.desk.act, about(request, customer_id)
    assessment = subject.file.assessments[0]
    people = [c for c in subject.file.customer.contacts.all() if c.removed_at is None and c.name]
    main = next((c.name for c in people if c.is_main), people[0].name if people else "")
    start = {"amount": assessment.balance.actionable, "person": main}
    form = PromiseForm(request.POST or None, currency=assessment.currency, initial=start)
    if is_done(request, form, lambda given: _note_promise(act, assessment, given)):
        given = form.cleaned_data
        text = N_("Promesse notée : {amount} pour le {on}.")
        return said(request, Reason(text, amount=given["amount"], on=given["promised_for"]), subject.back_url)
    return subject.show(request, form, N_("Promesse de {name}"), N_("Noter la promesse"))


def _note_promise(act: Act, assessment: Assessment, given: dict[str, Any]) -> int | Refused:
    if assessment.case is None:
        return Refused(Reason(N_("Rien n'est échu chez ce client : il n'y a pas de promesse à noter.")))
    fields = {name: value for name, value in given.items() if name != "trace"}
    draft = PromiseDraft(customer_id=assessment.customer_id, case_id=assessment.case.id, **fields)
    return contacting.promise(act, draft, trace=given["trace"])


@allowed(Permission.CONTACT)
def promise(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """A promise is accepted in writing."""
    act, subject = request.desk.act, about(request, customer_id)
    promises = subject.file.known.promises.get(customer_id, [])
    noted = found(next((p for p in promises if p.id == agreement_id), None))
    form = AcceptForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.accept_promise(
            act, customer_id=customer_id, agreement_id=agreement_id, trace=given["trace"]
        ),
    ):
        text = N_("Accord écrit noté : les relances s'arrêtent pour ce montant.")
        return said(request, Reason(text), subject.back_url)
    text = N_("{amount} promis pour le {on} par {person}.")
    intro = Reason(text, amount=noted.amount, on=noted.promised_for, person=noted.person)
    return subject.show(request, form, N_("Accord de {name}"), N_("Noter l'accord écrit"), intro=intro)


@allowed(Permission.CONTACT)
def own_promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """We owe the customer something: dunning pauses until it is done."""
    act, subject = request.desk.act, about(request, customer_id)
    form = OwnPromiseForm(request.POST or None)
    if is_done(request, form, lambda given: contacting.owe(act, OwnPromiseDraft(customer_id, **given))):
        text = N_("Noté : aucune relance tant que ce n'est pas fait.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Ce que nous devons à {name}"), N_("Noter"))


@allowed(Permission.CONTACT)
def own_promise_done(request: DeskRequest, customer_id: int, own_promise_id: int) -> HttpResponseBase:
    """What we owed is done."""
    act, subject = request.desk.act, about(request, customer_id)
    ours = subject.file.known.own.get(customer_id, [])
    owed = found(next((own for own in ours if own.id == own_promise_id), None))
    form = DoneForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.fulfil(
            act, customer_id=customer_id, own_promise_id=own_promise_id, outcome=given["outcome"]
        ),
    ):
        return said(request, Reason(N_("C'est fait : la suite reprend.")), subject.back_url)
    return subject.show(request, form, N_("Parole tenue envers {name}"), N_("C'est fait"), intro=owed.what)


@allowed(Permission.CONTACT)
def dispute_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A part of an invoice is contested: that part rests, the remainder stays due."""
    act, subject = request.desk.act, about(request, customer_id)
    items = {str(i.invoice_id): i for i in subject.file.known.items.get(customer_id, [])}
    form = DisputeForm(
        request.POST or None,
        currency=subject.file.assessments[0].currency,
        invoices=[(key, item.number) for key, item in items.items()],
    )
    if is_done(request, form, lambda given: _contest(act, items[given["invoice"]], given)):
        text = N_("Litige noté : ce montant n'est plus demandé.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Point contesté par {name}"), N_("Noter le litige"))


def _contest(act: Act, item: OpenItem, given: dict[str, Any]) -> int | Refused:
    draft = DisputeDraft(item.customer_id, item.invoice_id, given["amount"], given["subject"])
    return contacting.contest(act, draft, open_amount=Money(item.open_minor, item.currency))
