"""Notes a promise or a deferral, moves it once, follows a transfer that was shown, cancels it."""

from datetime import date

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.actions.plan_bs import keep_plan_b
from encours.method.agreements.actions.rows import journal, keep_invoices, locked, one
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import promise_from
from encours.method.agreements.rules.drafts import (
    PromiseDraft,
    outcome_of_move,
    problem_of_promise,
)
from encours.method.agreements.rules.plan_b import problem_of_plan_b
from encours.method.agreements.rules.words import (
    AGREEMENT_STATE_LABELS,
    ALLOWED_MOVES,
    OPEN,
    AgreementKind,
    AgreementState,
)

_IS_AN_OFFER = Reason(
    N_("Une offre pour solde court jusqu'à sa date : elle ne se reporte ni ne s'annule ici.")
)
_NOTED = (
    N_("Promesse notée : {amount} pour le {day}, à confirmer par écrit"),
    N_("Report noté : {amount} pour le {day}, à confirmer par écrit"),
)


@transaction.atomic
def note_promise(act: Act, *, draft: PromiseDraft, words: str = "") -> int | Refused:
    """Writes down what a customer promised; it is proposed until a written trace accepts it. Returns its id.

    `words`: what the customer wrote beside. Its plan B is kept with it: that of the draft, else the next
    measure of the chain (R102, R103).
    """
    refusal = problem_of_promise(draft, today=act.today) or (
        problem_of_plan_b(draft.fallback) if draft.fallback else None
    )
    if refusal:
        return refusal
    row = Agreement.objects.create(
        kind=draft.kind.value,
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
        awaits_us=draft.awaits_us,
        waives_interest=draft.waives_interest,
        created_at=act.at,
    )
    keep_invoices(row, draft.invoices)
    keep_plan_b(act, row, draft.fallback)
    text = _NOTED[draft.kind is AgreementKind.DEFERRAL]
    details = {"person": row.person, "means": row.means, "plan_b": row.plan_b}
    if words.strip():
        details["words"] = words.strip()
    journal(act, row, "agreements.promise_noted", text, details)
    return row.pk


@transaction.atomic
def move_promise(act: Act, *, agreement_id: int, to: date, why: str) -> AgreementState | Refused:
    """Another date asked for before the date: once, then to be accepted anew; a second time it is broken.

    Returns PROPOSED when it was moved, BROKEN when it was the second time: the flow then counts it
    on the case and notes what is promised instead. Source: method 2e, «Change before the date».
    """
    row = _agreement(act, agreement_id)
    if row.kind == AgreementKind.SETTLEMENT.value:
        return Refused(_IS_AN_OFFER)
    outcome = outcome_of_move(promise_from(row), to=to, today=act.today)
    refusal = outcome if isinstance(outcome, Refused) else _without(why)
    if refusal:
        return refusal
    if outcome is AgreementState.BROKEN:
        row.state, row.judged_on = AgreementState.BROKEN.value, act.today
        row.save(update_fields=["state", "judged_on"])
        text = N_("Second report demandé : l'accord de {amount} pour le {day} n'est pas suivi")
        journal(act, row, "agreements.promise_broken", text, {"reason": why.strip()})
        return AgreementState.BROKEN
    row.state, row.promised_for, row.moved_on = AgreementState.PROPOSED.value, to, act.today
    row.moved_count, row.accepted_on, row.acceptance = 1, None, ""
    row.save()
    text = N_("Date reportée : {amount} pour le {day}, à confirmer par écrit")
    journal(act, row, "agreements.promise_moved", text, {"reason": why.strip()})
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
    journal(act, row, "agreements.transfer_shown", text, {"proof": proof.strip()})
    return None


@transaction.atomic
def cancel_promise(act: Act, *, agreement_id: int, why: str) -> Refused | None:
    """A promise no longer holds, with a reason: refused, replaced, or a fact has changed."""
    row = _agreement(act, agreement_id)
    if row.plan_id is not None:
        return Refused(Reason(N_("Une échéance ne se retire pas seule : annulez l'échéancier.")))
    if row.kind == AgreementKind.SETTLEMENT.value:
        return Refused(_IS_AN_OFFER)
    if AgreementState.CANCELLED not in ALLOWED_MOVES[AgreementState(row.state)]:
        text = N_("Cette promesse n'attend plus rien : elle est « {state} ».")
        return Refused(Reason(text, state=Reason(AGREEMENT_STATE_LABELS[AgreementState(row.state)])))
    refusal = _without(why)
    if refusal:
        return refusal
    cancel_row(act, row, why)
    return None


@transaction.atomic
def cancel_open(act: Act, *, customer_id: int, why: str) -> list[int] | Refused:
    """Cancels all promises of a customer that wait for something: insolvency, bereavement. Source: ruling 11.

    Its plans are ended by `end_plans`.
    """
    refusal = _without(why)
    if refusal:
        return refusal
    states = [state.value for state in OPEN]
    rows = list(
        locked(act).filter(customer_id=customer_id, state__in=states, plan__isnull=True).order_by("pk")
    )
    for row in rows:
        cancel_row(act, row, why)
    return [row.pk for row in rows]


def cancel_row(act: Act, row: Agreement, why: str) -> None:
    """A row is not expected any more, and the journal says why."""
    row.state, row.judged_on = AgreementState.CANCELLED.value, act.today
    row.save(update_fields=["state", "judged_on"])
    text = N_("Promesse annulée : {amount} pour le {day}")
    journal(act, row, "agreements.promise_cancelled", text, {"reason": why.strip()})


def _agreement(act: Act, agreement_id: int) -> Agreement:
    return one(act, agreement_id)


def _without(why: str) -> Refused | None:
    return None if why.strip() else Refused(Reason(N_("Indiquez pourquoi.")), "why")
