"""The thresholds of the day's order (method 2b): what each means, its bounds, where the rules find it."""

from encours.books.creditor.rules.threshold import Family, Threshold, Unit
from encours.ground.kernel.reason import N_
from encours.method.insight.rules.payer import TYPE_LABELS, DebtorType
from encours.method.insight.rules.priority_facts import EventKind
from encours.method.insight.rules.thresholds import AGE_POINTS, EVENT_POINTS, HISTORY_POINTS, UPLIFT_PERCENT

_CUTS = N_("Les parties de la liste")
_SIZES = N_("Grands comptes et premiers achats")
_TIME = N_("Temps prévu")
_AMOUNT = N_("Le montant et l'appel")
_UPLIFT = N_("Ce qu'un contact change")
_AGE = N_("Points selon l'ancienneté")
_EVENT = N_("Points selon l'événement")
_HISTORY = N_("Points selon le passé")
_RELATION = N_("Points selon la relation et le risque")
_SOURCE = "2b"
_T, _U = Threshold, Unit

_THRESHOLDS = (
    _T("order.first_from", "first_from", _U.POINTS, 75, 50, 100, N_("D'abord"),
       N_("À partir de cette priorité, le client est en tête de la liste."), _SOURCE, _CUTS),
    _T("order.today_from", "today_from", _U.POINTS, 45, 20, 90, N_("Aujourd'hui"),
       N_("À partir de cette priorité, le client est à traiter aujourd'hui."), _SOURCE, _CUTS),
    _T("order.week_from", "week_from", _U.POINTS, 25, 0, 80, N_("Cette semaine"),
       N_("Sous cette priorité, on écrit seulement : aucun appel."), _SOURCE, _CUTS),
    _T("order.we_owe_floor", "we_owe_floor", _U.POINTS, 75, 50, 100, N_("Nous leur devons : au moins"),
       N_("Priorité la plus basse d'un client à qui nous devons une réponse."), _SOURCE, _CUTS),
    _T("order.broken_floor", "broken_floor", _U.POINTS, 80, 50, 100, N_("Accord non suivi, rendez-vous : au moins"),
       N_("Priorité la plus basse le jour d'un rendez-vous ou après un accord non suivi d'un paiement."),
       _SOURCE, _CUTS),
    _T("order.key_revenue_share", "key_revenue_share", _U.PERCENT, 5, 1, 50, N_("Grand compte"),
       N_("Part de nos ventes de douze mois à partir de laquelle un client est un grand compte."), _SOURCE, _SIZES),
    _T("order.key_small_minor", "key_small_minor", _U.MONEY, 500, 0, 50_000, N_("Petite facture d'un grand compte"),
       N_("Sous ce montant échu, un grand compte n'est pas appelé : son chargé de clientèle écrit."),
       _SOURCE, _SIZES),
    _T("order.key_small_share", "key_small_share", _U.PERCENT, 2, 0, 20, N_("Petite part d'un grand compte"),
       N_("De même sous cette part de ses achats de douze mois, quand elle est plus élevée."), _SOURCE, _SIZES),
    _T("order.key_small_cap", "key_small_cap", _U.POINTS, 30, 0, 60, N_("Grand compte, petite facture : au plus"),
       N_("Priorité la plus haute d'un grand compte pour une petite facture."), _SOURCE, _SIZES),
    _T("order.first_large_minor", "first_large_minor", _U.MONEY, 2_000, 100, 200_000,
       N_("Premier achat, grosse facture"),
       N_("À partir de ce montant, un client qui n'a encore rien payé est appelé dès le premier jour."),
       _SOURCE, _SIZES),
    _T("order.first_large_medians", "first_large_medians", _U.COUNT, 3, 1, 20,
       N_("Premier achat, fois la facture courante"),
       N_("Le montant doit aussi atteindre autant de fois notre facture médiane."), _SOURCE, _SIZES),
    _T("order.first_large_floor", "first_large_floor", _U.POINTS, 85, 50, 100,
       N_("Premier achat, grosse facture : au moins"),
       N_("Priorité la plus basse dans ce cas."), _SOURCE, _SIZES),
    _T("order.call_minutes", "call_minutes", _U.MINUTES, 15, 1, 60, N_("Un appel"),
       N_("Temps compté dans la journée pour un appel et son compte rendu."), _SOURCE, _TIME),
    _T("order.email_minutes", "email_minutes", _U.MINUTES, 4, 1, 60, N_("Un message"),
       N_("Temps compté dans la journée pour relire et envoyer un message."), _SOURCE, _TIME),
    _T("order.dispute_minutes", "dispute_minutes", _U.MINUTES, 20, 1, 120, N_("Un litige"),
       N_("Temps compté dans la journée pour répondre à un litige."), _SOURCE, _TIME),
    _T("order.median_open_minor", "median_open_minor", _U.MONEY, 1_000, 10, 1_000_000, N_("Solde courant"),
       N_("Votre solde dû le plus courant : il dit à partir d'où un montant compte comme élevé."),
       _SOURCE, _AMOUNT),
    _T("order.call_cost_minor", "call_cost_minor", _U.MONEY, 12, 0, 200, N_("Coût d'un appel"),
       N_("Ce que vaut le temps d'un appel : un petit montant ne le mérite pas."), _SOURCE, _AMOUNT),
    _T("order.amount_most", "amount_most", _U.POINTS, 25, 0, 50, N_("Montant : au plus"),
       N_("Points les plus hauts que le montant peut donner."), _SOURCE, _AMOUNT),
    _T("order.cost_most", "cost_most", _U.POINTS, 10, 0, 30, N_("Coût de l'appel : au plus"),
       N_("Points les plus hauts que le coût d'un appel peut retirer."), _SOURCE, _AMOUNT),
    _T("order.key_small_cost", "key_small_cost", _U.POINTS, 10, 0, 30, N_("Petite facture d'un grand compte"),
       N_("Points retirés en plus dans ce cas."), _SOURCE, _AMOUNT),
    _T("order.moved_most", "moved_most", _U.POINTS, 12, 0, 30, N_("Effet d'un contact : au plus"),
       N_("Points les plus hauts que l'effet attendu d'un contact peut donner."), _SOURCE, _UPLIFT),
    _T("order.full_uplift_percent", "full_uplift_percent", _U.PERCENT, 40, 5, 100, N_("Plein effet"),
       N_("Effet attendu à partir duquel ces points sont donnés en entier."), _SOURCE, _UPLIFT),
    _T("order.minor_fix_uplift_percent", "minor_fix_uplift_percent", _U.PERCENT, 40, 0, 100,
       N_("Un détail à régler de notre côté"),
       N_("Hausse attendue des chances de paiement à 30 jours quand nous réglons ce détail."), _SOURCE, _UPLIFT),
)  # fmt: skip
_LATER = (
    _T("order.step_most", "step_most", _U.POINTS, 15, 5, 30, N_("Étape en retard : au plus"),
       N_("Une étape en retard gagne un point par jour, jusqu'à ce total."), _SOURCE, _EVENT),
    _T("order.first_large_points", "first_large_points", _U.POINTS, 12, 0, 30, N_("Premier achat, grosse facture"),
       N_("Points d'un client qui n'a encore rien payé et doit beaucoup."), _SOURCE, _HISTORY),
    _T("order.rarely_kept_points", "rarely_kept_points", _U.POINTS, 8, 0, 30, N_("Accords rarement tenus"),
       N_("Points quand les accords passés ont été rarement tenus."), _SOURCE, _HISTORY),
    _T("order.poor_kept_rate", "poor_kept_rate", _U.PERCENT, 50, 10, 90, N_("Rarement tenus : sous"),
       N_("Sous cette part d'accords tenus, on les dit rarement tenus."), _SOURCE, _HISTORY),
    _T("order.agreements_that_tell", "agreements_that_tell", _U.COUNT, 2, 1, 10, N_("Accords qui suffisent"),
       N_("Il faut au moins autant d'accords passés pour le dire."), _SOURCE, _HISTORY),
    _T("order.signal_points", "signal_points", _U.POINTS, 8, 0, 30, N_("Signal extérieur"),
       N_("Points quand un signal annonce une situation tendue."), _SOURCE, _RELATION),
    _T("order.exposure_points", "exposure_points", _U.POINTS, 5, 0, 30, N_("Encours dépassé"),
       N_("Points quand l'encours autorisé est dépassé ou qu'une commande à crédit arrive."), _SOURCE, _RELATION),
    _T("order.key_points", "key_points", _U.POINTS, 8, 0, 30, N_("Grand compte, vraie somme"),
       N_("Points d'un grand compte quand le montant n'est pas petit."), _SOURCE, _RELATION),
    _T("order.long_term_points", "long_term_points", _U.POINTS, 6, 0, 30, N_("Ancien client qui paie bien"),
       N_("Points d'un client de longue date qui paie bien d'habitude."), _SOURCE, _RELATION),
    _T("order.long_term_months", "long_term_months", _U.MONTHS, 24, 6, 120, N_("Client de longue date"),
       N_("À partir de cette ancienneté, le client est appelé par une personne qu'il connaît."),
       "2b, R041", _RELATION),
    _T("order.good_share", "good_share", _U.PERCENT, 80, 50, 100, N_("Paie bien"),
       N_("Part des factures payées à l'heure à partir de laquelle un ancien client compte ici."),
       _SOURCE, _RELATION),
)  # fmt: skip
_AGES = (
    N_("1 à 7 jours de retard"), N_("8 à 15 jours de retard"), N_("16 à 30 jours de retard"),
    N_("31 à 60 jours de retard"), N_("61 à 120 jours de retard"), N_("121 à 180 jours de retard"),
    N_("181 à 365 jours de retard"), N_("Plus d'un an de retard"),
)  # fmt: skip
_EVENTS = {
    EventKind.AGREEMENT_BROKEN: N_("Accord non suivi d'un paiement"),
    EventKind.INSTALMENT_BROKEN: N_("Mensualité non reçue"),
    EventKind.APPOINTMENT: N_("Rendez-vous aujourd'hui"),
    EventKind.WE_OWE_ANSWER: N_("Nous devons une réponse"),
    EventKind.OWN_PROMISE_DUE: N_("Notre engagement arrive à échéance"),
    EventKind.DISPUTE_ANSWER_DUE: N_("Réponse due sur un litige"),
    EventKind.STEP_DUE: N_("Étape du scénario prévue"),
    EventKind.PROMISE_DUE: N_("Paiement promis pour aujourd'hui"),
}
_TYPES = tuple(kind for kind in DebtorType if kind is not DebtorType.INSOLVENCY)


