"""Credits and unallocated money count before anyone is reminded: what is really asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open due date with the facts of its invoice. `open_minor` is what the books still show open."""

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
    disputed_minor: int = 0
    promised_minor: int = 0
    credited_minor: int = 0

    @property
    def actionable_minor(self) -> int:
        """What may be asked for: open, less credits that are not allocated yet, disputes and promises."""
        return max(0, self.open_minor - self.credited_minor - self.disputed_minor - self.promised_minor)


def net_of_credits(items: Iterable[OpenItem], free_minor: int) -> list[OpenItem]:
    """Open items of one currency, oldest first, with unallocated credits set against the oldest."""
    netted, left = [], free_minor
    for item in sorted(items, key=lambda i: (i.due_on, i.due_id)):
        part = min(left, item.open_minor)
        netted.append(replace(item, credited_minor=part) if part else item)
        left -= part
    return netted


def set_aside(items: Sequence[OpenItem], *, disputed: dict[int, int], promised_minor: int) -> list[OpenItem]:
    """Takes disputed parts (by invoice) and what a promise on time covers (oldest first) out of the asking."""
    result, disputes, promise = [], dict(disputed), promised_minor
    for item in items:
        contested = min(disputes.get(item.invoice_id, 0), item.actionable_minor)
        if contested:
            disputes[item.invoice_id] -= contested
            item = replace(item, disputed_minor=contested)
        covered = min(promise, item.actionable_minor) if promise else 0
        if covered:
            promise -= covered
            item = replace(item, promised_minor=covered)
        result.append(item)
    return result


def is_overdue(due_on: date, today: date) -> bool:
    """Whether a due date has passed: the day itself is still on time."""
    return due_on < today
