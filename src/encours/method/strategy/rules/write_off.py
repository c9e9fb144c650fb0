"""Whether a debt may be given up, what has to be there first, and which papers are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.formal_regimes import VatGround
from encours.method.strategy.rules.ladder_terms import ClosingTerms


class LossGround(StrEnum):
    """Why nothing is expected any more."""

    NO_HOPE = "no_hope"
    LIQUIDATION = "liquidation"
    PLAN = "plan"
    TIME_BARRED = "time_barred"
    UNTRACEABLE = "untraceable"
    TOO_DEAR = "too_dear"
    GOODWILL = "goodwill"


LOSS_LABELS = {
    LossGround.NO_HOPE: N_("irrécouvrable malgré nos démarches"),
    LossGround.LIQUIDATION: N_("liquidation, plus rien à répartir"),
    LossGround.PLAN: N_("remise accordée dans un plan judiciaire"),
    LossGround.TIME_BARRED: N_("créance prescrite"),
    LossGround.UNTRACEABLE: N_("débiteur introuvable ou disparu"),
    LossGround.TOO_DEAR: N_("poursuivre coûterait plus que la somme"),
    LossGround.GOODWILL: N_("geste décidé par le dirigeant"),
}
BY_LAW = frozenset({LossGround.LIQUIDATION, LossGround.PLAN, LossGround.TIME_BARRED})
"""Grounds of law: no offer is made where none could be taken. Source: R117."""
PAPERS: Mapping[LossGround, tuple[str, ...]] = {
    LossGround.NO_HOPE: (
        N_("les relances et les réponses (le dossier de preuve les réunit)"),
        N_("le retour d'une agence, d'un commissaire de justice ou d'un avocat"),
    ),
    LossGround.LIQUIDATION: (
        N_("le jugement publié, ou le certificat d'irrécouvrabilité"),
        N_("la déclaration de créance et sa preuve d'envoi"),
    ),
    LossGround.PLAN: (N_("le jugement qui arrête le plan"),),
    LossGround.TIME_BARRED: (N_("le calcul du dernier jour pour agir, avec ses interruptions"),),
    LossGround.UNTRACEABLE: (
        N_("les courriers revenus"),
        N_("l'extrait du registre à ce jour"),
    ),
    LossGround.TOO_DEAR: (N_("la comparaison des voies, telle qu'elle était ce jour"),),
    LossGround.GOODWILL: (N_("la décision écrite du dirigeant"),),
}
"""What is kept with the booking, by ground. Source: R122; the country's own list comes from the law."""
VAT_GROUNDS: Mapping[LossGround, VatGround] = {
    LossGround.NO_HOPE: VatGround.CERTAIN_LOSS,
    LossGround.LIQUIDATION: VatGround.LIQUIDATION,
    LossGround.PLAN: VatGround.PLAN,
    LossGround.TIME_BARRED: VatGround.WRITTEN_OFF,
    LossGround.UNTRACEABLE: VatGround.CERTAIN_LOSS,
    LossGround.TOO_DEAR: VatGround.WRITTEN_OFF,
}
"""How the law calls each ground, where it knows it; a gesture opens nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffAsked:
    """A debt that somebody wants to give up, and what was tried before."""

    amount: Money
    ground: LossGround
    offers: int
    contacts: int
    is_disputed: bool = False
    is_agreed: bool = False
    is_placed: bool = False


def problem_of_write_off(asked: WriteOffAsked, terms: ClosingTerms) -> Refused | None:
    """What has to come first; nothing for a small rest or a ground of law. Source: method 2k; R117, R122."""
    if asked.is_disputed:
        return Refused(
            Reason(N_("Un litige est ouvert : il se règle par une réponse ou un avoir, pas par un abandon."))
        )
    if asked.is_agreed:
        return Refused(Reason(N_("Un accord ou une offre est en cours : il suit son cours.")))
    if asked.is_placed:
        return Refused(Reason(N_("Le dossier est chez un partenaire : il en revient d'abord.")))
    most = Money(terms.write_off_minor, asked.amount.currency)
    if asked.ground in BY_LAW or asked.amount <= most:
        return None
    if not asked.contacts:
        return Refused(
            Reason(N_("Personne n'a encore demandé cette somme : on ne renonce pas sans essayer."))
        )
    if not asked.offers:
        text = N_(
            "Au-dessus de {most}, une offre est faite avant de renoncer, ou un motif de droit est donné."
        )
        return Refused(Reason(text, most=most))
    return None
