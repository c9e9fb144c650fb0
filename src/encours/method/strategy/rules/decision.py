"""The answers to «what now?» for a case: each one carries its reasons."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.strategy.rules.step import Gate, Level, PlanB


class HoldWhy(StrEnum):
    """Why nobody asks for anything."""

    MANUAL = "manual"
    BEREAVEMENT = "bereavement"
    SERIOUS_EVENT = "serious_event"
    INSOLVENCY = "insolvency"
    PLACED = "placed"
    UNREAD_REPLY = "unread_reply"
    SETTLEMENT = "settlement"
    DISPUTED = "disputed"
    TIME_BARRED = "time_barred"


class CloseWhy(StrEnum):
    """Why a case ends."""

    NOTHING_OVERDUE = "nothing_overdue"
    COVERED_BY_CREDIT = "covered_by_credit"


CLOSE_LABELS = {
    CloseWhy.NOTHING_OVERDUE: N_("plus rien d'échu"),
    CloseWhy.COVERED_BY_CREDIT: N_("couvert par un avoir ou un règlement à affecter"),
}


@quick_dataclass(frozen=True, slots=True)
class Send:
    """Write now, on this level. `then_call`: the same step also holds a call, listed once this left.

    `next_step_on` is the day the following level would come, for messages that announce it.
    """

    level: Level
    due_on: date
    amount: Money
    reasons: tuple[Reason, ...]
    occasion: Occasion = Occasion.LADDER
    then_call: bool = False
    next_step_on: date | None = None
    next_step_is_call: bool = False
    late_days: int = 0


@quick_dataclass(frozen=True, slots=True)
class Call:
    """Phone now. `at`: the hour the customer asked for. `attempts`: those already made in vain."""

    level: Level
    due_on: date
    amount: Money
    reasons: tuple[Reason, ...]
    occasion: Occasion = Occasion.LADDER
    at: datetime | None = None
    attempts: int = 0
    late_days: int = 0


@quick_dataclass(frozen=True, slots=True)
class Task:
    """A person does this step. `missing`: the gates still closed; empty when it may be done."""

    level: Level
    due_on: date
    amount: Money
    missing: tuple[Gate, ...]
    reasons: tuple[Reason, ...]
    occasion: Occasion = Occasion.LADDER
    late_days: int = 0


@quick_dataclass(frozen=True, slots=True)
class Wait:
    """Nothing before `until`, the day on which the case is looked at again."""

    until: date
    reasons: tuple[Reason, ...]


@quick_dataclass(frozen=True, slots=True)
class Hold:
    """Nobody asks for anything; `until` is the last day of the pause, None when it has no end."""

    why: HoldWhy
    until: date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WeOwe:
    """We owe something first; dunning pauses. `is_dispute`: it is the answer to a contested point."""

    kind: OwnPromiseKind
    due_on: date
    reasons: tuple[Reason, ...]
    is_dispute: bool = False


@dataclass(frozen=True, slots=True)
class CheckBank:
    """The bank is not read far enough. `blocked` is what would be done if it were."""

    known_to: date | None
    needed_to: date
    reasons: tuple[Reason, ...]
    blocked: "Send | Call | Task | None" = None


@dataclass(frozen=True, slots=True)
class MissingAddress:
    """The step is due and there is no e-mail or number to reach the customer: a question to the user."""

    channel: Channel
    level: Level
    due_on: date
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decide:
    """The ladder is over: a person chooses among `options`. Never silence, never repetition."""

    options: tuple[PlanB, ...]
    amount: Money
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class KeepOnAccount:
    """A small balance stays on the account and is not chased."""

    amount: Money
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The case ends."""

    why: CloseWhy
    reasons: tuple[Reason, ...]


Decision = (
    Send | Call | Task | Wait | Hold | WeOwe | CheckBank | MissingAddress | Decide | KeepOnAccount | Close
)


def name_of(decision: Decision) -> str:
    """The decision in one word, as the night counts it: `send`, `we_owe`, `missing_address`…"""
    return _in_one_word(type(decision).__name__)


@lru_cache(maxsize=64)
def _in_one_word(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()


def review_on(decision: Decision, today: date, *, next_due_on: date | None = None) -> date | None:
    """The day on which the case must be looked at again; None when only a new fact reopens it.

    next_due_on: when the next open item falls due. The day after is such a fact, and nobody tells it.
    """
    tomorrow = today + timedelta(days=1)
    on_time = next_due_on + timedelta(days=1) if next_due_on else None
    match decision:
        case Wait(until=until):
            return max(until, tomorrow)
        case Hold(until=until):
            return max(until + timedelta(days=1), tomorrow) if until else on_time
        case KeepOnAccount():
            return on_time
        case Close():
            return None
        case Send() | Call() | Task() | WeOwe() | CheckBank() | MissingAddress() | Decide():
            return tomorrow
