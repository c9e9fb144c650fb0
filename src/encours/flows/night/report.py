"""What a night did, or would do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason


@dataclass(frozen=True, slots=True)
class Planned:
    """One customer of the night: what is decided for it, with the words if a message was prepared."""

    customer_id: int
    customer: str
    decision: str
    action: str
    amount: Money
    reasons: tuple[Reason, ...]
    refused_by: str = ""
    until: datetime | date | None = None
    subject: str = ""
    to: str = ""
    text: str = ""
    leaves_at: datetime | None = None


@dataclass(slots=True)
class NightReport:
    """Counts per decision, refusals per rule, and the customers one by one.

    A preview of a part: `left` customers come behind the one numbered `after`.
    """

    entity_id: int
    as_of: date
    cases: int = 0
    opened: int = 0
    closed: int = 0
    queued: int = 0
    failed: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    planned: list[Planned] = field(default_factory=list)
    seconds: float = 0.0
    left: int = 0
    after: int | None = None

    def add(self, other: "NightReport") -> None:
        """Takes in what a part of the night did."""
        self.cases += other.cases
        self.opened += other.opened
        self.closed += other.closed
        self.queued += other.queued
        self.failed += other.failed
        self.decisions += other.decisions
        self.refusals += other.refusals
        self.planned += other.planned

    def go_on_from(self, counts: Mapping[str, Any]) -> None:
        """Counts on from what `counts` said when this night was cut short."""
        for name in ("cases", "opened", "closed", "queued", "failed"):
            setattr(self, name, int(counts.get(name, 0)))
        self.decisions = Counter(counts.get("decisions", {}))
        self.refusals = Counter(counts.get("refusals", {}))

    def counts(self) -> dict[str, object]:
        """The figures alone, as they are kept and printed."""
        return {
            "cases": self.cases,
            "opened": self.opened,
            "closed": self.closed,
            "queued": self.queued,
            **({"failed": self.failed} if self.failed else {}),
            "decisions": dict(sorted(self.decisions.items())),
            "refusals": dict(sorted(self.refusals.items())),
        }
