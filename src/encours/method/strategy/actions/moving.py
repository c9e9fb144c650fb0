"""Moving a case on its ladder: what a review leaves, what a contact or a person moves, how steps leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import update_rows
from encours.method.outreach.rules.states import MODE_LABELS, Mode
from encours.method.strategy.models import CaseProgress, StepMode, StepSkip
from encours.method.strategy.rules.by_hand import ByHand, Standing
from encours.method.strategy.rules.position import Position, after_skip, after_task
from encours.method.strategy.rules.step import Level

POSITION = (
    "level", "level_day", "level_tone", "level_done_on", "is_skipped", "is_bounced", "pending_call",
    "attempts", "first_attempt_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review leaves on a case: its ladder, its level (None: untouched) and the next look.

    For a case that has just opened: `chosen`, the ladder that a person had chosen; `entry_asked_on`, the
    day from which a person is asked where its old debt enters.
    """

    case_id: int
    procedure: str
    version: int
    review_on: date | None
    position: Position | None = None
    chosen: str = ""
    entry_asked_on: date | None = None


@transaction.atomic
def write_reviews(reviews: Sequence[Reviewed]) -> None:
    """Stores many reviews at once; a case without progress gets one.

    The level is written only where the review gives one: a message that leaves at this very moment
    may have moved it.
    """
    rows = CaseProgress.objects.select_for_update().filter(Among("case_id", [r.case_id for r in reviews]))
    known = set(rows.values_list("case_id", flat=True))
    new = [_begun(review) for review in reviews if review.case_id not in known]
    CaseProgress.objects.bulk_create(new, batch_size=500)
    standing = [review for review in reviews if review.case_id in known]
    seen = [(r.case_id, r.procedure, r.version, r.review_on) for r in standing]
    update_rows(CaseProgress, seen, by="case", fields=["procedure", "procedure_version", "review_on"])
    placed = {review.case_id: review.position for review in standing if review.position is not None}
    if placed:
        move(placed)


def _begun(review: Reviewed) -> CaseProgress:
    row = CaseProgress(
        case_id=review.case_id,
        procedure=review.procedure,
        procedure_version=review.version,
        chosen_procedure=review.chosen,
        entry_asked_on=review.entry_asked_on,
        review_on=review.review_on,
    )
    if review.position is not None:
        place(row, review.position)
    return row


def move(positions: Mapping[int, Position | None], *, clears_dates: bool = False) -> None:
    """Moves cases to the level reached (case id → position; None: back to the start)."""
    rows = list(CaseProgress.objects.select_for_update().filter(case_id__in=list(positions)))
    for row in rows:
        place(row, positions[row.case_id])
        if clears_dates:
            row.step_on = row.call_back_at = row.call_back_asked_on = None
    CaseProgress.objects.bulk_update(
        rows, [*POSITION, "step_on", "call_back_at", "call_back_asked_on"], batch_size=300
    )


def look_again(case_ids: Iterable[int], *, on: date) -> None:
    """A fact arrived: these cases are reviewed on a day, not later."""
    CaseProgress.objects.filter(case_id__in=list(case_ids)).update(review_on=on)


def fix_step_date(act: Act, *, case_id: int, on: date | None) -> None:
    """A person (or what a customer asked) fixes the day of the next step."""
    CaseProgress.objects.filter(case_id=case_id).update(step_on=on, review_on=on or act.today)


def note_call_back(act: Act, *, case_id: int, at: datetime) -> None:
    """The customer asked to be called back at an hour."""
    CaseProgress.objects.filter(case_id=case_id).update(
        call_back_at=at, call_back_asked_on=act.today, step_on=None, review_on=act.today
    )


def clear_dates(case_ids: Iterable[int]) -> None:
    """The call-back was made, or the fixed day has passed: the ladder counts again."""
    CaseProgress.objects.filter(case_id__in=list(case_ids)).update(
        step_on=None, call_back_at=None, call_back_asked_on=None
    )


