"""The word before a due date, for customers whose ladder has one."""

from collections.abc import Sequence
from datetime import date, timedelta

from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.balance import Asked, OpenItem, balance_on, coming_of
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
    near = near_items(today, level, items, unallocated=unallocated)
    if not near:
        return None
    amount = total((Money(a.minor, a.item.open.currency) for a in near), unallocated.currency)
    first = near[0].item
    why = Reason(N_("Facture {number} à échéance le {due_on}"), number=first.number, due_on=first.due_on)
    label = Reason(level.label)
    return Send(level, first.due_on + timedelta(days=level.day), amount, (why, label))


def near_items(
    today: date, level: Level, items: Sequence[OpenItem], *, unallocated: Money
) -> tuple[Asked, ...]:
    """What such a message names: due within the days of its level, not named yet, with what will be missing.

    Money in our hands is set against what falls due first.
    """
    last = today - timedelta(days=level.day)
    coming = coming_of(today, items, unallocated)
    return tuple(a for a in coming if today < a.item.due_on <= last and not a.item.mentioned)
