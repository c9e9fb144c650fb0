"""The customer file and what is noted from it: pauses, promises, contested points, what we owe."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import (
    AcceptForm,
    DisputeForm,
    DoneForm,
    GroundsForm,
    HoldForm,
    OwnPromiseForm,
    PromiseForm,
    WhyForm,
)
from encours.faces.desk.pages.customer import customer_page
from encours.faces.desk.views.back import back_to, said, show_form
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting, opinions
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.assess import Assessment
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.cases.rules.holds import HoldDraft
from encours.method.disputes.rules.contest import DisputeDraft


@require_GET
@allowed(Permission.READ)
def customer(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """One customer: what is due, what comes next, the exchanges, the people."""
    file = found(customer_file(request.desk.act, customer_id))
    return render(request, "desk/customers/file.html", customer_page(request.desk, file))


@allowed(Permission.CONTACT)
def hold_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Nobody contacts this customer for a while."""
    file = found(customer_file(request.desk.act, customer_id))
    form = HoldForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        made = contacting.hold(request.desk.act, HoldDraft(customer_id, **form.cleaned_data))
        if not isinstance(made, Refused):
            return said(request, Reason(N_("Mise en attente notée : personne n'est contacté.")), back_url)
        form.refuse(made)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Mettre {name} en attente"), file),
        verb=say(Reason(N_("Mettre en attente"))),
    )


@allowed(Permission.CONTACT)
def hold_release(request: DeskRequest, customer_id: int, hold_id: int) -> HttpResponseBase:
    """A pause ends before its time."""
    file = found(customer_file(request.desk.act, customer_id))
    found(next((h for h in file.known.holds.get(customer_id, []) if h.id == hold_id), None))
    form = WhyForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        refused = contacting.release(
            request.desk.act, customer_id=customer_id, hold_id=hold_id, why=form.cleaned_data["why"]
        )
        if refused is None:
            return said(request, Reason(N_("Mise en attente levée.")), back_url)
        form.refuse(refused)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Lever la mise en attente de {name}"), file),
        verb=say(Reason(N_("Lever la mise en attente"))),
    )


@allowed(Permission.CONTACT)
def promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """An amount promised for a day; accepted only with a written trace."""
    file = found(customer_file(request.desk.act, customer_id))
    assessment, back_url = file.assessments[0], _back(request, customer_id)
    start = {"amount": assessment.balance.actionable}
    form = PromiseForm(request.POST or None, currency=assessment.currency, initial=start)
    if request.method == "POST" and form.is_valid():
        made = _note_promise(request, assessment, form.cleaned_data)
        if not isinstance(made, Refused):
            text = N_("Promesse notée : {amount} pour le {on}.")
            noted = Reason(text, amount=form.cleaned_data["amount"], on=form.cleaned_data["promised_for"])
            return said(request, noted, back_url)
        form.refuse(made)
    heading, verb = _about(N_("Promesse de {name}"), file), say(Reason(N_("Noter la promesse")))
    return show_form(request, form, back_url=back_url, heading=heading, verb=verb)


def _note_promise(request: DeskRequest, assessment: Assessment, noted: dict[str, Any]) -> int | Refused:
    if assessment.case is None:
        return Refused(Reason(N_("Rien n'est échu chez ce client : il n'y a pas de promesse à noter.")))
    fields = {name: value for name, value in noted.items() if name != "trace"}
    draft = PromiseDraft(customer_id=assessment.customer_id, case_id=assessment.case.id, **fields)
    return contacting.promise(request.desk.act, draft, trace=noted["trace"])


