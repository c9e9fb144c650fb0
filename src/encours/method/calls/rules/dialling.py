"""Decides whether the call link works: the brief was opened today, and the caller has had a short break."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason

BREAK_MINUTES = 10
"""Source: method 2d, K11."""


@dataclass(frozen=True, slots=True)
class Dialling:
    """Whether a person may dial now. `reason` says why not; `until` when it will be possible again."""

    is_allowed: bool
    reason: Reason | None = None
    until: datetime | None = None


ALLOWED = Dialling(is_allowed=True)


def may_dial(
    *,
    brief_opened_at: datetime | None,
    irritated_at: datetime | None,
    now: datetime,
    zone: str,
    break_minutes: int = BREAK_MINUTES,
) -> Dialling:
    """Whether the brief was opened by this person earlier on the same day, and no break is running.

    `zone` is the entity's. `irritated_at` is when the caller last noted a tense call, with anybody.
    Source: R045; method 2d, K11.
    """
    until = irritated_at + timedelta(minutes=break_minutes) if irritated_at else None
    if irritated_at is not None and until is not None and irritated_at <= now < until:
        why = Reason(N_("{minutes} minutes de pause après un appel tendu"), minutes=break_minutes)
        return Dialling(is_allowed=False, reason=why, until=until)
    if (
        brief_opened_at is None
        or brief_opened_at > now
        or local_date(brief_opened_at, zone) != local_date(now, zone)
    ):
        return Dialling(is_allowed=False, reason=Reason(N_("Ouvrez d'abord la fiche d'appel")))
    return ALLOWED
