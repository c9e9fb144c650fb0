"""The aged balance: open amounts by how long they are past due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_


class AgingBucket(StrEnum):
    """How late an amount is, in days past due."""

    NOT_DUE = "not_due"
    UP_TO_30 = "up_to_30"
    UP_TO_60 = "up_to_60"
    UP_TO_90 = "up_to_90"
    OVER_90 = "over_90"


AGING_BUCKET_LABELS = {
    AgingBucket.NOT_DUE: N_("pas encore échu"),
    AgingBucket.UP_TO_30: N_("1 à 30 jours"),
    AgingBucket.UP_TO_60: N_("31 à 60 jours"),
    AgingBucket.UP_TO_90: N_("61 à 90 jours"),
    AgingBucket.OVER_90: N_("plus de 90 jours"),
}
_LIMITS = (
    (0, AgingBucket.NOT_DUE),
    (30, AgingBucket.UP_TO_30),
    (60, AgingBucket.UP_TO_60),
    (90, AgingBucket.UP_TO_90),
)


def bucket_of(due_on: date, today: date) -> AgingBucket:
    """The bucket of a due date on a day."""
    days_late = (today - due_on).days
    return next((bucket for limit, bucket in _LIMITS if days_late <= limit), AgingBucket.OVER_90)


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """Open amounts of one currency by bucket, in minor units, and credits not yet allocated."""

    currency: str
    minor: dict[AgingBucket, int]
    unallocated_minor: int

    @property
    def total_minor(self) -> int:
        """What customers owe in all, credits deducted."""
        return sum(self.minor.values()) - self.unallocated_minor


def aged(
    opens: Iterable[tuple[date, int]], *, currency: str, unallocated_minor: int, today: date
) -> AgedBalance:
    """Open amounts (due date, minor) of one currency spread over the buckets."""
    minor = dict.fromkeys(AgingBucket, 0)
    for due_on, open_minor in opens:
        minor[bucket_of(due_on, today)] += open_minor
    return AgedBalance(currency, minor, unallocated_minor)
