"""The thresholds of the payer's profile (method 2a): what each means, its bounds, where the rules find it."""

from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit
from encours.ground.kernel.reason import N_
from encours.method.insight.rules.points import POINTS, Rule

_AVOIDS = N_("Quand « ne donne pas suite » est proposé")
_SPORADIC = N_("Quand « paie par à-coups » est retenu")
_STRAINED = N_("Quand « traverse une difficulté » est retenu")
_READ = N_("Ce qui est relu")
_SURE = N_("Ce que l'on sait, et combien de temps")
_FOR_AVOIDS = N_("Points pour « ne donne pas suite »")
_AGAINST = N_("Points contre « ne donne pas suite »")
_FOR_SPORADIC = N_("Points pour « paie par à-coups »")
_FOR_STRAINED = N_("Points pour « traverse une difficulté »")
_ADDS = N_("Points ajoutés quand ce fait est connu.")
_TAKES = N_("Points retirés quand ce fait est connu.")
_SOURCE = "2a"
_MOST_POINTS = 60
_T, _U = Threshold, Unit

_THRESHOLDS = (
    _T("payer.window_months", "window_months", _U.MONTHS, 24, 6, 36, N_("Période relue"),
       N_("Les factures payées depuis ce temps disent comment le client paie."), _SOURCE, _READ),
    _T("payer.window_invoices", "window_invoices", _U.COUNT, 12, 4, 50, N_("Factures relues au moins"),
       N_("S'il y en a moins dans la période, on remonte plus loin jusqu'à ce nombre de factures payées."),
       _SOURCE, _READ),
    _T("payer.window_most_months", "window_most_months", _U.MONTHS, 36, 6, 36, N_("Période la plus longue"),
       N_("Rien de plus ancien ne compte jamais."), _SOURCE, _READ),
    _T("payer.fact_months", "fact_months", _U.MONTHS, 12, 3, 24, N_("Durée d'un fait noté"),
       N_("Ce qui a été dit ou observé compte pendant ce temps, puis plus."), _SOURCE, _READ),
    _T("payer.on_time_days", "on_time_days", _U.DAYS, 5, 0, 15, N_("Payé à l'heure"),
       N_("Une facture payée au plus ce nombre de jours après l'échéance est payée à l'heure."), _SOURCE, _READ),
    _T("payer.recent_days", "recent_days", _U.DAYS, 90, 30, 180, N_("Passé récent"),
       N_("Pour voir un changement, les paiements d'avant sont comparés à ceux de ces derniers jours."),
       _SOURCE, _READ),
    _T("payer.part_days", "part_days", _U.DAYS, 30, 7, 90, N_("Paiement partiel récent"),
       N_("Un paiement partiel compte comme un signe de bonne volonté pendant ce temps."), _SOURCE, _READ),
    _T("payer.answer_days", "answer_days", _U.DAYS, 5, 1, 15, N_("Répond vite"),
       N_("Une réponse dans ce délai compte pour le client."), _SOURCE, _READ),
    _T("payer.credited_percent", "credited_percent", _U.PERCENT, 20, 5, 100, N_("Facture corrigée"),
       N_("Une facture créditée d'au moins cette part ne dit rien du payeur : elle n'est pas relue."),
       _SOURCE, _READ),
    _T("payer.few_invoices", "few_invoices", _U.COUNT, 3, 1, 6, N_("Nouveau client"),
       N_("Avec moins de factures payées que cela, il est trop tôt pour conclure."), _SOURCE, _SURE),
    _T("payer.enough_invoices", "enough_invoices", _U.COUNT, 4, 2, 12, N_("Assez de factures"),
       N_("À partir de ce nombre de factures payées, une habitude se reconnaît."), _SOURCE, _SURE),
    _T("payer.good_share", "good_share", _U.PERCENT, 80, 50, 100, N_("Paie bien"),
       N_("Qui paie au moins cette part de ses factures à l'heure paie bien d'habitude."), _SOURCE, _SURE),
    _T("payer.clear_margin", "clear_margin", _U.POINTS, 20, 5, 60, N_("Avance nette"),
       N_("Avec une telle avance sur les autres profils, le profil retenu est plus sûr."), _SOURCE, _SURE),
    _T("payer.to_confirm_below", "to_confirm_below", _U.PERCENT, 50, 30, 95, N_("À confirmer par un appel"),
       N_("Sous cette confiance, le profil est dit à confirmer."), _SOURCE, _SURE),
    _T("payer.solid_above", "solid_above", _U.PERCENT, 75, 30, 95, N_("Profil solide"),
       N_("Au-dessus de cette confiance, le profil est dit solide."), _SOURCE, _SURE),
    _T("payer.label_months", "label_months", _U.MONTHS, 12, 3, 12, N_("Durée d'un profil défavorable"),
       N_("Sans fait nouveau pendant ce temps, un profil qui pèse sur le client s'éteint."),
       _SOURCE, _SURE, Held.DOWN, is_owners=True),
    _T("payer.avoids_from", "avoids_from", _U.POINTS, 60, 60, 150, N_("Points qu'il faut"),
       N_("Sous ce total, ce profil n'est jamais proposé."),
       _SOURCE, _AVOIDS, Held.UP, is_owners=True),
    _T("payer.avoids_kinds", "avoids_kinds", _U.COUNT, 3, 3, 8, N_("Sortes de faits qu'il faut"),
       N_("Un même fait répété ne suffit pas : il en faut d'autant de sortes."),
       _SOURCE, _AVOIDS, Held.UP, is_owners=True),
    _T("payer.ladder_confidence", "ladder_confidence", _U.PERCENT, 60, 60, 95, N_("Confiance qu'il faut"),
       N_("Sous cette confiance, le scénario plus ferme n'est pas suivi, même confirmé."),
       _SOURCE, _AVOIDS, Held.UP, is_owners=True),
    _T("payer.silence_contacts", "silence_contacts", _U.COUNT, 3, 2, 10, N_("Silence : contacts"),
       N_("Autant de contacts sans réponse à la suite font un silence."), _SOURCE, _AVOIDS),
    _T("payer.silence_days", "silence_days", _U.DAYS, 21, 14, 90, N_("Silence : durée"),
       N_("Le silence compte à partir de cette durée."), _SOURCE, _AVOIDS),
    _T("payer.silence_channels", "silence_channels", _U.COUNT, 2, 2, 4, N_("Silence : moyens"),
       N_("Un seul moyen ne prouve rien : il en faut d'aussi différents."), _SOURCE, _AVOIDS, Held.UP),
    _T("payer.long_silence_contacts", "long_silence_contacts", _U.COUNT, 6, 3, 20, N_("Long silence : contacts"),
       N_("Autant de contacts sans réponse à la suite font un long silence."), _SOURCE, _AVOIDS),
    _T("payer.long_silence_days", "long_silence_days", _U.DAYS, 45, 21, 180, N_("Long silence : durée"),
       N_("Le long silence compte à partir de cette durée."), _SOURCE, _AVOIDS),
    _T("payer.unpaid_days", "unpaid_days", _U.DAYS, 60, 30, 180, N_("Rien payé : une facture"),
       N_("Rien n'a jamais été payé et une facture a plus de ce retard."), _SOURCE, _AVOIDS),
    _T("payer.unpaid_several_days", "unpaid_several_days", _U.DAYS, 30, 15, 120,
       N_("Rien payé : plusieurs factures"),
       N_("Rien n'a jamais été payé et au moins deux factures ont plus de ce retard."), _SOURCE, _AVOIDS),
    _T("payer.reasons_given", "reasons_given", _U.COUNT, 3, 2, 6, N_("Raisons différentes"),
       N_("Autant de raisons différentes pour une même facture comptent comme un fait."), _SOURCE, _AVOIDS),
    _T("payer.broken_most", "broken_most", _U.POINTS, 45, 15, 45, N_("Accords non suivis : au plus"),
       N_("Les accords non suivis d'un paiement ne comptent jamais plus que cela."), _SOURCE, _AVOIDS, Held.DOWN),
    _T("payer.refusals_most", "refusals_most", _U.POINTS, 20, 10, 20, N_("Écrits déclinés : au plus"),
       N_("Les confirmations écrites déclinées ne comptent jamais plus que cela."), _SOURCE, _AVOIDS, Held.DOWN),
    _T("payer.sporadic_from", "sporadic_from", _U.POINTS, 50, 30, 110, N_("Points qu'il faut"),
       N_("Le profil est retenu à partir de ce total."), _SOURCE, _SPORADIC),
    _T("payer.bulk_share", "bulk_share", _U.PERCENT, 30, 10, 100, N_("Plusieurs factures d'un coup"),
       N_("Part des factures réglées ensemble, en retard, à partir de laquelle cela compte."), _SOURCE, _SPORADIC),
    _T("payer.uneven_days", "uneven_days", _U.DAYS, 12, 3, 60, N_("Délais irréguliers"),
       N_("Écart habituel entre les retards à partir duquel ils sont dits irréguliers."), _SOURCE, _SPORADIC),
    _T("payer.reminded_share", "reminded_share", _U.PERCENT, 50, 20, 100, N_("Paie après une relance"),
       N_("Part des factures payées seulement après une relance à partir de laquelle on écrit avant l'échéance."),
       _SOURCE, _SPORADIC),
    _T("payer.poor_share", "poor_share", _U.PERCENT, 20, 0, 50, N_("Parfois à l'heure"),
       N_("Sous cette part de factures payées à l'heure, le client n'est plus dit parfois à l'heure."),
       _SOURCE, _SPORADIC),
    _T("payer.parts_share", "parts_share", _U.PERCENT, 20, 5, 100, N_("Paie en plusieurs fois"),
       N_("Part des factures payées en plusieurs fois à partir de laquelle cela compte."), _SOURCE, _SPORADIC),
    _T("payer.strained_from", "strained_from", _U.POINTS, 50, 30, 110, N_("Points qu'il faut"),
       N_("Le profil est retenu à partir de ce total."), _SOURCE, _STRAINED),
    _T("payer.slowing_days", "slowing_days", _U.DAYS, 10, 3, 60, N_("Ralentissement"),
       N_("Jours de retard de plus qu'avant, sur les trois dernières factures, à partir desquels cela compte."),
       _SOURCE, _STRAINED),
    _T("payer.orders_fall_percent", "orders_fall_percent", _U.PERCENT, 40, 10, 90, N_("Commandes en baisse"),
       N_("Baisse des commandes d'un trimestre à l'autre à partir de laquelle cela compte."), _SOURCE, _STRAINED),
)  # fmt: skip
_POINTS_OF = (
    (_FOR_AVOIDS, _ADDS, (
        (Rule.BROKEN_AGREEMENTS, N_("Chaque accord non suivi d'un paiement")),
        (Rule.SILENCE, N_("Silence")),
        (Rule.LONG_SILENCE, N_("Long silence")),
        (Rule.NOTHING_PAID, N_("Rien n'a jamais été payé")),
        (Rule.UNREACHABLE, N_("Injoignable aux coordonnées connues")),
        (Rule.PAYMENT_STOPPED, N_("Paiement arrêté")),
        (Rule.GROUNDLESS_DISPUTE, N_("Litige tardif et non fondé")),
        (Rule.CHANGING_REASONS, N_("Raisons qui changent")),
        (Rule.REFUSES_WRITING, N_("Chaque confirmation écrite déclinée")),
        (Rule.ABLE_NOT_PAYING, N_("A dit pouvoir payer, sans le faire")),
    )),
    (_AGAINST, _TAKES, (
        (Rule.PAID_A_PART, N_("Paiement partiel récent")),
        (Rule.ANSWERED, N_("A répondu")),
        (Rule.DISPUTE_UPHELD, N_("Un litige était fondé")),
        (Rule.KEPT_AGREEMENTS, N_("Chaque accord tenu")),
        (Rule.HARDSHIP, N_("Difficulté déclarée")),
        (Rule.GOOD_PAST, N_("Payait bien")),
    )),
    (_FOR_SPORADIC, _ADDS, (
        (Rule.SEVERAL_AT_ONCE, N_("Plusieurs factures d'un coup")),
        (Rule.UNEVEN_DELAYS, N_("Délais irréguliers")),
        (Rule.PAYS_WHEN_REMINDED, N_("Paie après une relance")),
        (Rule.SOMETIMES_ON_TIME, N_("Parfois à l'heure")),
        (Rule.PAYS_IN_PARTS, N_("Paie en plusieurs fois")),
        (Rule.SKIPS_OLDER, N_("Laisse une facture plus ancienne")),
        (Rule.ALL_FINALLY_PAID, N_("Tout a fini par être payé")),
    )),
    (_FOR_STRAINED, _ADDS, (
        (Rule.PAID_WELL_BEFORE, N_("Payait bien auparavant")),
        (Rule.HARDSHIP_DECLARED, N_("Difficulté déclarée")),
        (Rule.EXTERNAL_SIGNALS, N_("Signal extérieur")),
        (Rule.SLOWING_DOWN, N_("Ralentissement")),
        (Rule.SEEKS_A_WAY, N_("Cherche une solution")),
        (Rule.ANSWERS_SOON, N_("Répond vite")),
        (Rule.ORDERS_FALL, N_("Commandes en baisse")),
    )),
)  # fmt: skip


