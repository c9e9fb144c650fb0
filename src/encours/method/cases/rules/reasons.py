"""Decides whether a reason for the delay may be recorded: it is learnt by asking, never assumed."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel
from encours.method.cases.rules.words import CaseReason


@dataclass(frozen=True, slots=True)
class LearntReason:
    """A reason with its source: by which channel, on which day, in the customer's own words."""

    reason: CaseReason
    channel: Channel | None = None
    on: date | None = None
    words: str = ""


def problem_of_reason(learnt: LearntReason, *, today: date, by_owner: bool) -> Refused | None:
    """What forbids recording a reason, if anything. To forget one (UNKNOWN) needs no source.

    Source: R087; BAD_INTENT only by the owner: ruling 13.
    """
    if learnt.reason is CaseReason.BAD_INTENT and not by_owner:
        return Refused(Reason(N_("Seul le dirigeant peut enregistrer cette raison.")), "reason")
    if learnt.reason is CaseReason.UNKNOWN:
        return None
    if learnt.channel is None or learnt.on is None:
        return Refused(Reason(N_("Indiquez comment et quel jour cette raison a été donnée.")), "channel")
    if learnt.on > today:
        return Refused(Reason(N_("Une raison ne peut pas avoir été donnée après aujourd'hui.")), "on")
    return None
