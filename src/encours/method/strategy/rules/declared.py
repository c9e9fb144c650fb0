"""The thresholds of the clock and ladders, of a file's end and of credit (methods 2c, 2f, 2h, 2j)."""

from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit
from encours.ground.kernel.reason import N_

_CLOCK = N_("Le rythme")
_LIFE = N_("Un dossier qui revient")
_OFFER = N_("Une somme réduite pour clore")
_AGREED = N_("Après un accord non suivi d'un paiement")
_OUTSIDE = N_("Aide d'un tiers, abandon")
_SIZE = N_("Taille d'une commande")
_CHECK = N_("Quand contrôler")
_T, _U, _UP, _DOWN = Threshold, Unit, Held.UP, Held.DOWN

LADDER = Family(
    "ladder",
    N_("Scénarios et rythme"),
    N_("L'horloge autour des scénarios : quand on se tait trop, quand un dossier reprend, et à quelle étape."),
    (
        _T("ladder.small_balance_minor", "small_balance_minor", _U.MONEY, 50, 0, 1_000, N_("Petit solde"),
           N_("Sous ce montant échu : deux messages, puis le solde reste sur le compte."), "2c, 7", _CLOCK),
        _T("ladder.idle_days", "idle_days", _U.DAYS, 10, 8, 10, N_("Silence de notre part"),
           N_("Au-delà de ce silence, sans date en cours, un mot léger part : le dossier serait oublié."),
           "R005, 6", _CLOCK, _DOWN),
        _T("ladder.attempts_per_call", "attempts_per_call", _U.COUNT, 2, 1, 3, N_("Essais d'un appel"),
           N_("Après autant d'appels sans réponse, l'étape est faite et le scénario continue."), "2c", _CLOCK),
        _T("ladder.attempts_to_ask", "attempts_to_ask", _U.COUNT, 2, 2, 5, N_("Demandes avant une étape ferme"),
           N_("Sans raison connue, autant d'essais pour la demander précèdent une étape formelle."),
           "R035", _CLOCK, _UP, is_owners=True),
        _T("ladder.pause_after_fix_days", "pause_after_fix_days", _U.BUSINESS_DAYS, 5, 5, 20,
           N_("Après un détail réglé de notre côté"),
           N_("Temps laissé au client pour payer avant toute relance."), "5", _CLOCK, _UP),
        _T("ladder.same_level_days", "same_level_days", _U.DAYS, 90, 0, 365, N_("Reprend à la même étape"),
           N_("Un nouveau retard dans ce délai après la clôture reprend le dossier où il était."), "5", _LIFE),
        _T("ladder.one_lower_days", "one_lower_days", _U.DAYS, 180, 0, 730, N_("Reprend une étape plus bas"),
           N_("Dans ce délai, le dossier reprend une étape plus bas ; plus tard, il recommence."), "5", _LIFE),
        _T("ladder.on_time_resets", "on_time_resets", _U.COUNT, 6, 1, 24, N_("Factures à l'heure qui effacent tout"),
           N_("Après autant de factures payées à l'heure à la suite, un nouveau retard recommence au début."),
           "5", _LIFE),
        _T("ladder.old_days", "old_days", _U.DAYS, 30, 10, 180, N_("Dette déjà ancienne à son arrivée"),
           N_("Avec ce retard le jour de son arrivée, une personne dit à quelle étape la dette entre."),
           "2c", _LIFE),
    ),
    rising=(("ladder.same_level_days", "ladder.one_lower_days"),),
)  # fmt: skip
CLOSING = Family(
    "closing",
    N_("Fin d'un dossier"),
    N_("Ce que la méthode conseille quand un dossier n'avance plus ; le dirigeant décide toujours."),
    (
        _T("closing.settlement_from_days", "settlement_from_days", _U.DAYS, 90, 90, 365, N_("Une offre à partir de"),
           N_("Retard avant lequel aucune somme réduite n'est proposée, sauf si la relation se termine."),
           "2f", _OFFER, _UP, is_owners=True),
        _T("closing.silent_days", "silent_days", _U.DAYS, 45, 21, 180, N_("Silence : durée"),
           N_("Un silence de cette durée permet de penser à une offre."), "2f", _OFFER, is_owners=True),
        _T("closing.silent_contacts", "silent_contacts", _U.COUNT, 4, 2, 10, N_("Silence : contacts"),
           N_("Et autant de contacts restés sans réponse."), "2f", _OFFER, is_owners=True),
        _T("closing.most_offers", "most_offers", _U.COUNT, 2, 1, 2, N_("Offres au plus"),
           N_("Une offre de plus apprendrait à attendre la suivante."), "2f", _OFFER, _DOWN, is_owners=True),
        _T("closing.offer_days", "offer_days", _U.DAYS, 15, 10, 15, N_("Durée d'une offre"),
           N_("Une offre sans date court ce temps-là ; rien d'autre n'est demandé entre-temps."),
           "2f", _OFFER, is_owners=True),
        _T("closing.try_days", "try_days", _U.DAYS, 10, 3, 30, N_("Temps d'un nouvel accord"),
           N_("Après notre réaction, on parle d'un échéancier pendant ce temps ; ensuite le scénario reprend."),
           "2e", _AGREED, is_owners=True),
        _T("closing.disclosed_days", "disclosed_days", _U.DAYS, 12, 10, 14, N_("Délai de la mesure annoncée"),
           N_("Temps laissé quand la mesure suivante est nommée sans date."), "2e", _AGREED, is_owners=True),
        _T("closing.agency_least_minor", "agency_least_minor", _U.MONEY, 150, 0, 10_000,
           N_("Société de recouvrement à partir de"),
           N_("Sous ce montant, aucun dossier n'est transmis."), "2j", _OUTSIDE, is_owners=True),
        _T("closing.write_off_minor", "write_off_minor", _U.MONEY, 100, 0, 5_000, N_("Abandon sans offre jusqu'à"),
           N_("Au-dessus de ce montant, une offre est faite avant de renoncer."), "R117", _OUTSIDE, is_owners=True),
        _T("closing.last_day_warning_days", "last_day_warning_days", _U.DAYS, 90, 30, 365,
           N_("Alerte de prescription"),
           N_("Combien de jours avant le dernier jour pour agir une facture est signalée."),
           "R132", _OUTSIDE, is_owners=True),
    ),
)  # fmt: skip
SELLING = Family(
    "selling",
    N_("Ventes à crédit"),
    N_("Ce que la méthode conseille avant d'accorder un délai de paiement."),
    (
        _T("selling.small_percent", "small_percent", _U.PERCENT, 2, 0, 20, N_("Petite commande : part"),
           N_("Part de nos ventes d'un mois jusqu'à laquelle une commande est petite."), "2h", _SIZE, is_owners=True),
        _T("selling.small_minor", "small_minor", _U.MONEY, 1_000, 0, 50_000, N_("Petite commande : montant"),
           N_("Et montant jusqu'auquel elle est petite."), "2h", _SIZE, is_owners=True),
        _T("selling.medium_percent", "medium_percent", _U.PERCENT, 15, 1, 100, N_("Commande moyenne : part"),
           N_("Au-dessus de cette part de nos ventes d'un mois, une commande est grosse."),
           "2h", _SIZE, is_owners=True),
        _T("selling.unknown_open_minor", "unknown_open_minor", _U.MONEY, 500, 0, 20_000,
           N_("Client inconnu : à crédit jusqu'à"),
           N_("Plus grosse commande à crédit d'un client dont on ne sait rien."), "2h", _SIZE, is_owners=True),
        _T("selling.usual_orders", "usual_orders", _U.COUNT, 3, 1, 20, N_("Fois la commande courante"),
           N_("Une commande plus grosse que cela appelle un contrôle."), "2h", _CHECK, is_owners=True),
        _T("selling.late_days", "late_days", _U.DAYS, 30, 0, 180, N_("Facture en retard"),
           N_("Avec un retard plus long, un contrôle précède toute nouvelle vente."), "2h", _CHECK, is_owners=True),
        _T("selling.poor_percent", "poor_percent", _U.PERCENT, 50, 10, 90, N_("Paie mal : sous"),
           N_("Sous cette part de factures payées à l'heure, notre propre expérience vaut une note faible."),
           "2h", _CHECK, is_owners=True),
        _T("selling.enough_invoices", "enough_invoices", _U.COUNT, 4, 2, 12, N_("Assez de factures"),
           N_("À partir de ce nombre de factures payées, notre propre expérience compte."),
           "2h", _CHECK, is_owners=True),
    ),
    rising=(("selling.small_percent", "selling.medium_percent"),),
)  # fmt: skip
