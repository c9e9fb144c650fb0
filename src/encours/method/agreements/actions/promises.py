"""Notes a promise, takes its written acceptance, moves it once, follows a transfer that was shown, cancels it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import promise_from
from encours.method.agreements.rules.drafts import (
    PromiseDraft,
    problem_of_acceptance,
    problem_of_move,
    problem_of_promise,
)
from encours.method.agreements.rules.words import ALLOWED_MOVES, OPEN, AgreementState


@transaction.atomic
def note_promise(act: Act, *, draft: PromiseDraft) -> int | Refused:
    """Writes down what a customer promised; it is proposed until a written trace accepts it. Returns its id."""
    refusal = problem_of_promise(draft, today=act.today)
    if refusal:
        return refusal
    row = Agreement.objects.create(
        case_id=draft.case_id,
        customer_id=draft.customer_id,
        amount_minor=draft.amount.minor,
        currency=draft.amount.currency,
        promised_for=draft.promised_for,
        means=draft.means.strip(),
        person=draft.person.strip(),
        source=draft.source.value,
        proposed_on=act.today,
        plan_b=draft.plan_b.strip(),
        created_at=act.at,
    )
    text = N_("Promesse notée : {amount} pour le {day}, à confirmer par écrit")
    details = {"person": row.person, "means": row.means, "plan_b": row.plan_b}
    _journal(act, row, "agreements.promise_noted", text, details)
    return row.pk


@transaction.atomic
def accept_promise(act: Act, *, agreement_id: int, trace: str) -> Refused | None:
    """A written trace (its text: a reply, a signed note) makes a promise an agreement. Source: R095, R096."""
    row = _agreement(act, agreement_id)
    refusal = problem_of_acceptance(promise_from(row), trace=trace, today=act.today)
    if refusal:
        return refusal
    row.state, row.accepted_on, row.acceptance = AgreementState.ACCEPTED.value, act.today, trace.strip()
    row.save(update_fields=["state", "accepted_on", "acceptance"])
    text = N_("Accord écrit : {amount} pour le {day}")
    _journal(act, row, "agreements.promise_accepted", text, {"trace": row.acceptance})
    return None


@transaction.atomic
def move_promise(act: Act, *, agreement_id: int, to: date, why: str) -> AgreementState | Refused:
    """Another date asked for before the date: once, then to be accepted anew; a second time it is broken.

    Returns PROPOSED when it was moved, BROKEN when it was the second time: the flow then counts it
    on the case and notes what is promised instead. Source: method 2e, «Change before the date».
    """
    row = _agreement(act, agreement_id)
    refusal = problem_of_move(promise_from(row), to=to, today=act.today) or _without(why)
    if refusal:
        return refusal
    if row.moved_count:
        row.state, row.judged_on = AgreementState.BROKEN.value, act.today
        row.save(update_fields=["state", "judged_on"])
        text = N_("Second report demandé : l'accord de {amount} pour le {day} n'est pas suivi")
        _journal(act, row, "agreements.promise_broken", text, {"reason": why.strip()})
        return AgreementState.BROKEN
    row.state, row.promised_for, row.moved_on = AgreementState.PROPOSED.value, to, act.today
    row.moved_count, row.accepted_on, row.acceptance = 1, None, ""
    row.save()
    text = N_("Date reportée : {amount} pour le {day}, à confirmer par écrit")
    _journal(act, row, "agreements.promise_moved", text, {"reason": why.strip()})
    return AgreementState.PROPOSED


@transaction.atomic
def show_transfer(act: Act, *, agreement_id: int, proof: str) -> Refused | None:
    """The customer shows that the money has left: it may travel three banking days. Source: ruling 11."""
    row = _agreement(act, agreement_id)
    if AgreementState.IN_TRANSIT not in ALLOWED_MOVES[AgreementState(row.state)]:
        return Refused(Reason(N_("Seul un accord accepté et non soldé attend un virement.")))
    if not proof.strip():
        return Refused(Reason(N_("Indiquez ce qui montre que le virement est parti.")), "proof")
    row.state, row.transit_shown_on = AgreementState.IN_TRANSIT.value, act.today
    row.save(update_fields=["state", "transit_shown_on"])
    text = N_("Virement annoncé avec sa preuve : {amount}")
    _journal(act, row, "agreements.transfer_shown", text, {"proof": proof.strip()})
    return None


@transaction.atomic
def cancel_promise(act: Act, *, agreement_id: int, why: str) -> Refused | None:
    """A promise no longer holds, with a reason: refused, replaced, or a fact has changed."""
    row = _agreement(act, agreement_id)
    if AgreementState.CANCELLED not in ALLOWED_MOVES[AgreementState(row.state)]:
        return Refused(Reason(N_("Cette promesse est déjà soldée.")))
    refusal = _without(why)
    if refusal:
        return refusal
    _cancel(act, row, why)
    return None


@transaction.atomic
def cancel_open(act: Act, *, customer_id: int, why: str) -> list[int] | Refused:
    """Cancels all promises of a customer that wait for something: insolvency, bereavement. Source: ruling 11."""
    refusal = _without(why)
    if refusal:
        return refusal
    states = [state.value for state in OPEN]
    rows = list(_agreements(act).filter(customer_id=customer_id, state__in=states).order_by("pk"))
    for row in rows:
        _cancel(act, row, why)
    return [row.pk for row in rows]


def _cancel(act: Act, row: Agreement, why: str) -> None:
    row.state, row.judged_on = AgreementState.CANCELLED.value, act.today
    row.save(update_fields=["state", "judged_on"])
    text = N_("Promesse annulée : {amount} pour le {day}")
    _journal(act, row, "agreements.promise_cancelled", text, {"reason": why.strip()})


def _agreement(act: Act, agreement_id: int) -> Agreement:
    return _agreements(act).get(pk=agreement_id)


def _agreements(act: Act) -> QuerySet[Agreement]:
    return Agreement.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)


def _without(why: str) -> Refused | None:
    return None if why.strip() else Refused(Reason(N_("Indiquez pourquoi.")), "why")


def _journal(act: Act, row: Agreement, kind: str, text: str, details: Mapping[str, object]) -> None:
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(text, amount=Money(row.amount_minor, row.currency), day=row.promised_for),
            payload={
                "agreement": row.pk,
                "amount_minor": row.amount_minor,
                "currency": row.currency,
                "promised_for": str(row.promised_for),
            },
            details=details,
        )
    )
