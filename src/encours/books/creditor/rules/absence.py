"""Decides who does the tasks of each person of a team on a day: the person, a deputy, or nobody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason, Refused


@dataclass(frozen=True, slots=True)
class AbsenceDraft:
    """A person is away from one day to another, both included; `deputy_id` does their tasks meanwhile."""

    member_id: int
    first_on: date
    last_on: date
    deputy_id: int | None = None


def on_duty(
    everybody: Iterable[int], *, present: Collection[int], absences: Iterable[AbsenceDraft], today: date
) -> Mapping[int, int | None]:
    """For each person that ever was in a team, who does their tasks on a day; None for nobody.

    present: those who are in the team and can sign in. A deputy who is away too hands on to their own; in
    a circle it is nobody. Of two absences on a day, the one with a deputy counts. Source: habit of the trade.
    """
    away: dict[int, int | None] = {}
    for absence in absences:
        if absence.first_on <= today <= absence.last_on:
            away[absence.member_id] = absence.deputy_id or away.get(absence.member_id)
    return {member: _stands_in(member, present, away) for member in everybody}


def problem_of_absence(draft: AbsenceDraft, *, today: date) -> Refused | None:
    """What is wrong with an absence, if anything."""
    if draft.last_on < draft.first_on:
        return Refused(Reason(N_("La fin ne peut pas précéder le début.")), "last_on")
    if draft.last_on < today:
        return Refused(Reason(N_("Cette absence est déjà passée.")), "last_on")
    if draft.deputy_id == draft.member_id:
        return Refused(Reason(N_("On ne se remplace pas soi-même.")), "deputy")
    return None


def _stands_in(member: int, present: Collection[int], away: Mapping[int, int | None]) -> int | None:
    seen: set[int] = set()
    current: int | None = member
    while current is not None and current in present and current not in seen:
        if current not in away:
            return current
        seen.add(current)
        current = away[current]
    return None
