"""Every figure that a message may state, as the books have it; what each stage has to name."""

from collections.abc import Sequence
from dataclasses import field
from datetime import date

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.wording.stages import FORMAL, Stage


@quick_dataclass(frozen=True, slots=True)
class LedgerLine:
    """One invoice as the books have it: what the message must say about it."""

    number: str
    due_on: date
    open: Money


@quick_dataclass(frozen=True, slots=True)
class Ledger:
    """Every figure a message may contain. `lines` must be named; the rest may be.

    `names` are words that may look like figures and are none: IBAN, telephone, company.
    """

    lines: Sequence[LedgerLine]
    amounts: Sequence[Money] = ()
    dates: Sequence[date] = ()
    numbers: Sequence[str] = ()
    names: Sequence[str] = field(default=())


NAMES_DUE_DATE = FORMAL | {Stage.PRE_DUE, Stage.COURTESY, Stage.REMINDER2, Stage.FIRM}
NAMES_INVOICE = NAMES_DUE_DATE | {
    Stage.CALL_SUMMARY,
    Stage.PROMISE,
    Stage.PROMISE_REMINDER,
    Stage.BROKEN_PROMISE,
    Stage.PLAN,
    Stage.DISPUTE_ACK,
    Stage.OWN_PROMISE,
    Stage.SETTLEMENT,
}
NAMES_AMOUNT = NAMES_INVOICE - {Stage.CALL_SUMMARY, Stage.DISPUTE_ACK, Stage.OWN_PROMISE}
