"""Which facts answer which question for which debtor: what `applies.toml` of a pack says."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from encours.ground.law.facts import Debtor
from encours.ground.law.spans import Span

NO_TIME = Span()


class Starts(StrEnum):
    """What makes interest run: the due date, a notice, or a notice unless both agreed the due date."""

    DUE = "due"
    NOTICE = "notice"
    NOTICE_OR_DUE = "notice_or_due"


class Part(StrEnum):
    """What a part payment may settle."""

    INTEREST = "interest"
    COMPENSATION = "compensation"
    PRINCIPAL = "principal"


class CountsFrom(StrEnum):
    """From where a limitation is counted: the day itself, the end of its year, the first day of the next."""

    DAY = "day"
    YEAR_END = "year_end"
    NEXT_YEAR = "next_year"


class Effect(StrEnum):
    """What an event does to a limitation."""

    RESTART = "restart"
    SUSPEND = "suspend"
    TITLE = "title"
    ONCE = "once"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AfterJudgment:
    """The rate once there is a judgment, and the raised one some time later. Table ids."""

    table: str
    raised: str
    raised_after: Span
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterestRegime:
    """How late interest runs against some debtors. `table`, `floor` and `ceiling` are ids of tables."""

    debtors: frozenset[Debtor]
    starts: Starts
    day_count: str
    facts: tuple[str, ...]
    table: str = ""
    floor: str = ""
    ceiling: str = ""
    is_locked: bool = False
    waits: Span = NO_TIME
    is_nothing_without_clause: bool = False
    clause_facts: tuple[str, ...] = ()
    is_clause_checked: bool = False
    yearly_rate_needed: str = ""
    judgment: AfterJudgment | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a fixed sum: below an amount, or up to one; a share over an amount; at most so much."""

    fixed: Decimal
    below: Decimal | None = None
    up_to: Decimal | None = None
    percent: Decimal = Decimal(0)
    over: Decimal = Decimal(0)
    most: Decimal | None = None

    def holds(self, principal: Decimal) -> bool:
        """Whether a principal falls in the step; the steps are asked in order."""
        if self.below is not None:
            return principal < self.below
        return self.up_to is None or principal <= self.up_to


@dataclass(frozen=True, slots=True)
class CompensationRegime:
    """The fixed sum that lateness costs some debtors; without steps there is none."""

    debtors: frozenset[Debtor]
    unit: str
    steps: tuple[Step, ...]
    facts: tuple[str, ...]
    is_per_claim: bool = False
    after_notice: Span | None = None
    needs_clause: bool = False


@dataclass(frozen=True, slots=True)
class AllocationRegime:
    """In which order a part payment settles what is owed; without facts the order was not researched."""

    order: tuple[Part, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitationRegime:
    """How long some claims can be sued for, and from which of the known dates that is counted."""

    debtors: frozenset[Debtor]
    sectors: tuple[str, ...]
    period: Span
    starts: tuple[str, ...]
    facts: tuple[str, ...]
    counts_from: CountsFrom = CountsFrom.DAY
    regions: tuple[str, ...] = ()
    is_when_unsaid: bool = False


@dataclass(frozen=True, slots=True)
class EventRegime:
    """What some events do to a limitation, in all sectors or in those that are named."""

    kinds: frozenset[str]
    effect: Effect
    facts: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    period: Span | None = None
    at_least: Span | None = None
    is_on_evidence: bool = False
