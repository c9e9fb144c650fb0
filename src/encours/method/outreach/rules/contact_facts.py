"""What the guard is told: the customer's calendar and history, the proposed contact; what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from encours.ground.kernel.business_days import Period
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.method.cases.rules.contact import Channel, HoldKind, Occasion, PastContact
from encours.method.outreach.rules.limits import DEFAULT_LIMITS, Hours, LawLimits, Limits


class Decision(StrEnum):
    """What the guard answers."""

    ALLOW = "allow"
    DELAY = "delay"
    BLOCK = "block"


class GuardRule(StrEnum):
    """The rule that decided. Source: method 2d; FACTS is gate O0 of 2b."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"
    K9 = "K9"
    K10 = "K10"
    K11 = "K11"
    K12 = "K12"
    K13 = "K13"
    K14 = "K14"
    K15 = "K15"
    FACTS = "FACTS"


class ItemState(StrEnum):
    """Whether an invoice may be named in a request today."""

    ACTIONABLE = "actionable"
    PAID = "paid"
    PROMISED = "promised"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One due date of an invoice as the books have it now."""

    open: Money
    state: ItemState = ItemState.ACTIONABLE


@quick_dataclass(frozen=True, slots=True)
class AskedItem:
    """One due date of an invoice as the message names it."""

    due_id: int
    number: str
    open: Money


@dataclass(frozen=True, slots=True)
class HoldFact:
    """A standing hold. `until_on` is the last day held; None means until somebody releases it."""

    kind: HoldKind
    until_on: date | None = None
    reason: str = ""


@quick_dataclass(frozen=True, slots=True)
class Preferences:
    """What the person we would contact asked for. `reachable` narrows the hours of calls and SMS."""

    accepts_email: bool = True
    accepts_calls: bool = True
    reachable: Hours | None = None


@quick_dataclass(frozen=True, slots=True)
class GuardFacts:
    """All that is known about a customer when somebody wants to contact it.

    `history` holds the contacts of the whole company, in any order, of at least the last
    `long_window_days`, those already decided to leave included, the proposed one excluded.
    `unanswered_in_case` is computed from `history` when None. `sending_hours` narrows what we
    write. `items` are the due dates by id, read again now; None when the proposal asks nothing.
    """

    now: datetime
    country: str = "FR"
    region: str = ""
    time_zone: str = "Europe/Paris"
    closed: tuple[Period, ...] = ()
    is_business_customer: bool = True
    history: Sequence[PastContact] = ()
    holds: Sequence[HoldFact] = ()
    allowed_contact_ids: frozenset[int] = frozenset()
    preferences: Preferences = Preferences()
    sending_hours: Hours | None = None
    unanswered_in_case: int | None = None
    caller_irritated_at: datetime | None = None
    items: Mapping[int, ItemFact] | None = None
    law: LawLimits | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody asks to pass over a limit (K15)."""

    by_owner: bool
    reason: str


@quick_dataclass(frozen=True, slots=True)
class ProposedContact:
    """A contact somebody, or the night, would like to make at `at` (or now, when that is past).

    `step` names the step it belongs to; a contact that an event opens (K5) carries a step of its
    own per event, a promise reminder one per promise: that is how «one contact per event» is
    known. `contact_id` is None for the company's general address. `appointment_at` is the hour
    the customer asked to be called back at.
    """

    channel: Channel
    at: datetime
    step: str = ""
    stage: str = ""
    occasion: Occasion = Occasion.LADDER
    contact_id: int | None = None
    appointment_at: datetime | None = None
    is_number_private: bool = False
    leaves_voicemail: bool = False
    asked: tuple[AskedItem, ...] = ()
    override: Override | None = None


@quick_dataclass(frozen=True, slots=True)
class Verdict:
    """The guard's answer. With DELAY, `until` is the first instant at which the answer is ALLOW.

    `rule` is None when nothing had to be decided. `overridden` lists the limits the owner passed
    over, for the journal and the monthly report.
    """

    decision: Decision
    reason: Reason
    rule: GuardRule | None = None
    until: datetime | None = None
    overridden: tuple[GuardRule, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        """Whether the contact may take place now."""
        return self.decision is Decision.ALLOW
