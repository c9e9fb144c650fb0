"""The word before a due date, for customers whose ladder has one."""

from collections.abc import Sequence
from datetime import date, timedelta

from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.balance import OpenItem, balance_on
from encours.method.strategy.rules.decision import Send
from encours.method.strategy.rules.step import Condition, Level, Procedure, Stage


def pre_due_step(
    today: date,
    procedure: Procedure,
    items: Sequence[OpenItem],
    *,
    unallocated: Money,
    pays_after_reminder: bool,
) -> Send | None:
    """One message for all the invoices that fall due within the days of the ladder's first level.

    Not while something is overdue (dunning runs already), not for what a message of ours has
    named, what is disputed or promised, or what money in our hands covers.
    Source: method 2c (D−5), requirements R044 and R132.
    """
    held = frozenset({Condition.PAYS_AFTER_REMINDER}) if pays_after_reminder else frozenset[Condition]()
    level = next((x for x in procedure.levels if x.stage is Stage.PRE_DUE and held.issuperset(x.when)), None)
    if level is None or balance_on(today, items, unallocated).overdue:
        return None
    near = near_items(today, level, items)
    amount = total((Money(i.free_minor(), i.open.currency) for i in near), unallocated.currency)
    if amount <= unallocated:
        return None
    first = min(near, key=lambda i: (i.due_on, i.number))
    why = Reason(N_("Facture {number} à échéance le {due_on}"), number=first.number, due_on=first.due_on)
    label = Reason(level.label)
    return Send(level, first.due_on + timedelta(days=level.day), amount - unallocated, (why, label))


def near_items(today: date, level: Level, items: Sequence[OpenItem]) -> list[OpenItem]:
    """The items that such a message names: due within the days of its level, not named yet, free."""
    last = today - timedelta(days=level.day)
    return [i for i in items if today < i.due_on <= last and not i.mentioned and i.free_minor() > 0]
