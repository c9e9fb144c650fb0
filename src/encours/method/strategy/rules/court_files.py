"""Court files: where one stands, and which days of it are noted; each day starts delays that the law counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class CourtEvent(StrEnum):
    """What happens to a court file, in order; each has its day."""

    FILED = "filed"
    ORDERED = "ordered"
    SERVED = "served"
    OPPOSED = "opposed"
    TITLE = "title"
    ENDED = "ended"


COURT_EVENT_LABELS = {
    CourtEvent.FILED: N_("déposé"),
    CourtEvent.ORDERED: N_("ordonnance rendue, ou acte établi"),
    CourtEvent.SERVED: N_("signifié au débiteur"),
    CourtEvent.OPPOSED: N_("opposition ou contestation"),
    CourtEvent.TITLE: N_("titre exécutoire"),
    CourtEvent.ENDED: N_("terminé"),
}
STARTS = {
    CourtEvent.FILED: frozenset({"answer"}),
    CourtEvent.ORDERED: frozenset({"serve_order"}),
    CourtEvent.SERVED: frozenset({"opposition", "enforceable", "contest", "record", "continue", "recourse"}),
    CourtEvent.OPPOSED: frozenset({"consign_fees", "appoint_lawyer"}),
    CourtEvent.TITLE: frozenset({"serve_title"}),
    CourtEvent.ENDED: frozenset(),
}
"""Which delays of a procedure run from which day; the law says how long each is."""
_ORDER = list(CourtEvent)


@dataclass(frozen=True, slots=True)
class CourtDay:
    """One thing that happened to a court file, on a day."""

    event: CourtEvent
    on: date


def problem_of_day(days: dict[CourtEvent, date], noted: CourtDay, *, today: date) -> Refused | None:
    """Why a day cannot be noted: to come, noted already, or before what comes first."""
    if noted.on > today:
        return Refused(Reason(N_("Ce jour n'est pas encore venu.")), "on")
    if noted.event in days:
        return Refused(Reason(N_("Ce jour est déjà noté : {on}."), on=days[noted.event]), "event")
    if noted.event is not CourtEvent.FILED and CourtEvent.FILED not in days:
        return Refused(Reason(N_("Notez d'abord le dépôt.")), "event")
    earlier = [days[e] for e in _ORDER[: _ORDER.index(noted.event)] if e in days]
    if earlier and noted.on < max(earlier):
        return Refused(Reason(N_("Ce jour précède ce qui vient avant : {on}."), on=max(earlier)), "on")
    return None
