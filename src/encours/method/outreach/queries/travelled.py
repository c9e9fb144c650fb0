"""Messages found by the names under which they travel: what answers and returns tell."""

from collections.abc import Iterable

from django.db.models import Q

from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState


def by_step_key(entity_id: int, step_key: str) -> int | None:
    """The message of a step, if it was prepared."""
    rows = Message.objects.filter(entity_id=entity_id, step_key=step_key)
    return rows.values_list("pk", flat=True).first()


def sent_by_identifier(entity_id: int, identifiers: Iterable[str]) -> dict[str, Message]:
    """Messages of an entity by the identifier under which they travelled: what answers and returns name."""
    rows = Message.objects.filter(entity_id=entity_id, message_id__in=list(identifiers))
    return {row.message_id: row for row in rows.select_related("contact")}


def gone_about(customer_id: int, *, case_id: int, due_ids: Iterable[int]) -> list[Message]:
    """Every message that left to a customer for a case, or naming some due dates, oldest first, with its copies."""
    gone = [MessageState.ACCEPTED.value, MessageState.SENT_BY_HAND.value]
    rows = Message.objects.filter(customer_id=customer_id, state__in=gone)
    about = rows.filter(Q(case_id=case_id) | Q(lines__due_id__in=list(due_ids))).distinct()
    return list(
        about.prefetch_related("lines", "attachments__document", "prints__document").order_by("sent_at", "pk")
    )
