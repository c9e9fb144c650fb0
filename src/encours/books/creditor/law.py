"""What an entity laid over the shipped law: what is in force now, and everything that ever was."""

from dataclasses import dataclass
from datetime import date, datetime

from encours.books.creditor.models import LawChange
from encours.books.creditor.rules.law_change import LawChangeKind


@dataclass(frozen=True, slots=True)
class KeptChange:
    """An update or a mark; `text` is the file of an update."""

    id: int
    kind: LawChangeKind
    subject: str
    text: str
    digest: str
    person: str
    on: date | None
    made_at: datetime
    made_by: str
    withdrawn_at: datetime | None


def law_in_force_over(entity_id: int) -> tuple[KeptChange, ...]:
    """What is in force, oldest first, in one statement."""
    rows = LawChange.objects.filter(entity_id=entity_id, withdrawn_at__isnull=True)
    return tuple(map(_kept, rows.order_by("pk")))


def law_changes(entity_id: int) -> list[KeptChange]:
    """Everything that ever was laid over the law, the latest first."""
    return list(map(_kept, LawChange.objects.filter(entity_id=entity_id).order_by("-pk")))


def _kept(x: LawChange) -> KeptChange:
    kind = LawChangeKind(x.kind)
    told = (x.subject, x.text, x.digest, x.person, x.on)
    return KeptChange(x.pk, kind, *told, x.made_at, x.made_by, x.withdrawn_at)