def _ages() -> tuple[Threshold, ...]:
    meaning = N_(
        "Points quand la plus ancienne facture a cet âge : ils montent, puis baissent avec les chances."
    )
    return tuple(
        _T(f"order.age.{place}", f"age_points.{place}", _U.POINTS, AGE_POINTS[place], 0, 30, label, meaning,
           _SOURCE, _AGE)
        for place, label in enumerate(_AGES)
    )  # fmt: skip


def _events() -> tuple[Threshold, ...]:
    meaning = N_("Points quand cela arrive aujourd'hui ; plusieurs événements ne s'ajoutent pas.")
    return tuple(
        _T(f"order.event.{kind.value}", f"event_points.{kind.value}", _U.POINTS, EVENT_POINTS[kind], 0, 30, label,
           meaning, _SOURCE, _EVENT)
        for kind, label in _EVENTS.items()
    )  # fmt: skip


def _types() -> tuple[Threshold, ...]:
    uplift = N_("Hausse attendue des chances de paiement à 30 jours après un contact avec ce profil.")
    past = N_("Points d'un client de ce profil.")
    lifts = tuple(
        _T(f"order.uplift.{kind.value.lower()}", f"uplift_percent.{kind.value}", _U.PERCENT, UPLIFT_PERCENT[kind],
           0, 100, TYPE_LABELS[kind], uplift, _SOURCE, _UPLIFT)
        for kind in _TYPES
    )  # fmt: skip
    points = tuple(
        _T(f"order.history.{kind.value.lower()}", f"history_points.{kind.value}", _U.POINTS, HISTORY_POINTS[kind],
           0, 30, TYPE_LABELS[kind], past, _SOURCE, _HISTORY)
        for kind in _TYPES
    )  # fmt: skip
    return (*lifts, *points)


ORDER = Family(
    "order",
    N_("Ordre de la journée"),
    N_("Ce qui fait passer un client avant un autre, et le temps que la liste prévoit."),
    (*_THRESHOLDS, *_ages(), *_events(), *_types(), *_LATER),
    rising=(("order.today_from", "order.first_from"), ("order.week_from", "order.today_from")),
    folded=(_UPLIFT, _AGE, _EVENT, _HISTORY, _RELATION),
)
