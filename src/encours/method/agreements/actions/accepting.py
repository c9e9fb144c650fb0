"""Takes a written yes or a no: promises, deferrals and plans alike, with the text that was accepted."""

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.actions.plan_bs import keep_plan_b
from encours.method.agreements.actions.rows import any_locked, journal, parts_of
from encours.method.agreements.actions.settlement_answers import follow_answer
from encours.method.agreements.models import Acceptance, Agreement
from encours.method.agreements.rules.acceptance import (
    AcceptanceDraft,
    AcceptedBy,
    ToAccept,
    may_be_accepted,
    problem_of_acceptance,
    text_digest,
    waits_for_nothing,
)
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementKind, AgreementState

_ACCEPTED = {
    AgreementKind.PROMISE: ("agreements.promise_accepted", N_("Accord écrit : {amount} pour le {day}")),
    AgreementKind.DEFERRAL: (
        "agreements.deferral_accepted",
        N_("Report accepté par écrit : {amount} pour le {day}"),
    ),
    AgreementKind.PLAN: (
        "agreements.plan_accepted",
        N_("Échéancier accepté par écrit : {amount}, jusqu'au {day}"),
    ),
}
_ACCEPTED[AgreementKind.SETTLEMENT] = (
    "agreements.settlement_accepted",
    N_("Règlement pour solde accepté par écrit : {amount} pour le {day}"),
)
_DECLINED = {
    AgreementKind.PROMISE: (
        "agreements.promise_cancelled",
        N_("Proposition déclinée : {amount} pour le {day}"),
    ),
    AgreementKind.DEFERRAL: (
        "agreements.promise_cancelled",
        N_("Proposition déclinée : {amount} pour le {day}"),
    ),
    AgreementKind.SETTLEMENT: (
        "agreements.promise_cancelled",
        N_("Proposition déclinée : {amount} pour le {day}"),
    ),
    AgreementKind.PLAN: ("agreements.plan_declined", N_("Échéancier décliné : {amount}, jusqu'au {day}")),
}


@transaction.atomic
def accept(act: Act, *, agreement_id: int, acceptance: AcceptanceDraft) -> Refused | None:
    """A written yes makes a promise, a plan or a deferral an agreement; what was accepted is kept word for word.

    The journal holds the hash of the text. Source: R095, R096; method 2e, 2k.
    """
    row = any_locked(act).get(pk=agreement_id)
    if row.plan_id is not None:
        return Refused(Reason(N_("Une échéance s'accepte avec son échéancier.")))
    parts = parts_of(act, [row.pk]) if row.kind == AgreementKind.PLAN.value else []
    if refusal := problem_of_acceptance(_to_accept(row, parts), acceptance, today=act.today):
        return refusal
    if row.fallback_id is None:
        keep_plan_b(act, row, None)
    for one in (row, *(part for part in parts if may_be_accepted(AgreementState(part.state)))):
        one.state, one.accepted_on, one.acceptance = (
            AgreementState.ACCEPTED.value,
            act.today,
            acceptance.trace,
        )
        one.save(update_fields=["state", "accepted_on", "acceptance"])
    kept = _keep(act, row, acceptance)
    kind, text = _ACCEPTED[AgreementKind(row.kind)]
    told = {"trace": acceptance.words.strip(), "text": acceptance.text.strip(), "person": acceptance.person,
            "address": acceptance.address}  # fmt: skip
    details = {name: words for name, words in told.items() if words}
    journal(act, row, kind, text, details, how=kept.how, text_sha256=kept.digest)
    follow_answer(act, row, said_yes=True)
    return None


@transaction.atomic
def accept_promise(act: Act, *, agreement_id: int, trace: str) -> Refused | None:
    """The customer answered in writing: `trace` holds the words. Source: R095, R096."""
    reply = AcceptanceDraft(AcceptedBy.REPLY, text="", words=trace)
    return accept(act, agreement_id=agreement_id, acceptance=reply)


@transaction.atomic
def decline(act: Act, *, agreement_id: int, words: str) -> Refused | None:
    """The customer says no to what was proposed: a promise is cancelled, a plan declined with its parts."""
    row = any_locked(act).get(pk=agreement_id)
    if row.plan_id is not None or not may_be_accepted(_state(row)):
        return Refused(waits_for_nothing(_state(row)))
    is_plan = row.kind == AgreementKind.PLAN.value
    for part in parts_of(act, [row.pk]) if is_plan else ():
        if AgreementState.CANCELLED in ALLOWED_MOVES[AgreementState(part.state)]:
            _end(act, part, AgreementState.CANCELLED)
    _end(act, row, PlanState.DECLINED if is_plan else AgreementState.CANCELLED)
    kind, text = _DECLINED[AgreementKind(row.kind)]
    journal(act, row, kind, text, {"reason": words.strip()} if words.strip() else {})
    follow_answer(act, row, said_yes=False)
    return None


@transaction.atomic
def approve(act: Act, *, agreement_id: int) -> Refused | None:
    """Our side agrees to what a customer proposed, or the owner to what goes beyond the terms."""
    row = any_locked(act).get(pk=agreement_id)
    if not row.awaits_us:
        return Refused(Reason(N_("Cette proposition n'attend pas notre accord.")))
    row.awaits_us = False
    row.save(update_fields=["awaits_us"])
    journal(
        act, row, "agreements.proposal_approved", N_("Proposition validée de notre côté : {amount}, {day}")
    )
    return None


def _keep(act: Act, row: Agreement, acceptance: AcceptanceDraft) -> Acceptance:
    text = acceptance.text.strip() or acceptance.trace
    return Acceptance.objects.create(
        agreement=row,
        how=acceptance.how.value,
        accepted_at=act.at,
        person=acceptance.person.strip()[:120],
        address=acceptance.address.strip()[:254],
        text=text,
        words=acceptance.words.strip(),
        digest=text_digest(text),
        document_id=acceptance.document_id,
    )


def _to_accept(row: Agreement, parts: list[Agreement]) -> ToAccept:
    waiting = [part.promised_for for part in parts if may_be_accepted(AgreementState(part.state))]
    first_on = min(waiting, default=row.promised_for)
    return ToAccept(AgreementKind(row.kind), _state(row), first_on, row.awaits_us, row.answer_by)


def _state(row: Agreement) -> AgreementState | PlanState:
    return PlanState(row.state) if row.kind == AgreementKind.PLAN.value else AgreementState(row.state)


def _end(act: Act, row: Agreement, state: AgreementState | PlanState) -> None:
    row.state, row.judged_on = state.value, act.today
    row.save(update_fields=["state", "judged_on"])
