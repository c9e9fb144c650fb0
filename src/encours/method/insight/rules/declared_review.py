"""The thresholds of the yearly review: what serving costs, who may be proposed, how long a notice is (method 2i)."""

from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit
from encours.ground.kernel.reason import N_

_COSTS = N_("Ce que coûte un client")
_WHO = N_("Qui peut être proposé")
_T, _U = Threshold, Unit

REVIEW = Family(
    "review",
    N_("Revue annuelle"),
    N_("Une fois par an, ce que chaque client rapporte et ce qu'il pèse ; le dirigeant décide."),
    (
        _T("review.hour_minor", "hour_minor", _U.MONEY, 40, 0, 500, N_("Coût d'une heure"),
           N_("Ce que vaut une heure passée à relancer."), "2i", _COSTS, is_owners=True),
        _T("review.call_minutes", "call_minutes", _U.MINUTES, 15, 1, 120, N_("Durée d'un appel"),
           N_("Préparation et compte rendu compris."), "2i", _COSTS, is_owners=True),
        _T("review.message_minutes", "message_minutes", _U.MINUTES, 3, 0, 60, N_("Durée d'un message"),
           N_("Relecture comprise."), "2i", _COSTS, is_owners=True),
        _T("review.money_percent", "money_percent", _U.PERCENT, 10, 0, 30, N_("Coût de l'argent par an"),
           N_("Ce que coûte un euro payé un an trop tard."), "2i", _COSTS, is_owners=True),
        _T("review.margin_percent", "margin_percent", _U.PERCENT, 30, 0, 100, N_("Marge brute courante"),
           N_("Part des ventes, tant que la marge d'un client n'est pas indiquée."), "2i", _COSTS, is_owners=True),
        _T("review.dispute_minor", "dispute_minor", _U.MONEY, 80, 0, 5_000, N_("Coût d'un litige infondé"),
           N_("Un litige fondé ne compte pas contre le client."), "2i", _COSTS, is_owners=True),
        _T("review.emotional_minor", "emotional_minor", _U.MONEY, 60, 0, 5_000, N_("Coût d'un échange difficile"),
           N_("Ce qu'il coûte à l'équipe."), "2i", _COSTS, is_owners=True),
        _T("review.least_stress", "least_stress", _U.POINTS, 2, 2, 3, N_("Vote de l'équipe à partir de"),
           N_("Moyenne des votes, de 0 à 3, sous laquelle personne n'est proposé."), "2i", _WHO, Held.UP,
           is_owners=True),
        _T("review.least_months", "least_months", _U.MONTHS, 12, 12, 60, N_("Client depuis"),
           N_("Avant, il est trop tôt pour juger."), "2i", _WHO, Held.UP, is_owners=True),
        _T("review.most_proposed", "most_proposed", _U.COUNT, 2, 0, 2, N_("Proposés au plus"),
           N_("Jamais plus de deux clients par an."), "2i", _WHO, Held.DOWN, is_owners=True),
        _T("review.notice_months_a_year", "notice_months_a_year", _U.MONTHS, 1, 1, 6, N_("Préavis par année"),
           N_("Mois de préavis pour chaque année de relation."), "2i", _WHO, Held.UP, is_owners=True),
        _T("review.most_notice_months", "most_notice_months", _U.MONTHS, 18, 6, 24, N_("Préavis au plus"),
           N_("Au-delà, un préavis plus long n'est pas attendu."), "2i", _WHO, is_owners=True),
    ),
)  # fmt: skip
