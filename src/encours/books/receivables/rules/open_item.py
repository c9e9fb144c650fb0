"""One open due date as the books hold it."""

from datetime import date

from encours.ground.kernel.facts import quick_dataclass


@quick_dataclass(frozen=True, slots=True)
class OpenItem:
    """One open due date with the facts of its invoice. `open_minor` is what the books show open."""

    due_id: int
    invoice_id: int
    customer_id: int
    number: str
    kind: str
    issued_on: date
    due_on: date
    currency: str
    amount_minor: int
    open_minor: int
    document_id: int | None = None
    is_due_assumed: bool = False


def is_overdue(due_on: date, today: date) -> bool:
    """Whether a due date has passed: the day itself is still on time."""
    return due_on < today
