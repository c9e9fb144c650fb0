"""On what some sentences rest, for an entity and for its customers."""

from encours.method.outreach.models import WordGround
from encours.method.outreach.rules.grounds import Ground, Known


def grounds_of(entity_id: int) -> dict[int | None, Known]:
    """What is known, by customer, None for all of them: one statement."""
    rows = WordGround.objects.filter(entity_id=entity_id).values_list("customer_id", *_FIELDS)
    return {
        customer: frozenset(one for one, words in zip(Ground, told, strict=True) if words)
        for customer, *told in rows
    }


def words_of(entity_id: int, customer_id: int | None) -> dict[Ground, str]:
    """The words in which each was noted, empty where it was not."""
    rows = WordGround.objects.filter(entity_id=entity_id)
    row = (rows.filter(customer_id=customer_id) if customer_id else rows.filter(customer=None)).first()
    return {one: getattr(row, one.value) if row else "" for one in Ground}


_FIELDS = [one.value for one in Ground]
