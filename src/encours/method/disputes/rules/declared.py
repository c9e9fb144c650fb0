"""The thresholds of disputes (method 2k): what each means, its bounds, where the rules find it."""

from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit
from encours.ground.kernel.reason import N_

_T, _U = Threshold, Unit

DISPUTES = Family(
    "disputes",
    N_("Litiges"),
    N_("Combien de temps nous avons pour répondre, et combien de temps la part contestée repose."),
    (
        _T("dispute.answer_days", "answer_days", _U.BUSINESS_DAYS, 10, 2, 10, N_("Réponse à un litige"),
           N_("Délai dans lequel un litige reçoit sa réponse."), "2k", "", Held.DOWN),
        _T("dispute.rest_days", "rest_days", _U.BUSINESS_DAYS, 5, 5, 30, N_("Repos après la réponse"),
           N_("Temps laissé au client pour revenir sur notre réponse avant toute relance."), "2k", "", Held.UP),
        _T("dispute.new_due_days", "new_due_days", _U.DAYS, 8, 1, 60, N_("Nouvelle échéance après notre erreur"),
           N_("Délai laissé pour le reste d'une facture quand le client avait raison, à compter de notre réponse."),
           "5"),
    ),
)  # fmt: skip
