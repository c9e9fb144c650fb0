"""What was written down that may move a limitation, by customer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encours.ground.plumbing.among import Among
from encours.method.cases.models import LegalEvent
from encours.method.cases.rules.legal_events import LegalEventKind


@dataclass(frozen=True, slots=True)
class NotedEvent:
    """One event; without an invoice it is about everything that the customer owes."""

    id: int
    customer_id: int
    invoice_id: int | None
    kind: LegalEventKind
    on: date
    until: date | None
    proof: str


def is_noted(entity_id: int, event_id: int) -> bool:
    """Whether an event of an entity counts now."""
    return LegalEvent.objects.filter(entity_id=entity_id, pk=event_id, withdrawn_at__isnull=True).exists()


def legal_events_of(customer_ids: Iterable[int]) -> dict[int, list[NotedEvent]]:
    """The events that count, oldest first, by customer."""
    rows = LegalEvent.objects.filter(Among("customer_id", customer_ids), withdrawn_at__isnull=True)
    found: dict[int, list[NotedEvent]] = defaultdict(list)
    for x in rows.order_by("on", "pk"):
        kind = LegalEventKind(x.kind)
        found[x.customer_id].append(
            NotedEvent(x.pk, x.customer_id, x.invoice_id, kind, x.on, x.until, x.proof)
        )
    return dict(found)
