"""The plain facts from which a payer's features are computed: invoices, agreements, what was said."""

from collections.abc import Sequence
from datetime import date

from encours.ground.kernel.facts import quick_dataclass
from encours.method.cases.rules.contact import PastContact
from encours.method.insight.rules.payer import Observation

Payment = tuple[date, int]
"""The accounting day of a payment on an invoice, and its minor units."""


@quick_dataclass(frozen=True, slots=True)
class ClosedInvoice:
    """An invoice on which nothing is left open. All amounts in minor units of one currency."""

    issued_on: date
    due_on: date
    closed_on: date
    payments: tuple[Payment, ...]
    total_minor: int
    reminders_before_payment: int = 0
    credited_minor: int = 0
    written_off_minor: int = 0
    was_disputed_upheld: bool = False
    has_open_dispute: bool = False
    own_error: bool = False


@quick_dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice on which something is left open."""

    issued_on: date
    due_on: date
    payments: tuple[Payment, ...] = ()
    is_disputed: bool = False


@quick_dataclass(frozen=True, slots=True)
class PayerHistory:
    """All that is known of a customer as a payer. None for a part means that nobody looked.

    `kept_on`: when agreements were judged; `broken_on`: the days they were for; `reasons_given` pairs an
    invoice with a reason heard for it; orders are what was ordered in two periods of equal length.
    """

    closed: Sequence[ClosedInvoice] = ()
    open: Sequence[OpenInvoice] = ()
    contacts: Sequence[PastContact] = ()
    kept_on: tuple[date, ...] = ()
    broken_on: tuple[date, ...] = ()
    observations: tuple[Observation, ...] = ()
    reasons_given: tuple[tuple[int, str], ...] = ()
    orders_before_minor: int | None = None
    orders_recently_minor: int | None = None
    has_open_dispute: bool = False
    insolvency: bool = False
