"""A customer's promise: noted, accepted in writing, moved once, shown as paid, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.queries import people_of
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.forms.contacting import (
    AcceptForm,
    DeferralForm,
    MoveForm,
    PromiseForm,
    TransferForm,
    WhyForm,
)
from encours.faces.desk.heard import heard
from encours.faces.desk.pages.agreements import team_options
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import commitments, contacting, promises
from encours.flows.review.assess import Assessment
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.plan_b import Measure, PlanBDraft, default_plan_b
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementKind, AgreementState, OwnPromiseKind

_NOT_ACCEPTED = frozenset({AgreementState.PROPOSED, AgreementState.UNCONFIRMED})


@allowed(Permission.CONTACT)
def promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """An amount promised for a day; accepted only with a written trace."""
    subject, from_mail = about(request, customer_id), heard(request, customer_id)
    named = _Named.of(subject)
    start = named.start(request.desk) | {"amount": named.assessment.balance.actionable}
    start |= from_mail.start(request.desk, "amount", "promised_for", "source", "trace")
    form = PromiseForm(request.POST or None, initial=start, **named.options(request.desk))
    if is_done(request, form, lambda given: _note(request.desk, named, AgreementKind.PROMISE, given)):
        given = form.cleaned_data
        from_mail.settle(request.desk)
        text = N_("Promesse notée : {amount} pour le {on}.")
        return said(request, Reason(text, amount=given["amount"], on=given["promised_for"]), subject.back_url)
    return subject.show(request, form, N_("Promesse de {name}"), N_("Noter la promesse"))


@allowed(Permission.CONTACT)
def deferral_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A later date for whole invoices; accepted only with a written trace."""
    subject = about(request, customer_id)
    named = _Named.of(subject)
    form = DeferralForm(
        request.POST or None, initial=named.start(request.desk), **named.options(request.desk)
    )
    if is_done(request, form, lambda given: _note(request.desk, named, AgreementKind.DEFERRAL, given)):
        text = N_("Report noté pour le {on}.")
        return said(request, Reason(text, on=form.cleaned_data["promised_for"]), subject.back_url)
    return subject.show(request, form, N_("Report pour {name}"), N_("Noter le report"))


