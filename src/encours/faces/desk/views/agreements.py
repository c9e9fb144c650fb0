"""What was agreed with a customer: promises of theirs and ours."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import AcceptForm, DoneForm, OwnPromiseForm, PromiseForm, WhyForm
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting
from encours.flows.review.assess import Assessment
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.promise import Promise


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
    noted = found(_promise(subject, agreement_id))
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
    cancel = {
        "url": reverse("desk:promise_cancel", args=[customer_id, agreement_id]),
        "label": say(Reason(N_("Retirer la promesse"))),
        "icon": "ban",
    }
    heading, verb = N_("Accord de {name}"), N_("Noter l'accord écrit")
    return subject.show(request, form, heading, verb, intro=intro, aside=[cancel])


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
def promise_cancel(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """A promise does not stand any more, or was noted by mistake: the ladder goes on."""
    act, subject = request.desk.act, about(request, customer_id)
    noted = found(_promise(subject, agreement_id))
    form = WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.cancel_promise(
            act, customer_id=customer_id, agreement_id=agreement_id, why=given["why"]
        ),
    ):
        return said(request, Reason(N_("Promesse retirée : la suite reprend.")), subject.back_url)
    intro = Reason(
        N_("{amount} promis pour le {on} par {person}."),
        amount=noted.amount,
        on=noted.promised_for,
        person=noted.person,
    )
    return subject.show(
        request,
        form,
        N_("Retirer la promesse de {name}"),
        N_("Retirer la promesse"),
        intro=intro,
        is_grave=True,
    )


def _promise(subject: About, agreement_id: int) -> Promise | None:
    promises = subject.file.known.promises.get(subject.file.customer.pk, [])
    return next((p for p in promises if p.id == agreement_id), None)
