"""One commitment of a situation and what became of the others: what the replay of events arrives at."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.receipts import Receipt
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import ON_TIME, AgreementState
from encours.method.cases.rules.calendar import Calendar
from encours.method.strategy.rules.ladder_terms import DEFAULT_CLOSING

NO_CLOSED_DAYS = Calendar()


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise or plan. `summary_on`: the written summary left; `for_on`: its next date.

    `state`: that of the promise, or of the part of a plan that comes next; `plan_state`: that of the plan.
    """

    state: AgreementState
    since: date
    is_plan: bool = False
    amount: Money | None = None
    for_on: date | None = None
    summary_on: date | None = None
    moves: int = 0
    confirmed_on: date | None = None
    reminded: bool = False
    paid_on: date | None = None
    is_vague: bool = False
    was_moved: bool = False
    proposed_on: date | None = None
    transit_on: date | None = None
    received_minor: int = 0
    plan_state: PlanState | None = None

    @property
    def said_on(self) -> date:
        """The day on which it was first spoken of."""
        return self.proposed_on or self.since


@dataclass(frozen=True, slots=True)
class Commitments:
    """The last commitment and the breaks so far. `answered_on`: we reacted to the last break.

    `by_date`: the last break was found by its date, not told. `receipts`: all the money that was told.
    """

    current: Commitment | None = None
    broken: int = 0
    broken_on: date | None = None
    answered_on: date | None = None
    broke_plan: bool = False
    missed_instalment: bool = False
    by_date: bool = False
    plan_b: str = ""
    disclosed_for: date | None = None
    disclosed_on: date | None = None
    promises: PromiseTerms = DEFAULT_TERMS
    disclosed_days: int = DEFAULT_CLOSING.disclosed_days
    receipts: tuple[Receipt, ...] = ()
    calendar: Calendar = NO_CLOSED_DAYS

    @property
    def on_time(self) -> bool:
        """Whether something accepted runs and is not late."""
        return self.current is not None and self.current.state in ON_TIME

    @property
    def break_open(self) -> bool:
        """Whether the last break has had no contact of ours yet."""
        return self.broken_on is not None and self.answered_on is None
