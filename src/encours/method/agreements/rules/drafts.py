"""What is to be noted as promised, by a customer or by us, and what such a note lacks."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.plan_b import PlanBDraft
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import (
    AGREEMENT_STATE_LABELS,
    AgreementKind,
    AgreementState,
    OwnPromiseKind,
    PromiseSource,
)
from encours.method.cases.rules.calendar import Calendar


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """What a customer promised: the four facts read back at the end of a call (R074), and how it reached us.

    `invoices`: those it names with how much of each, in minor units; it then covers nothing else. `fallback`: the
    private plan B; without one the next measure of the chain is kept. `awaits_us`: our side must agree first.
    """

    customer_id: int
    case_id: int
    amount: Money
    promised_for: date
    means: str
    person: str
    source: PromiseSource
    plan_b: str = ""
    kind: AgreementKind = AgreementKind.PROMISE
    invoices: tuple[tuple[int, int], ...] = ()
    fallback: PlanBDraft | None = None
    awaits_us: bool = False
    waives_interest: bool = False


@dataclass(frozen=True, slots=True)
class OwnPromiseDraft:
    """What we owe a customer. Without `due_on` an answer is due in two business days."""

    customer_id: int
    kind: OwnPromiseKind
    what: str
    due_on: date | None = None


def problem_of_promise(draft: PromiseDraft, *, today: date) -> Refused | None:
    """What a promise lacks, if anything: an amount, a calendar date, a means, a person. Source: R074."""
    if draft.amount.minor <= 0:
        return Refused(Reason(N_("Indiquez un montant positif.")), "amount")
    if draft.promised_for < today:
        return Refused(Reason(N_("La date promise est déjà passée.")), "promised_for")
    if not draft.means.strip():
        return Refused(Reason(N_("Indiquez par quel moyen.")), "means")
    if not draft.person.strip():
        return Refused(Reason(N_("Indiquez qui l'a promis.")), "person")
    if draft.invoices and sum(minor for _id, minor in draft.invoices) < draft.amount.minor:
        return Refused(Reason(N_("Les factures choisies font moins que le montant.")), "amount")
    return None


def problem_of_move(promise: Promise, *, to: date, today: date) -> Refused | None:
    """What forbids another date: a promise not accepted, its day reached, or no later day named."""
    if promise.plan_id is not None:
        return Refused(Reason(N_("Une échéance ne se reporte pas seule : proposez un autre échéancier.")))
    if promise.state is not AgreementState.ACCEPTED:
        text = N_("Seul un accord accepté et à venir se reporte ; celui-ci est « {state} ».")
        return Refused(Reason(text, state=Reason(AGREEMENT_STATE_LABELS[promise.state])))
    if today >= promise.promised_for:
        return Refused(Reason(N_("Un report se demande avant la date promise.")))
    if to <= today or to == promise.promised_for:
        return Refused(Reason(N_("Indiquez une autre date à venir.")), "to")
    return None


def outcome_of_move(promise: Promise, *, to: date, today: date) -> AgreementState | Refused:
    """What another date makes of a promise: proposed anew the first time, broken the second. Source: method 2e."""
    refused = problem_of_move(promise, to=to, today=today)
    if refused is not None:
        return refused
    return AgreementState.BROKEN if promise.moved_count else AgreementState.PROPOSED


def own_due_on(
    draft: OwnPromiseDraft, *, today: date, calendar: Calendar, terms: PromiseTerms = DEFAULT_TERMS
) -> date | Refused:
    """When we are to do what we promised; an answer within two business days. Source: R069."""
    if not draft.what.strip():
        return Refused(Reason(N_("Indiquez ce que nous devons au client.")), "what")
    latest = calendar.after(today, terms.answer_days)
    due_on = draft.due_on
    if due_on is None and draft.kind is OwnPromiseKind.ANSWER:
        return latest
    if due_on is None:
        return Refused(Reason(N_("Indiquez pour quelle date.")), "due_on")
    if due_on < today:
        return Refused(Reason(N_("Cette date est déjà passée.")), "due_on")
    if draft.kind is OwnPromiseKind.ANSWER and due_on > latest:
        return Refused(Reason(N_("Une réponse se donne au plus tard le {latest}."), latest=latest), "due_on")
    return due_on