@dataclass(frozen=True, slots=True)
class _Named:
    """The invoices that an agreement of a customer may name, by the key of the form."""

    assessment: Assessment
    items: dict[str, OpenItem]
    person: str

    @classmethod
    def of(cls, subject: About) -> "_Named":
        assessment, customer = subject.file.assessments[0], subject.file.customer
        found = subject.file.known.items.get(customer.pk, [])
        people = [c for c in people_of(customer) if c.removed_at is None and c.name]
        main = next((c.name for c in people if c.is_main), people[0].name if people else "")
        items = {str(i.due_id): i for i in found if i.currency == assessment.currency}
        return cls(assessment, items, main)

    def options(self, desk: Desk) -> dict[str, Any]:
        """What the form offers."""
        text = N_("{number}, {open}")
        invoices = [
            (key, say(Reason(text, number=i.number, open=Money(i.open_minor, i.currency))))
            for key, i in self.items.items()
        ]
        return {"currency": self.assessment.currency, "people": team_options(desk), "invoices": invoices}

    def start(self, desk: Desk) -> dict[str, Any]:
        """What stands in the form at first: all that is late, whoever speaks for the customer, the next measure."""
        late = [key for key, item in self.items.items() if item.due_on < desk.act.today]
        return {"invoices": late or list(self.items), "person": self.person} | _next_measure(self.assessment)

    def parts(self, keys: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """The invoices chosen, with how much of each."""
        found: dict[int, int] = {}
        for item in (self.items[key] for key in keys if key in self.items):
            found[item.invoice_id] = found.get(item.invoice_id, 0) + item.open_minor
        return tuple(found.items())


def _note(desk: Desk, named: _Named, kind: AgreementKind, given: dict[str, Any]) -> int | Refused:
    assessment = named.assessment
    if assessment.case is None:
        return Refused(Reason(N_("Rien n'est échu chez ce client : il n'y a pas de promesse à noter.")))
    fields = {name: given[name] for name in ("promised_for", "means", "person", "source")}
    parts = named.parts(given["invoices"])
    draft = PromiseDraft(
        customer_id=assessment.customer_id,
        case_id=assessment.case.id,
        amount=given.get("amount") or Money(sum(minor for _invoice, minor in parts), assessment.currency),
        fallback=PlanBDraft(
            Measure(given["measure"]), given["after_days"], int(given["owner"] or desk.user_id)
        ),
        kind=kind,
        invoices=parts,
        **fields,
    )
    ours = None
    if given["ours"].strip():
        ours = OwnPromiseDraft(
            assessment.customer_id, OwnPromiseKind.DOCUMENT, given["ours"], given["ours_on"] or desk.act.today
        )
    return contacting.promise(desk.act, draft, trace=given["trace"], ours=ours)


def _next_measure(assessment: Assessment) -> dict[str, Any]:
    """What the chain says comes if this is not kept: a plan, then the agency (R103)."""
    broken = assessment.facts.broken_agreements
    found = default_plan_b(AgreementKind.PROMISE, broken=broken, owner_id=None)
    return {"measure": found.measure.value, "after_days": found.after_days}


@allowed(Permission.CONTACT)
def promise(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """A promise is accepted in writing; once it is, the customer may show that the money has left."""
    subject = about(request, customer_id)
    noted = _promise(subject, agreement_id)
    return (
        _accept(request, subject, noted)
        if noted.state in _NOT_ACCEPTED
        else _transfer(request, subject, noted)
    )


def _accept(request: DeskRequest, subject: About, noted: Promise) -> HttpResponseBase:
    act, from_mail = request.desk.act, heard(request, noted.customer_id)
    ids = {"customer_id": noted.customer_id, "agreement_id": noted.id}
    seen = commitments.seen_of(act, noted.customer_id, noted.id)
    form = AcceptForm(request.POST or None, initial=from_mail.start(request.desk, "trace") | {"seen": seen})

    def accept(given: dict[str, Any]) -> Refused | None:
        return contacting.accept_promise(act, **ids, trace=given["trace"], seen=given["seen"])

    if is_done(request, form, accept):
        from_mail.settle(request.desk)
        text = N_("Accord écrit noté : les relances s'arrêtent pour ce montant.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(
        request,
        form,
        N_("Accord de {name}"),
        N_("Noter l'accord écrit"),
        intro=_told(noted),
        aside=[_step(noted, "promise_cancel", N_("Retirer la promesse"), "ban")],
    )


def _transfer(request: DeskRequest, subject: About, noted: Promise) -> HttpResponseBase:
    act, from_mail = request.desk.act, heard(request, noted.customer_id)
    form = TransferForm(request.POST or None, initial=from_mail.start(request.desk, "proof"))
    ids = {"customer_id": noted.customer_id, "agreement_id": noted.id}
    if is_done(request, form, lambda given: promises.show_transfer(act, **ids, proof=given["proof"])):
        from_mail.settle(request.desk)
        text = N_("Virement noté : rien n'est demandé pendant trois jours bancaires.")
        return said(request, Reason(text), subject.back_url)
    aside = [_step(noted, "promise_cancel", N_("Retirer la promesse"), "ban")]
    if AgreementState.PROPOSED in ALLOWED_MOVES[noted.state]:
        aside.insert(0, _step(noted, "promise_move", N_("Changer la date"), "calendar"))
    return subject.show(
        request, form, N_("Promesse de {name}"), N_("Noter le virement"), intro=_told(noted), aside=aside
    )


@allowed(Permission.CONTACT)
def promise_move(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """The customer asks for another date before the date: once, to be accepted anew."""
    act, subject = request.desk.act, about(request, customer_id)
    noted = _promise(subject, agreement_id)
    form = MoveForm(request.POST or None)
    ids = {"customer_id": customer_id, "agreement_id": agreement_id}
    if is_done(request, form, lambda given: promises.move(act, **ids, to=given["to"], why=given["why"])):
        text = N_("Nouvelle date notée : {on}. Elle est à confirmer par écrit.")
        return said(request, Reason(text, on=form.cleaned_data["to"]), subject.back_url)
    return subject.show(
        request, form, N_("Changer la date promise par {name}"), N_("Changer la date"), intro=_told(noted)
    )


@allowed(Permission.CONTACT)
def promise_cancel(request: DeskRequest, customer_id: int, agreement_id: int) -> HttpResponseBase:
    """A promise does not stand any more, or was noted by mistake: the ladder goes on."""
    act, subject = request.desk.act, about(request, customer_id)
    noted = _promise(subject, agreement_id)
    form = WhyForm(request.POST or None)
    ids = {"customer_id": customer_id, "agreement_id": agreement_id}
    if is_done(request, form, lambda given: contacting.cancel_promise(act, **ids, why=given["why"])):
        return said(request, Reason(N_("Promesse retirée : la suite reprend.")), subject.back_url)
    return subject.show(
        request,
        form,
        N_("Retirer la promesse de {name}"),
        N_("Retirer la promesse"),
        intro=_told(noted),
        is_grave=True,
    )


def _promise(subject: About, agreement_id: int) -> Promise:
    noted = subject.file.known.promises.get(subject.file.customer.pk, [])
    return found(next((p for p in noted if p.id == agreement_id), None))


def _told(noted: Promise) -> Reason:
    text = N_("{amount} promis pour le {on} par {person}.")
    return Reason(text, amount=noted.amount, on=noted.promised_for, person=noted.person)


def _step(noted: Promise, name: str, label: str, icon: str) -> dict[str, str]:
    url = reverse(f"desk:{name}", args=[noted.customer_id, noted.id])
    return {"url": url, "label": say(Reason(label)), "icon": icon}
