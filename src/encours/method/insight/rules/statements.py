"""Decides what a person may state about a customer: a confirmed type, an observed fact (R032, R087)."""

from datetime import date

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.insight.rules.payer import SOURCE_LENGTH
from encours.method.insight.rules.points import DEFAULT_TYPE_THRESHOLDS, TypeThresholds


def problem_of_confirmation(
    *,
    kinds: int | None,
    grounds: str,
    by_owner: bool,
    limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS,
) -> Refused | None:
    """What stands against confirming AVOIDS, if anything.

    kinds: how many kinds of evidence speak for it today; None when it is no candidate. A type is
    never confirmed by itself: a person who decides reads the facts and says why. Source: R032, ruling 13.
    """
    if not by_owner:
        return Refused(Reason(N_("Seul le dirigeant confirme ce profil.")))
    if kinds is None:
        return Refused(Reason(N_("Les faits connus n'appellent pas cette confirmation.")))
    if kinds < limits.avoids_kinds:
        return Refused(
            Reason(
                N_("Il faut au moins {needed} sortes de faits ; on en connaît {kinds}."),
                needed=limits.avoids_kinds,
                kinds=kinds,
            )
        )
    if not grounds.strip():
        return Refused(Reason(N_("Indiquez sur quels faits vous vous fondez.")), "grounds")
    return None


def problem_of_observation(*, on: date, source: str, today: date) -> Refused | None:
    """What an observed fact lacks, if anything: who or what says so, and a day that has come. Source: R087."""
    if not source.strip():
        return Refused(Reason(N_("Indiquez l'origine : un appel, un message, un document.")), "source")
    if len(source.strip()) > SOURCE_LENGTH:
        return Refused(
            Reason(N_("Dites l'origine en {most} caractères au plus."), most=SOURCE_LENGTH), "source"
        )
    if on > today:
        return Refused(Reason(N_("Un fait ne peut pas être daté d'un jour à venir.")), "on")
    return None
