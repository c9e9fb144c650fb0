"""What the day's order needs to know of one customer, and the words in which it answers."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.payer import DebtorType


class EventKind(StrEnum):
    """What happened, or falls due, that asks for something today."""

    AGREEMENT_BROKEN = "agreement_broken"
    INSTALMENT_BROKEN = "instalment_broken"
    APPOINTMENT = "appointment"
    WE_OWE_ANSWER = "we_owe_answer"
    OWN_PROMISE_DUE = "own_promise_due"
    DISPUTE_ANSWER_DUE = "dispute_answer_due"
    STEP_DUE = "step_due"
    PROMISE_DUE = "promise_due"


WE_OWE = frozenset({EventKind.WE_OWE_ANSWER, EventKind.OWN_PROMISE_DUE, EventKind.DISPUTE_ANSWER_DUE})
BROKEN = frozenset({EventKind.AGREEMENT_BROKEN, EventKind.INSTALMENT_BROKEN})


@quick_dataclass(frozen=True, slots=True)
class Event:
    """One such event. `on` is its day when known; `late_days` only counts for a step of the ladder."""

    kind: EventKind
    on: date | None = None
    late_days: int = 0


class GateKind(StrEnum):
    """Why a customer is not to be contacted about money (O0)."""

    PAID = "paid"
    GUARD_CLOSED = "guard_closed"
    AGREEMENT_ON_TIME = "agreement_on_time"
    DISPUTED = "disputed"
    COOL_DOWN = "cool_down"
    BEREAVEMENT = "bereavement"
    INSOLVENCY = "insolvency"
    PLACED = "placed"
    TIME_BARRED = "time_barred"


GATE_LABELS = {
    GateKind.PAID: N_("tout est payé"),
    GateKind.GUARD_CLOSED: N_("trop tôt pour un nouveau contact"),
    GateKind.AGREEMENT_ON_TIME: N_("accord en cours, à l'heure"),
    GateKind.DISPUTED: N_("tout est contesté"),
    GateKind.COOL_DOWN: N_("temps de calme après un échange difficile"),
    GateKind.BEREAVEMENT: N_("deuil"),
    GateKind.INSOLVENCY: N_("procédure collective"),
    GateKind.PLACED: N_("dossier transmis"),
    GateKind.TIME_BARRED: N_("créance prescrite"),
}


@quick_dataclass(frozen=True, slots=True)
class Gate:
    """One such reason, until when, and the words of whoever closed it, when there are any."""

    kind: GateKind
    until_on: date | None = None
    because: Reason | None = None


class Work(StrEnum):
    """What a person does for a customer, as far as its length goes."""

    CALL = "call"
    EMAIL = "email"
    DISPUTE = "dispute"


@quick_dataclass(frozen=True, slots=True)
class PriorityFacts:
    """One customer on one day: all its actionable invoices together, never one invoice.

    Amounts are minor units of `currency`, the one in which the list is ranked. `type` is the type
    whose ladder applies (`TypeOpinion.ladder_type`). `kept`, `partly_kept` and `broken` count
    agreements. `planned` is the work foreseen; when None it is derived from the answer.
    """

    name: str
    currency: str
    actionable_minor: int
    dpd: int
    type: DebtorType
    overdue_minor: int | None = None
    events: tuple[Event, ...] = ()
    gates: tuple[Gate, ...] = ()
    ever_paid: bool | None = None
    median_invoice_minor: int | None = None
    key: bool = False
    revenue_12m_minor: int | None = None
    since_months: int | None = None
    since_on: date | None = None
    otr: Decimal | None = None
    kept: int = 0
    partly_kept: int = 0
    broken: int = 0
    minor_fix_pending: bool = False
    insolvency_signal: bool = False
    limit_exceeded: bool = False
    new_order_on_terms: bool = False
    planned: tuple[Work, ...] | None = None

    @property
    def all_overdue_minor(self) -> int:
        """What is past due, whatever its state; the actionable amount when nobody said more."""
        return self.actionable_minor if self.overdue_minor is None else self.overdue_minor


class PartCode(StrEnum):
    """The eight parts of the score; C is taken off."""

    AMOUNT = "A"
    AGE = "G"
    EVENT = "E"
    HISTORY = "H"
    MOVED = "M"
    RISK = "R"
    RELATIONSHIP = "S"
    COST = "C"


@quick_dataclass(frozen=True, slots=True)
class Part:
    """One part in points, to one decimal, and why."""

    code: PartCode
    points: Decimal
    reason: Reason


class Override(StrEnum):
    """A rule that decides over the sum of the parts."""

    GATE = "O0"
    KEY_SMALL = "O1"
    FIRST_LARGE = "O2"
    BROKEN_OR_APPOINTMENT = "O3"
    WE_OWE = "O4"


class Section(StrEnum):
    """Where the day's list shows a customer."""

    FIRST = "first"
    WE_OWE = "we_owe"
    TODAY = "today"
    THIS_WEEK = "this_week"
    WRITTEN_ONLY = "written_only"
    DO_NOT_CONTACT = "do_not_contact"


SECTION_LABELS = {
    Section.WE_OWE: N_("Nous leur devons"),
    Section.FIRST: N_("D'abord"),
    Section.TODAY: N_("Aujourd'hui"),
    Section.THIS_WEEK: N_("Cette semaine"),
    Section.WRITTEN_ONLY: N_("Par écrit seulement"),
    Section.DO_NOT_CONTACT: N_("Ne pas contacter"),
}
"""Titles, in the order of the screen (ruling 14)."""


def kept_rate(kept: int, broken: int, *, partly_kept: int = 0) -> Decimal:
    """Share of agreements kept, drawn towards one half while they are few; one partly kept counts for half of each.

    Source: (kept + 1) / (kept + broken + 2), method 2a; the half, 2e.
    """
    return (kept + Decimal(partly_kept) / 2 + 1) / (kept + broken + partly_kept + 2)