@allowed(Permission.CONTACT)
def promise(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """A promise is accepted in writing."""
    file = found(customer_file(request.desk.act, customer_id))
    noted = found(next((p for p in file.known.promises.get(customer_id, []) if p.id == agreement_id), None))
    form = AcceptForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        refused = contacting.accept_promise(
            request.desk.act,
            customer_id=customer_id,
            agreement_id=agreement_id,
            trace=form.cleaned_data["trace"],
        )
        if refused is None:
            text = N_("Accord écrit noté : les relances s'arrêtent pour ce montant.")
            return said(request, Reason(text), back_url)
        form.refuse(refused)
    text = N_("{amount} promis pour le {on} par {person}.")
    intro = Reason(text, amount=noted.amount, on=noted.promised_for, person=noted.person)
    heading, verb = _about(N_("Accord de {name}"), file), say(Reason(N_("Noter l'accord écrit")))
    return show_form(request, form, back_url=back_url, heading=heading, intro=intro, verb=verb)


@allowed(Permission.CONTACT)
def own_promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """We owe the customer something: dunning pauses until it is done."""
    file = found(customer_file(request.desk.act, customer_id))
    form = OwnPromiseForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        made = contacting.owe(request.desk.act, OwnPromiseDraft(customer_id, **form.cleaned_data))
        if not isinstance(made, Refused):
            return said(request, Reason(N_("Noté : aucune relance tant que ce n'est pas fait.")), back_url)
        form.refuse(made)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Ce que nous devons à {name}"), file),
        verb=say(Reason(N_("Noter"))),
    )


@allowed(Permission.CONTACT)
def own_promise_done(request: DeskRequest, customer_id: int, own_promise_id: int) -> HttpResponseBase:
    """What we owed is done."""
    file = found(customer_file(request.desk.act, customer_id))
    owed = found(next((o for o in file.known.own.get(customer_id, []) if o.id == own_promise_id), None))
    form = DoneForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        refused = contacting.fulfil(
            request.desk.act,
            customer_id=customer_id,
            own_promise_id=own_promise_id,
            outcome=form.cleaned_data["outcome"],
        )
        if refused is None:
            return said(request, Reason(N_("C'est fait : la suite reprend.")), back_url)
        form.refuse(refused)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Parole tenue envers {name}"), file),
        intro=owed.what,
        verb=say(Reason(N_("C'est fait"))),
    )


@allowed(Permission.CONTACT)
def dispute_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A part of an invoice is contested: that part rests, the remainder stays due."""
    file = found(customer_file(request.desk.act, customer_id))
    items = {str(i.invoice_id): i for i in file.known.items.get(customer_id, [])}
    form = DisputeForm(
        request.POST or None,
        currency=file.assessments[0].currency,
        invoices=[(k, i.number) for k, i in items.items()],
    )
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        item = items[form.cleaned_data["invoice"]]
        draft = DisputeDraft(
            customer_id, item.invoice_id, form.cleaned_data["amount"], form.cleaned_data["subject"]
        )
        made = contacting.contest(request.desk.act, draft, open_amount=Money(item.open_minor, item.currency))
        if not isinstance(made, Refused):
            return said(request, Reason(N_("Contestation notée : ce montant n'est plus demandé.")), back_url)
        form.refuse(made)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Point contesté par {name}"), file),
        verb=say(Reason(N_("Noter la contestation"))),
    )


@allowed(Permission.DECIDE)
def confirm_type(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The owner confirms, on facts, that a customer avoids paying (R032)."""
    file = found(customer_file(request.desk.act, customer_id))
    form = GroundsForm(request.POST or None)
    back_url = _back(request, customer_id)
    if request.method == "POST" and form.is_valid():
        refused = opinions.confirm(
            request.desk.act,
            customer_id=customer_id,
            grounds=form.cleaned_data["grounds"],
            by_owner=request.desk.is_owner,
        )
        if refused is None:
            return said(request, Reason(N_("Profil confirmé : son scénario s'applique.")), back_url)
        form.refuse(refused)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=_about(N_("Confirmer le profil de {name}"), file),
        verb=say(Reason(N_("Confirmer"))),
        is_grave=True,
    )


def _back(request: DeskRequest, customer_id: int) -> str:
    return back_to(request, reverse("desk:customer", args=[customer_id]))


def _about(text: str, file: CustomerFile) -> str:
    return say(Reason(text, name=file.customer.name))