@dataclass(frozen=True, slots=True)
class Skip:
    """A step that a person passes over. `until`: for a step beside the ladder, the day it may come again."""

    case_id: int
    customer_id: int
    level: Level
    reason: str
    until: date | None = None


@transaction.atomic
def skip_step(act: Act, *, skip: Skip) -> None:
    """A person passes over a step, with the reason (R101, ruling 9).

    A step of the ladder counts as taken; one beside it (a light word) only waits, and moves nothing.
    """
    StepSkip.objects.create(
        case_id=skip.case_id,
        level=skip.level.key,
        reason=skip.reason,
        skipped_by=act.actor,
        skipped_on=act.today,
    )
    if skip.until is None:
        move({skip.case_id: after_skip(skip.level, on=act.today)}, clears_dates=True)
    else:
        fix_step_date(act, case_id=skip.case_id, on=skip.until)
    look_again([skip.case_id], on=act.today)
    evidence_actions.append(
        act.entry(
            "strategy.step_skipped",
            f"customer:{skip.customer_id}",
            Reason(N_("Étape « {level} » passée : {why}"), level=Reason(skip.level.label), why=skip.reason),
            payload={"case": skip.case_id, "level": skip.level.key},
        )
    )


@transaction.atomic
def note_step_done(act: Act, *, step: ByHand) -> None:
    """A person did a step that is theirs; a step of the ladder counts as taken."""
    if step.is_on_ladder:
        move({step.case_id: after_task(step.level, on=act.today)}, clears_dates=True)
    sentence = Reason(N_("{level} : c'est fait"), level=Reason(step.level.label))
    if step.answer_by is not None:
        text = N_("{level} : c'est fait, réponse attendue jusqu'au {until}")
        sentence = Reason(text, level=Reason(step.level.label), until=step.answer_by)
    channel = step.level.parts[0].channel
    evidence_actions.append(
        act.entry(
            "strategy.step_done",
            f"customer:{step.customer_id}",
            sentence,
            payload={"case": step.case_id, "level": step.level.key, "channel": channel.value},
        )
    )


@transaction.atomic
def take_step_back(act: Act, *, step: ByHand, before: Standing) -> None:
    """A step was noted as done by mistake: its case stands again where it stood."""
    if step.is_on_ladder:
        move({step.case_id: before.position})
        CaseProgress.objects.filter(case_id=step.case_id).update(
            step_on=before.step_on,
            call_back_at=before.call_back_at,
            call_back_asked_on=before.call_back_asked_on,
        )
    look_again([step.case_id], on=act.today)
    evidence_actions.append(
        act.entry(
            "strategy.step_taken_back",
            f"customer:{step.customer_id}",
            Reason(N_("{level} : noté par erreur, repris"), level=Reason(step.level.label)),
            payload={"case": step.case_id, "level": step.level.key},
        )
    )


@transaction.atomic
def set_step_mode(act: Act, *, stage: str, mode: Mode | None) -> None:
    """How the steps of a stage leave in this entity; None: as each ladder says."""
    if mode is None:
        StepMode.objects.filter(entity_id=act.entity_id, stage=stage).delete()
    else:
        StepMode.objects.update_or_create(entity_id=act.entity_id, stage=stage, defaults={"mode": mode.value})
    said = Reason(MODE_LABELS[mode]) if mode else Reason(N_("comme le scénario le prévoit"))
    evidence_actions.append(
        act.entry(
            "strategy.mode_set",
            f"entity:{act.entity_id}",
            Reason(N_("Envoi des messages « {stage} » : {mode}"), stage=stage, mode=said),
        )
    )


def place(row: CaseProgress, position: Position | None) -> None:
    """Puts a row where a position says, without storing it."""
    at = position or Position("", 0, 0, None)  # type: ignore[arg-type]
    row.level, row.level_day, row.level_tone, row.level_done_on = at.level, at.day, at.tone, at.done_on
    row.is_skipped, row.is_bounced, row.pending_call = at.skipped, at.bounced, at.pending_call
    row.attempts, row.first_attempt_on = at.attempts, at.first_attempt_on
