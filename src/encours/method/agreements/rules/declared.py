"""The thresholds of promises (method 2e): what each means, its bounds, where the rules find it."""

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
