"""What may be asked for, item by item, as the guard checks a message against it."""

from encours.ground.kernel.money import Money
from encours.method.outreach.rules.contact_facts import ItemFact, ItemState
from encours.method.strategy.rules.balance import OpenItem, asked_of, coming_of
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.step import Stage


def asked_for(facts: CaseFacts, stage: str) -> dict[int, ItemFact]:
    """The open due dates by id: what may be asked of each, or why nothing may."""
    asked = {a.item.due_id: a.minor for a in asked_of(facts.today, facts.items, facts.unallocated)}
    if stage == Stage.PRE_DUE:
        asked |= {a.item.due_id: a.minor for a in coming_of(facts.today, facts.items, facts.unallocated)}
    return {item.due_id: _fact(item, asked.get(item.due_id, 0)) for item in facts.items}


def _fact(item: OpenItem, minor: int) -> ItemFact:
    if minor:
        return ItemFact(Money(minor, item.open.currency))
    if item.disputed:
        return ItemFact(item.open, ItemState.DISPUTED)
    if item.promised:
        return ItemFact(item.open, ItemState.PROMISED)
    return ItemFact(item.open, ItemState.PAID)
