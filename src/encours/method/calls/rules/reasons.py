"""Lists the reasons a customer has given, with their dates, and says which one comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encours.method.cases.rules.words import CaseReason


@dataclass(frozen=True, slots=True)
class GivenReason:
    """One reason, each time it was given, oldest first; `words` are the latest ones."""

    reason: CaseReason
    given_at: tuple[datetime, ...]
    words: str = ""

    @property
    def is_repeated(self) -> bool:
        """Whether it was given before: then it is best settled during the call (R051)."""
        return len(self.given_at) > 1


def given_reasons(told: Iterable[tuple[datetime, CaseReason, str]]) -> list[GivenReason]:
    """Groups what was told (oldest first) by reason, the latest given first. Source: R051."""
    found: dict[CaseReason, GivenReason] = {}
    for at, reason, words in told:
        before = found.get(reason)
        times = (*before.given_at, at) if before else (at,)
        found[reason] = GivenReason(reason, times, words or (before.words if before else ""))
    return sorted(found.values(), key=lambda given: given.given_at[-1], reverse=True)
