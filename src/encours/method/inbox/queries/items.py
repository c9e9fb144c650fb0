"""Reads what came in: one statement, however many customers are asked for; nothing received, no entry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encours.ground.plumbing.among import Among
from encours.ground.plumbing.asked_once import asked_once
from encours.method.cases.rules.contact import Channel
from encours.method.inbox.models import InboundItem, InboundPiece


@dataclass(frozen=True, slots=True)
class InboundFact:
    """One thing that came in. `read_at` None: the ladder waits until somebody has read it."""

    id: int
    customer_id: int
    contact_id: int | None
    channel: Channel
    received_at: datetime
    text: str
    noted_by: str
    read_at: datetime | None
    read_by: str


@asked_once
def unread(entity_id: int) -> list[InboundFact]:
    """All that waits to be read in an entity, the oldest first."""
    rows = InboundItem.objects.filter(entity_id=entity_id, read_at__isnull=True)
    return [_fact(row) for row in rows.order_by("received_at", "pk")]


def unread_of(customer_ids: Iterable[int]) -> dict[int, list[InboundFact]]:
    """What waits to be read from some customers, the oldest first."""
    found: dict[int, list[InboundFact]] = defaultdict(list)
    rows = InboundItem.objects.filter(Among("customer_id", customer_ids), read_at__isnull=True)
    for row in rows.order_by("customer_id", "received_at", "pk"):
        found[row.customer_id].append(_fact(row))
    return dict(found)


def items_of(customer_ids: Iterable[int]) -> dict[int, list[InboundFact]]:
    """All that came in from some customers, the newest first."""
    found: dict[int, list[InboundFact]] = defaultdict(list)
    rows = InboundItem.objects.filter(Among("customer_id", customer_ids))
    for row in rows.order_by("customer_id", "-received_at", "-pk"):
        found[row.customer_id].append(_fact(row))
    return dict(found)


def _fact(row: InboundItem) -> InboundFact:
    return InboundFact(
        row.pk, row.customer_id, row.contact_id, Channel(row.channel), row.received_at, row.text, row.noted_by,
        row.read_at, row.read_by,
    )  # fmt: skip


def item(entity_id: int, item_id: int) -> InboundFact | None:
    """One thing that came in, or None when it is not one of this entity's."""
    row = InboundItem.objects.filter(entity_id=entity_id, pk=item_id).first()
    return _fact(row) if row else None


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came with something received; without a document it was erased."""

    id: int
    item_id: int
    name: str
    media_type: str
    size_bytes: int
    document_id: int | None


def files_of_items(item_ids: Iterable[int]) -> dict[int, list[ReceivedFile]]:
    """The files that came with some things received: one statement."""
    found: dict[int, list[ReceivedFile]] = defaultdict(list)
    rows = InboundPiece.objects.filter(Among("item_id", item_ids)).order_by("item_id", "pk")
    for value in rows.values_list("pk", "item_id", "name", "media_type", "size_bytes", "document_id"):
        found[value[1]].append(ReceivedFile(*value))
    return dict(found)
