"""What the next action is decided from: the facts of one case, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind
from encours.method.cases.rules.contact import CallOutcome, Direction, PastContact
from encours.method.outreach.rules.contact_facts import HoldFact
from encours.method.strategy.rules.balance import OpenItem
from encours.method.strategy.rules.position import Position
from encours.method.strategy.rules.step import Condition
from encours.method.strategy.rules.thresholds import DEFAULTS, MethodThresholds


@dataclass(frozen=True, slots=True)
class OwedFact:
    """What we owe the customer. `done_on` is set once it is done."""

    kind: OwnPromiseKind
    due_on: date
    what: str = ""
    done_on: date | None = None


@quick_dataclass(frozen=True, slots=True)
class AgreementFact:
    """A promise or a plan as it stands. `due_on` is the next date it names.

    `answered` says that we made the one contact its present state asks for (after a break, a part
    payment or an unaccepted proposal); `reminder_due` that the debtor gets a word the day before
    and has not had it yet.
    """

    state: AgreementState
    amount: Money
    proposed_on: date
    due_on: date
    state_since: date
    answered: bool = False
    reminder_due: bool = False


@dataclass(frozen=True, slots=True)
class CallBack:
    """The customer asked to be called at a time."""

    at: datetime
    asked_on: date


@quick_dataclass(frozen=True, slots=True)
class Prepared:
    """What exists before a firm or formal step: each flag is a gate of the method."""

    type_recorded: bool = False
    reason_known: bool = False
    attempts_to_ask: int = 0
    owner_approval: bool = False
    plan_b_ready: bool = False
    quote_recorded: bool = False
    file_complete: bool = False
    formal_notice_sent: bool = False
    settlement_allowed: bool = False


@quick_dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case on one day.

    `cash_known_to` and `cash_needed_to` are the gate of ruling 8. `step_date` is the date that a person fixed
    for the next step, `announced_on` the one that our last message announced for it («sans nouvelle, je vous
    appellerai le…»). `entry_asked`: the debt was old when it came here, and a person says at which level it
    enters: `confirmed_entry`. `unanswered` counts our contacts in a row without any answer.
    `plan_b_named_for`: the day for which plan B was named to the customer and stands.
    `dispute_rests_until` is the last day of peace after our answer to a contested point. `thresholds`: the
    numbers of the entity.
    """

    today: date
    items: tuple[OpenItem, ...]
    unallocated: Money
    cash_known_to: date | None
    cash_needed_to: date
    position: Position | None = None
    entry_asked: bool = False
    confirmed_entry: str = ""
    contacts: tuple[PastContact, ...] = ()
    holds: tuple[HoldFact, ...] = ()
    owed: tuple[OwedFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    broken_agreements: int = 0
    plan_b_named_for: date | None = None
    dispute_answer_due_on: date | None = None
    dispute_rests_until: date | None = None
    call_back: CallBack | None = None
    step_date: date | None = None
    announced_on: date | None = None
    unanswered: int = 0
    prepared: Prepared = Prepared()
    has_email: bool = True
    has_phone: bool = True
    pays_after_reminder: bool = False
    last_template: str = ""
    zone: str = "Europe/Paris"
    country: str = "FR"
    region: str = ""
    thresholds: MethodThresholds = DEFAULTS

    @property
    def conditions(self) -> frozenset[Condition]:
        """The conditions of a ladder that hold in this case."""
        many = self.broken_agreements >= 2
        held = {Condition.TWO_BROKEN_AGREEMENTS if many else Condition.FEWER_BROKEN_AGREEMENTS}
        if self.pays_after_reminder:
            held.add(Condition.PAYS_AFTER_REMINDER)
        return frozenset(held)

    @property
    def is_never_answered(self) -> bool:
        """Whether so many contacts in a row had no answer that only a firmer written step is left (K13)."""
        return self.unanswered >= self.thresholds.guard.unanswered_before_no_calls

    def next_due_on(self) -> date | None:
        """When the next open item that is not overdue falls due."""
        return min((item.due_on for item in self.items if item.due_on >= self.today), default=None)

    def last_contact_on(self) -> date | None:
        """The day of our last contact or step, whatever its channel; what reached nobody is none."""
        reached = [c for c in self.contacts if c.outcome is not CallOutcome.WRONG_NUMBER]
        ours = [c.at for c in reached if c.direction is Direction.OUTBOUND]
        days = [local_date(max(ours), self.zone)] if ours else []
        if self.position and self.position.level and not self.position.bounced:
            days.append(self.position.done_on)
        return max(days, default=None)

    def free_from(self) -> date | None:
        """The first day on which the last date that our own message named lets us act.

        A deadline belongs to the customer to its end: the day after it. A day that we announced
        for our next step is for that day itself. Source: ruling 5, guard K1.
        """
        named = [
            bound_to + timedelta(days=1)
            for c in self.contacts
            if c.direction is Direction.OUTBOUND and (bound_to := c.binds_us_to)
        ]
        if self.announced_on:
            named.append(self.announced_on)
        return max(named, default=None)
