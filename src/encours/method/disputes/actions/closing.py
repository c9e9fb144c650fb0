"""Ends a dispute, or takes it up again: put right, agreed, silent, withdrawn; or objected to with facts."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.actions.claiming import claimed, entry_of, kept, moved, tell
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.contest import AnswerDraft, Settlement, granted_of, problem_of_settlement
from encours.method.disputes.rules.states import DisputeEvent
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState

_MIN_FACTS = 10
_CLOSED = ("state", "closed_on", "outcome", "rests_until_on", "answered_on")
KIND = "disputes.dispute_closed"


@dataclass(frozen=True, slots=True)
class Ended:
    """A dispute that ended by itself: whose, in which currency."""

    dispute_id: int
    customer_id: int
    currency: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What puts an upheld point right in the books: a credit note, or an invoice in place of the first."""

    amount: Money
    credit_note_id: int | None = None
    corrected_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class ManagerCall:
    """Who calls about an answer that is contested, and by when."""

    by_on: date
    member_id: int | None


@transaction.atomic
def correct(act: Act, *, dispute_id: int, correction: Correction, seen: int | None = None) -> Refused | None:
    """What we give back is in the books: that closes an upheld dispute; one upheld in part waits for a yes."""
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if row.credited_minor < row.granted_minor and _is_decided(row):
        fields = ["credited_minor", "credit_note", "corrected_by"]
    elif refused := moved(row, DisputeEvent.CORRECTED):
        return refused
    else:
        row.closed_on, row.rests_until_on = act.today, row.new_due_on
        fields = ["credited_minor", "credit_note", "corrected_by", *_CLOSED]
    row.credited_minor = min(row.disputed_minor, row.credited_minor + correction.amount.minor)
    row.credit_note_id, row.corrected_by_id = correction.credit_note_id, correction.corrected_by_id
    kept(row, *fields)
    reason = Reason(N_("Litige\u00a0: {amount} corrigés dans les comptes"), amount=correction.amount)
    tell(act, row, "disputes.dispute_corrected", reason)
    if "state" in fields:
        tell(act, row, KIND, Reason(N_("Litige clos\u00a0: le client avait raison, c'est corrigé")))
    return None


@transaction.atomic
def uncredit(act: Act, *, credit_note_id: int, amount: Money) -> list[int]:
    """A credit note that had settled disputes was taken back: what they give back is owed again; returns them."""
    rows = Dispute.objects.select_for_update(of=("self",)).filter(
        customer__entity_id=act.entity_id, credit_note_id=credit_note_id
    )
    found = []
    for row in rows.order_by("pk"):
        row.credited_minor, row.credit_note_id = max(0, row.credited_minor - amount.minor), None
        kept(row, "credited_minor", "credit_note")
        reason = Reason(N_("Litige\u00a0: l'avoir de {amount} est annulé, il reste à faire"), amount=amount)
        tell(act, row, "disputes.correction_withdrawn", reason)
        found.append(row.pk)
    return found


def _is_decided(row: Dispute) -> bool:
    """Whether a correction moves nothing: it is over, or upheld in part and waits for the customer's yes."""
    state, outcome = DisputeState(row.state), DisputeOutcome(row.outcome)
    return state is DisputeState.CLOSED or (
        state is DisputeState.ANSWERED and outcome is DisputeOutcome.PARTLY
    )


@transaction.atomic
def agree(
    act: Act, *, dispute_id: int, trace: str, settled: Settlement | None = None, seen: int | None = None
) -> Refused | None:
    """The customer agrees with what is to be paid; `trace` says how we know.

    `settled`: what was agreed anew after an objection. Without it our answer stands.
    """
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    state = DisputeState(row.state)
    if refused := moved(row, DisputeEvent.AGREED):
        return refused
    if not trace.strip():
        return Refused(Reason(N_("Dites comment le client a donné son accord.")), "trace")
    if settled is not None and (refused := _split_anew(row, state, settled, act.today)):
        return refused
    row.closed_on, row.rests_until_on = act.today, row.new_due_on or _still_ahead(row, act.today)
    kept(row, *_CLOSED, "granted_minor", "new_due_on", "answer")
    text = N_("Litige clos\u00a0: le client est d'accord")
    if settled is not None:
        text = N_("Litige clos\u00a0: accord trouvé, {granted} à corriger")
    granted = Money(row.granted_minor, row.currency)
    tell(act, row, KIND, Reason(text, granted=granted), {"trace": trace.strip()})
    return None


