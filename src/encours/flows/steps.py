"""Steps that people carry out themselves: the ladder goes on after them, and a slip is taken back."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from encours.flows import plan_b
from encours.flows.after_contact import level_of
from encours.flows.drafting import is_writable
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.stages import Stage
from encours.method.cases import actions as cases_actions
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import Direction, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach.rules.drafts import step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import event_levels
from encours.method.strategy.rules.by_hand import ByHand, Standing
from encours.method.strategy.rules.decision import Decision, Send, Task
from encours.method.strategy.rules.position import after_task
from encours.method.strategy.rules.step import Level

NOTHING_TO_DO = Reason(N_("Aucune étape à faire soi-même n'est prévue pour ce client aujourd'hui."))
MOVED_ON = Reason(N_("Le dossier a avancé depuis : cette étape ne se reprend plus."))
NOT_PROVED = Reason(
    N_("Un acte formel se note envoyé sur sa page, avec son numéro de suivi et sa preuve de dépôt.")
)
FORMAL_ACTS = frozenset({Stage.FORMAL_NOTICE.value, Stage.LAST_NOTICE.value})
OwnStep = Task | Send


@dataclass(frozen=True, slots=True)
class Done:
    """A step as it was noted, and where its case stood before: what taking it back needs."""

    customer_id: int
    case_id: int
    level: str
    on: date
    answer_by: date | None
    before: Standing


def own_step(decision: Decision) -> OwnStep | None:
    """The step that a person can do now: a task with nothing missing, a message we have no words for.

    The word about an agreement that was not kept belongs to the same day: a person may write it at once (R099).
    """
    match decision:
        case Task(missing=missing):
            return None if missing else decision
        case Send():
            is_of_an_agreement = decision.level.stage is Stage.BROKEN_PROMISE
            return decision if is_of_an_agreement or not is_writable(decision) else None
    return None


@transaction.atomic
def done_by_hand(act: Act, *, customer_id: int) -> Done | Refused:
    """A person has done the step that was theirs (a firm letter, words of their own): the ladder goes on after it.

    Refused while something that the step needs is missing. The guard is not asked: what has left has left.
    """
    for a in refresh(act, [customer_id]):
        if isinstance(a.decision, Task) and a.decision.missing and a.case is not None:
            return Refused(a.decision.reasons[-1])
        step = own_step(a.decision)
        if step is None or a.case is None:
            continue
        if step.level.stage.value in FORMAL_ACTS:
            return Refused(NOT_PROVED)
        followed = plan_b.follow_step(act, a.case, step.level, until=answer_by(step.level, act.today))
        if isinstance(followed, Refused):
            return followed
        done = _remember(act, a.case, step)
        refresh(act, [customer_id])
        return done
    return Refused(NOTHING_TO_DO)


@transaction.atomic
def take_back(act: Act, done: Done) -> Refused | None:
    """The step was noted by mistake: its contact counts no longer, and the case stands where it stood.

    Refused once the ladder has gone on, or when it was taken back before.
    """
    on_ladder = level_of(done.case_id, done.level)
    level = on_ladder or _event_level(done.level)
    if level is None or (
        on_ladder and standing_of(done.case_id).position != after_task(on_ladder, on=done.on)
    ):
        return Refused(MOVED_ON)
    source = _source(done.case_id, step_name(done.level, done.on))
    if not cases_actions.withdraw_contact(act, customer_id=done.customer_id, source=source):
        return Refused(MOVED_ON)
    step = ByHand(done.case_id, done.customer_id, level, is_on_ladder=on_ladder is not None)
    strategy_actions.take_step_back(act, step=step, before=done.before)
    plan_b.unfollow_step(act, done.customer_id, done.case_id, on=done.on)
    refresh(act, [done.customer_id])
    return None


def answer_by(level: Level, today: date) -> date | None:
    """The day that a step of today leaves to the customer, itself included; None when it names none."""
    return today + timedelta(days=level.deadline_days) if level.deadline_days else None


def _remember(act: Act, case: CaseFact, task: OwnStep) -> Done:
    level, before = task.level, standing_of(case.id)
    step, until = step_name(level.key, act.today), answer_by(level, act.today)
    contact = PastContact(
        at=act.at,
        direction=Direction.OUTBOUND,
        channel=level.parts[0].channel,
        occasion=task.occasion,
        step=step,
        stage=level.stage.value,
        deadline_named_on=until,
    )
    record = ContactRecord(case.customer_id, _source(case.id, step), contact, case.id)
    cases_actions.record_contacts(act, records=[record])
    is_on_ladder = level_of(case.id, level.key) is not None
    by_hand = ByHand(case.id, case.customer_id, level, is_on_ladder=is_on_ladder, answer_by=until)
    strategy_actions.note_step_done(act, step=by_hand)
    return Done(case.customer_id, case.id, level.key, act.today, until, before)


def _source(case_id: int, step: str) -> str:
    return f"step:{case_id}/{step}"


def standing_of(case_id: int) -> Standing:
    """Where a case stands now, so that what moves it can be taken back."""
    found = strategy_queries.progress_of([case_id]).get(case_id)
    if found is None:
        return Standing()
    return Standing(found.position, found.step_on, found.call_back_at, found.call_back_asked_on)


def _event_level(key: str) -> Level | None:
    return next((level for level in event_levels().levels if level.key == key), None)
