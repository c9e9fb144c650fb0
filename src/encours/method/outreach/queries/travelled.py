"""Messages found by the names under which they travel: what answers and returns tell."""

from collections.abc import Iterable

from encours.method.outreach.models import Message


def by_step_key(entity_id: int, step_key: str) -> int | None:
    """The message of a step, if it was prepared."""
    rows = Message.objects.filter(entity_id=entity_id, step_key=step_key)
    return rows.values_list("pk", flat=True).first()


def sent_by_identifier(entity_id: int, identifiers: Iterable[str]) -> dict[str, Message]:
    """Messages of an entity by the identifier under which they travelled: what answers and returns name."""
    rows = Message.objects.filter(entity_id=entity_id, message_id__in=list(identifiers))
    return {row.message_id: row for row in rows.select_related("contact")}