def _split_anew(row: Dispute, state: DisputeState, settled: Settlement, today: date) -> Refused | None:
    """What both agreed replaces our answer, where it was objected to; what is in the books stays there."""
    if state is DisputeState.ANSWERED:
        return Refused(Reason(N_("Notre réponse n'est pas contestée\u00a0: elle se confirme telle quelle.")))
    disputed = Money(row.disputed_minor, row.currency)
    credited = Money(row.credited_minor, row.currency)
    if refused := problem_of_settlement(settled, disputed=disputed, credited=credited, today=today):
        return refused
    draft = AnswerDraft(settled.outcome, "–", settled.granted)
    row.outcome, row.new_due_on, row.answer = settled.outcome.value, settled.new_due_on, settled.words.strip()
    row.granted_minor = granted_of(draft, disputed=disputed).minor
    return None


def _still_ahead(row: Dispute, today: date) -> date | None:
    return row.rests_until_on if row.rests_until_on and row.rests_until_on >= today else None


@transaction.atomic
def close_silent(act: Act) -> list[Ended]:
    """Answers against the customer that nobody objected to in their days of peace hold; two statements."""
    rows = list(
        Dispute.objects.select_for_update(of=("self",)).filter(
            customer__entity_id=act.entity_id,
            state=DisputeState.ANSWERED.value,
            outcome=DisputeOutcome.GROUNDLESS.value,
            told_on__isnull=False,
            rests_until_on__lt=act.today,
        )
    )
    if not rows:
        return []
    for row in rows:
        assert moved(row, DisputeEvent.NO_OBJECTION) is None
        row.closed_on = act.today
        row.version += 1
    Dispute.objects.bulk_update(rows, ["state", "closed_on", "version"], batch_size=500)
    text = N_("Litige clos\u00a0: aucune objection jusqu'au {day}, la suite reprend une étape plus bas")
    evidence_actions.append_many([entry_of(act, r, KIND, Reason(text, day=r.rests_until_on)) for r in rows])
    return [Ended(row.pk, row.customer_id, row.currency) for row in rows]


@transaction.atomic
def object_to(
    act: Act, *, dispute_id: int, facts: str, call: ManagerCall, seen: int | None = None
) -> Refused | None:
    """The customer objects to our answer with facts: the manager calls by a day, and the part rests again."""
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if refused := moved(row, DisputeEvent.OBJECTED):
        return refused
    if len(facts.strip()) < _MIN_FACTS:
        return Refused(Reason(N_("Notez les faits que le client avance.")), "facts")
    row.objection, row.answer_due_on = facts.strip(), call.by_on
    row.handled_by_id = call.member_id or row.handled_by_id
    kept(row, "state", "objection", "answer_due_on", "handled_by")
    reason = Reason(
        N_("Réponse contestée avec des faits\u00a0: le responsable appelle au plus tard le {day}"),
        day=call.by_on,
    )
    tell(act, row, "disputes.answer_contested", reason, {"facts": row.objection})
    return None


@transaction.atomic
def withdraw(act: Act, *, dispute_id: int, why: str, seen: int | None = None) -> Refused | None:
    """The customer takes the remark back, or it was noted by mistake: nothing is concluded from it."""
    row = claimed(act, dispute_id, seen=seen)
    if isinstance(row, Refused):
        return row
    if refused := moved(row, DisputeEvent.WITHDRAWN):
        return refused
    if not why.strip():
        return Refused(Reason(N_("Dites pourquoi en quelques mots\u00a0: le journal le garde.")), "why")
    row.outcome = DisputeOutcome.WITHDRAWN.value
    row.answered_on = row.answered_on or act.today
    row.closed_on, row.rests_until_on = act.today, None
    kept(row, *_CLOSED)
    tell(act, row, KIND, Reason(N_("Litige clos\u00a0: retiré")), {"why": why.strip()})
    return None