def _points(rule: Rule, label: str, meaning: str, group: str) -> Threshold:
    """The points of one fact; what speaks against a grave word never counts for less than it does by default."""
    default, is_against = POINTS[rule], POINTS[rule] < 0
    least, most = (-_MOST_POINTS, 0) if is_against else (0, _MOST_POINTS)
    held = Held.DOWN if is_against else None
    key = f"payer.points.{rule.value}"
    return Threshold(
        key, f"points.{rule.value}", Unit.POINTS, default, least, most, label, meaning, "2a", group, held
    )


PAYER = Family(
    "payer",
    N_("Profil des payeurs"),
    N_("Comment le programme reconnaît les habitudes de paiement d'un client, et à partir de quand."),
    (
        *_THRESHOLDS,
        *(
            _points(rule, label, meaning, group)
            for group, meaning, rules in _POINTS_OF
            for rule, label in rules
        ),
    ),
    rising=(
        ("payer.window_months", "payer.window_most_months"),
        ("payer.few_invoices", "payer.enough_invoices"),
        ("payer.poor_share", "payer.good_share"),
        ("payer.to_confirm_below", "payer.solid_above"),
        ("payer.silence_contacts", "payer.long_silence_contacts"),
        ("payer.silence_days", "payer.long_silence_days"),
        ("payer.unpaid_several_days", "payer.unpaid_days"),
    ),
    folded=(_FOR_AVOIDS, _AGAINST, _FOR_SPORADIC, _FOR_STRAINED),
)
