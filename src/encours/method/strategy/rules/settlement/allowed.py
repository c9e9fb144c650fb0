"""Whether a smaller amount may be offered at all: the exclusions, and what has to be there first."""

from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.ladder_terms import DEFAULT_CLOSING, ClosingTerms
from encours.method.strategy.rules.settlement.facts import SettlementAsked

ENOUGH_BROKEN = 2


@dataclass(frozen=True, slots=True)
class Allowed:
    """What forbids an offer. `never`: whatever it would bring; `not_yet`: what has to come first."""

    never: tuple[Reason, ...] = ()
    not_yet: tuple[Reason, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Nothing forbids it."""
        return not self.never and not self.not_yet


def allowed(asked: SettlementAsked, terms: ClosingTerms = DEFAULT_CLOSING) -> Allowed:
    """What forbids offering a smaller amount on this file. Source: method 2f, preconditions; rulings, Settlement."""
    return Allowed(tuple(_never(asked, terms)), tuple(_not_yet(asked, terms)))


def is_silent(asked: SettlementAsked, terms: ClosingTerms = DEFAULT_CLOSING) -> bool:
    """Nothing was heard for long, after enough contacts of ours."""
    return asked.silence_days >= terms.silent_days and asked.contacts >= terms.silent_contacts


def _never(asked: SettlementAsked, terms: ClosingTerms) -> list[Reason]:
    found = []
    if asked.is_disputed:
        found.append(
            Reason(N_("Un litige est ouvert : il se règle par une réponse ou un avoir, pas par un rabais"))
        )
    if asked.is_insolvent:
        found.append(Reason(N_("Procédure collective : la créance se déclare, elle ne se négocie pas")))
    if asked.is_placed:
        found.append(Reason(N_("Le dossier est chez un partenaire : toute offre passe par lui")))
    if asked.is_plan_on_time:
        found.append(Reason(N_("Un accord est en cours et à l'heure : il suit son cours")))
    if asked.offers >= terms.most_offers:
        found.append(Reason(N_("Offres déjà faites : {count}, il n'y en a pas d'autre"), count=asked.offers))
    if asked.settled_lately:
        found.append(Reason(N_("Une transaction a déjà été conclue avec ce client depuis moins de 24 mois")))
    return found


def _not_yet(asked: SettlementAsked, terms: ClosingTerms) -> list[Reason]:
    found = []
    if not asked.is_ending and asked.days_past_due < terms.settlement_from_days:
        text = N_("{late} jours de retard : une offre vient au plus tôt après {days} jours")
        found.append(Reason(text, late=asked.days_past_due, days=terms.settlement_from_days))
    if asked.reasons_asked is False:
        found.append(Reason(N_("La raison du retard n'a pas encore été demandée")))
    enough = asked.broken >= ENOUGH_BROKEN or asked.is_hardship or asked.is_ending or is_silent(asked, terms)
    if not enough:
        text = N_(
            "Il faut deux accords non tenus, une difficulté connue, un long silence ou une relation qui se termine"
        )
        found.append(Reason(text))
    return found
