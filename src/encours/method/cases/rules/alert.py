"""Decides what an alert must say and which customers it means: late, owing and untouched for more than so much."""

from dataclasses import dataclass

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """Conditions that must all hold; None asks nothing. The list is closed: no expression is ever read.

    late_days: more days past due than this. over: more past due than this. untouched_days: no contact of
    ours, message or call, for more days than this.
    """

    name: str
    late_days: int | None = None
    over: Money | None = None
    untouched_days: int | None = None
    is_shared: bool = False


def problem_of_alert(draft: AlertDraft) -> Refused | None:
    """What an alert lacks, if anything: a name and at least one condition."""
    if not draft.name.strip():
        return Refused(Reason(N_("Donnez un nom à cette alerte.")), "name")
    if draft.late_days is None and draft.over is None and draft.untouched_days is None:
        return Refused(Reason(N_("Indiquez au moins une condition.")), "late_days")
    return None


def told(draft: AlertDraft) -> Reason:
    """The conditions of an alert in words."""
    parts = []
    if draft.late_days is not None:
        parts.append(Reason(N_("plus de {days} jours de retard"), days=draft.late_days))
    if draft.over is not None:
        parts.append(Reason(N_("plus de {amount} échus"), amount=draft.over))
    if draft.untouched_days is not None:
        parts.append(Reason(N_("sans contact depuis plus de {days} jours"), days=draft.untouched_days))
    return Reason("{parts}", parts=parts)
