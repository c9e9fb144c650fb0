"""The customer's account as dunning reads it: open items with what is disputed or promised set aside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from encours.books.receivables.rules.open_item import OpenItem as BookItem
from encours.ground.kernel.money import Money
from encours.method.strategy.rules.balance import OpenItem


def account_items(
    items: Sequence[BookItem],
    *,
    disputed: Mapping[int, int],
    promised_minor: int,
    mentioned: Collection[int],
    today: date,
) -> tuple[OpenItem, ...]:
    """Open items of one currency, oldest first.

    disputed: minor units contested, by invoice id, set against its earliest due dates; promised:
    what agreements on time cover, exactly that amount, set against the oldest overdue items first
    (ruling 11); mentioned: due dates that some message of ours has named.
    """
    contested, promise, found = dict(disputed), promised_minor, []
    for item in sorted(items, key=lambda i: (i.due_on, i.number)):
        in_dispute = min(contested.get(item.invoice_id, 0), item.open_minor)
        contested[item.invoice_id] = contested.get(item.invoice_id, 0) - in_dispute
        covered = min(promise, item.open_minor - in_dispute) if item.due_on < today else 0
        promise -= covered
        found.append(
            OpenItem(
                number=item.number,
                due_on=item.due_on,
                open=Money(item.open_minor, item.currency),
                disputed=Money(in_dispute, item.currency) if in_dispute else None,
                promised=Money(covered, item.currency) if covered else None,
                mentioned=item.due_id in mentioned,
                due_id=item.due_id,
            )
        )
    return tuple(found)
