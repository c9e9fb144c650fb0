"""Moves a dispute towards its answer: acknowledged, looked into, answered, late on our side."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.actions.claiming import claimed, entry_of, kept, moved, tell
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.contest import AnswerDraft, granted_of, problem_of_answer
from encours.method.disputes.rules.states import DisputeEvent
from encours.method.disputes.rules.words import DISPUTE_OUTCOME_LABELS, UNANSWERED, DisputeState

_UNANSWERED = sorted(state.value for state in UNANSWERED)


@dataclass(frozen=True, slots=True)
class Late:
    """A dispute whose answer of ours is late from now on: whose."""

    dispute_id: int
    customer_id: int


@transaction.atomic
def acknowledge(act: Act, *, dispute_id: int, how: str = "", seen: int | None = None) -> Refused | None:
    """The customer knows that we look into it: our word left, or was said (`how`). Told again, nothing changes."""
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if row.acknowledged_on is not None:
        return None
    row.acknowledged_on = act.today
    fields = ["acknowledged_on"]
    if row.state == DisputeState.REPORTED.value:
        if refused := moved(row, DisputeEvent.ACKNOWLEDGED):
            return refused
        fields.append("state")
    kept(row, *fields)
    reason = Reason(
        N_("Accusé de réception du litige, réponse annoncée pour le {day}"), day=row.answer_due_on
    )
    tell(act, row, "disputes.dispute_acknowledged", reason, {"how": how} if how else None)
    return None


@transaction.atomic
def start(act: Act, *, dispute_id: int, seen: int | None = None) -> Refused | None:
    """Whoever follows it begins to look into it."""
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if refused := moved(row, DisputeEvent.STARTED):
        return refused
    kept(row, "state")
    tell(act, row, "disputes.dispute_started", Reason(N_("Examen du litige commencé")))
    return None


@transaction.atomic
def answer_dispute(
    act: Act, *, dispute_id: int, draft: AnswerDraft, rests_until_on: date, seen: int | None = None
) -> Refused | None:
    """We answer: upheld, partly or groundless. The part rests until a day, included, once the answer is told.

    What an upheld dispute still asks of us (a credit note) is an own promise, noted by the flow.
    """
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    disputed = Money(row.disputed_minor, row.currency)
    refused = moved(row, DisputeEvent.ANSWERED) or problem_of_answer(
        draft, disputed=disputed, today=act.today
    )
    if refused:
        return refused
    row.outcome, row.answered_on, row.answer = draft.outcome.value, act.today, draft.answer.strip()
    row.rests_until_on, row.new_due_on = rests_until_on, draft.new_due_on
    row.granted_minor = granted_of(draft, disputed=disputed).minor
    kept(row, "state", "outcome", "answered_on", "answer", "rests_until_on", "new_due_on", "granted_minor")
    reason = Reason(
        N_("Réponse donnée au litige\u00a0: {outcome}. La part concernée reste au repos jusqu'au {day}"),
        outcome=Reason(DISPUTE_OUTCOME_LABELS[draft.outcome]),
        day=rests_until_on,
    )
    tell(act, row, "disputes.dispute_answered", reason, {"answer": row.answer})
    return None


@transaction.atomic
def note_told(act: Act, *, dispute_id: int, rests_until_on: date) -> Refused | None:
    """Our answer reached the customer: the days in which they may object begin. Told again, nothing changes."""
    row = claimed(act, dispute_id)
    if isinstance(row, Refused):
        return row
    if row.told_on is not None or row.state != DisputeState.ANSWERED.value:
        return None
    row.told_on, row.rests_until_on = act.today, rests_until_on
    kept(row, "told_on", "rests_until_on")
    reason = Reason(
        N_("Réponse au litige transmise\u00a0: le client peut objecter jusqu'au {day}"), day=rests_until_on
    )
    tell(act, row, "disputes.answer_told", reason)
    return None


@transaction.atomic
def escalate(
    act: Act, *, dispute_id: int, event: DisputeEvent, why: str, seen: int | None = None
) -> Refused | None:
    """A contested answer goes to a mediator or to a lawyer, as whoever decides says."""
    assert event in {DisputeEvent.MEDIATION_AGREED, DisputeEvent.TO_LAWYER}
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if refused := moved(row, event):
        return refused
    if not why.strip():
        return Refused(Reason(N_("Dites pourquoi en quelques mots\u00a0: le journal le garde.")), "why")
    kept(row, "state")
    text, kind = N_("Litige confié à l'avocat"), "disputes.dispute_litigated"
    if event is DisputeEvent.MEDIATION_AGREED:
        text, kind = N_("Médiation convenue pour le litige"), "disputes.dispute_mediated"
    tell(act, row, kind, Reason(text), {"why": why.strip()})
    return None


@transaction.atomic
def let_dates_pass(act: Act) -> list[Late]:
    """Disputes whose answer is late on our side become so, all at once; returns them.

    What is contested stays at rest. Two statements, and the journal's.
    """
    rows = list(
        Dispute.objects.select_for_update(of=("self",))
        .filter(customer__entity_id=act.entity_id, state__in=_UNANSWERED, answer_due_on__lt=act.today)
        .exclude(state=DisputeState.OVERDUE_US.value)
    )
    if not rows:
        return []
    for row in rows:
        assert moved(row, DisputeEvent.DATE_PASSED) is None
        row.version += 1
    Dispute.objects.bulk_update(rows, ["state", "version"], batch_size=500)
    text = N_("Litige sans réponse de notre part depuis le {day}\u00a0: la part contestée reste au repos")
    evidence_actions.append_many(
        [entry_of(act, r, "disputes.dispute_delayed", Reason(text, day=r.answer_due_on)) for r in rows]
    )
    return [Late(row.pk, row.customer_id) for row in rows]
