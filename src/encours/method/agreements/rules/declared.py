"""The thresholds of promises and plans (method 2e): what each means, its bounds, where the rules find it."""

from encours.books.creditor.rules.threshold import Family, Threshold, Unit
from encours.ground.kernel.reason import N_

_THEIRS = N_("Ce que le client promet")
_OURS = N_("Ce que nous devons")
_T, _U = Threshold, Unit

PROMISES = Family(
    "promises",
    N_("Promesses"),
    N_("À partir de quand une promesse est tenue, et combien de temps on attend."),
    (
        _T("promises.kept_percent", "kept_percent", _U.PERCENT, 98, 80, 100, N_("Promesse tenue"),
           N_("Part reçue à temps à partir de laquelle la promesse est tenue ; le reste demeure sur le compte."),
           "2e, 8", _THEIRS),
        _T("promises.acceptance_days", "acceptance_days", _U.BUSINESS_DAYS, 3, 1, 10, N_("Attente d'un oui écrit"),
           N_("Sans oui écrit dans ce délai, une proposition ne compte ni comme tenue ni comme rompue."),
           "2e", _THEIRS),
        _T("promises.transit_days", "transit_days", _U.BUSINESS_DAYS, 3, 1, 5, N_("Virement montré"),
           N_("Temps laissé à un virement dont le client a montré l'ordre."), "2e, 11", _THEIRS),
        _T("promises.answer_days", "answer_days", _U.BUSINESS_DAYS, 2, 1, 5, N_("Réponse à une question"),
           N_("Délai dans lequel nous répondons à ce qu'un client demande."), "R069", _OURS),
    ),
)  # fmt: skip

_ALONE = N_("Ce que chacun peut accorder sans le dirigeant")
PLANS = Family(
    "plans",
    N_("Échéanciers"),
    N_("Jusqu'où chacun peut accorder un échéancier ; au-delà, le dirigeant décide."),
    (
        _T("plans.most_instalments", "most_instalments", _U.COUNT, 6, 2, 24, N_("Nombre d'échéances"),
           N_("Au-delà de ce nombre, le dirigeant valide."), "2e", _ALONE),
        _T("plans.longest_days", "longest_days", _U.DAYS, 90, 14, 730, N_("Durée de l'échéancier"),
           N_("De ce jour à la dernière échéance ; au-delà, le dirigeant valide."), "2e", _ALONE),
        _T("plans.first_percent", "first_percent", _U.PERCENT, 20, 1, 90, N_("Première échéance"),
           N_("Part de la dette que la première échéance couvre au moins."), "2e", _ALONE),
        _T("plans.strained_first_percent", "strained_first_percent", _U.PERCENT, 10, 1, 90,
           N_("Première échéance d'un client en difficulté"),
           N_("La même part, pour un client qui paie avec peine."), "2e", _ALONE),
        _T("plans.first_within_days", "first_within_days", _U.DAYS, 7, 1, 60, N_("Délai de la première échéance"),
           N_("La première échéance tombe dans ce délai ; plus tard, le dirigeant valide."), "2e", _ALONE),
        _T("plans.least_minor", "least_minor", _U.MONEY, 50, 1, 5_000, N_("Plus petite échéance"),
           N_("En dessous de ce montant, une échéance coûte plus qu'elle n'apporte."), "2e", _ALONE),
        _T("plans.promise_within_days", "promise_within_days", _U.DAYS, 10, 1, 60,
           N_("Promesse faite sur la page du client"),
           N_("Une date plus lointaine attend d'abord notre accord."), "5", _ALONE),
    ),
)  # fmt: skip
