"""The thresholds of the settlement advisor: what money, contacts, agency and court cost us (method 2f)."""

from encours.books.creditor.rules.threshold import Family, Threshold, Unit
from encours.ground.kernel.reason import N_

_COSTS = N_("Ce que coûte chaque voie")
_AIM = N_("Ce qu'une offre vise")
_T, _U = Threshold, Unit

SETTLEMENT = Family(
    "settlement",
    N_("Transiger"),
    N_("Ce avec quoi les voies de sortie d'un dossier sont comparées ; le dirigeant seul voit le résultat."),
    (
        _T("settlement.money_percent", "money_percent", _U.PERCENT, 10, 0, 30, N_("Coût de l'argent par an"),
           N_("Ce qu'un euro attendu un an perd de sa valeur."), "2f", _COSTS, is_owners=True),
        _T("settlement.contact_minor", "contact_minor", _U.MONEY, 12, 0, 500, N_("Coût d'un contact"),
           N_("Temps et frais d'une relance ou d'un appel."), "2f", _COSTS, is_owners=True),
        _T("settlement.contacts", "contacts", _U.COUNT, 6, 0, 50, N_("Contacts encore à faire"),
           N_("Combien de relances un dossier demande encore si nous continuons nous-mêmes."),
           "2f", _COSTS, is_owners=True),
        _T("settlement.agency_percent", "agency_percent", _U.PERCENT, 25, 0, 60, N_("Honoraires d'une agence"),
           N_("Part prise sur ce qu'elle encaisse, tant qu'aucun devis n'est noté."), "2f", _COSTS, is_owners=True),
        _T("settlement.court_minor", "court_minor", _U.MONEY, 250, 0, 20_000, N_("Frais de justice"),
           N_("Ce qu'une demande en justice coûte d'avance."), "2f", _COSTS, is_owners=True),
        _T("settlement.recoverable_minor", "recoverable_minor", _U.MONEY, 125, 0, 20_000, N_("Dont remboursables"),
           N_("La part de ces frais que le débiteur rembourse s'il est condamné."), "2f", _COSTS, is_owners=True),
        _T("settlement.title_percent", "title_percent", _U.PERCENT, 85, 0, 100, N_("Chances d'un titre"),
           N_("Chances d'obtenir une décision quand la dette n'est pas contestée et que le dossier est complet."),
           "2f", _COSTS, is_owners=True),
        _T("settlement.paid_percent", "paid_percent", _U.PERCENT, 90, 10, 100, N_("Offre acceptée puis payée"),
           N_("Part des offres acceptées qui sont payées à leur date."), "2f", _AIM, is_owners=True),
        _T("settlement.least_gain_percent", "least_gain_percent", _U.PERCENT, 5, 0, 50,
           N_("Gain qui justifie une offre"),
           N_("Sous ce gain sur la meilleure autre voie, aucune offre n'est conseillée."), "2f", _AIM, is_owners=True),
        _T("settlement.plan_percent", "plan_percent", _U.PERCENT, 85, 50, 100, N_("Un échéancier à partir de"),
           N_("Quand la meilleure offre atteint cette part, un échéancier de toute la somme vaut mieux."),
           "2f", _AIM, is_owners=True),
        _T("settlement.least_percent", "least_percent", _U.PERCENT, 10, 5, 90, N_("Jamais moins de"),
           N_("Part de la dette sous laquelle aucune offre ne descend, quel que soit le calcul."),
           "2f", _AIM, is_owners=True),
        _T("settlement.above_target_points", "above_target_points", _U.POINTS, 15, 0, 50,
           N_("Ouverture au-dessus de la cible"), N_("Points ajoutés à la cible pour la première offre."),
           "2f", _AIM, is_owners=True),
        _T("settlement.most_opening_percent", "most_opening_percent", _U.PERCENT, 95, 50, 100, N_("Ouverture au plus"),
           N_("Au-dessus, autant demander toute la somme."), "2f", _AIM, is_owners=True),
    ),
)  # fmt: skip
