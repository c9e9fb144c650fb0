"""The thresholds of the contact guard (method 2d): what protects a customer is made stricter here, never looser."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit, filled
from encours.ground.kernel.reason import N_
from encours.method.outreach.rules.limits import DEFAULT_LIMITS, Hours, Limits

_RHYTHM = N_("Entre deux contacts")
_CALLS = N_("Appels")
_TOTALS = N_("Au plus")
_PAUSES = N_("Temps de calme")
_HOURS = N_("Heures, chez le client")
_OVERRIDE = N_("Passer outre")
_T, _U, _UP, _DOWN = Threshold, Unit, Held.UP, Held.DOWN

_THRESHOLDS = (
    _T("guard.gap_days", "gap_days", _U.DAYS, 7, 7, 30, N_("Jours entre deux contacts"),
       N_("Jours pleins entre deux contacts que nous engageons, par quelque moyen que ce soit."),
       "2d, K1", _RHYTHM, _UP, is_owners=True),
    _T("guard.attempts", "attempts", _U.COUNT, 2, 1, 2, N_("Appels sans réponse"),
       N_("Après autant d'appels sans réponse, on attend toute la période avant un autre."),
       "2d, K2", _CALLS, _DOWN, is_owners=True),
    _T("guard.attempt_window_days", "attempt_window_days", _U.DAYS, 7, 7, 30, N_("Période des appels"),
       N_("Période sur laquelle ces appels se comptent, et attente qui les suit."),
       "2d, K2", _CALLS, _UP, is_owners=True),
    _T("guard.rest_after_attempt_days", "rest_after_attempt_days", _U.DAYS, 1, 1, 7, N_("Jours sans appel"),
       N_("Jours laissés en paix après un appel sans réponse."), "2d, K2", _CALLS, _UP, is_owners=True),
    _T("guard.voicemail_window_days", "voicemail_window_days", _U.DAYS, 7, 7, 30, N_("Un seul message vocal en"),
       N_("Un seul message vocal est laissé par période de cette durée."), "2d, K2", _CALLS, _UP, is_owners=True),
    _T("guard.unanswered_before_no_calls", "unanswered_before_no_calls", _U.COUNT, 6, 2, 6,
       N_("Contacts sans réponse avant de ne plus appeler"),
       N_("Ensuite, seule une étape écrite plus ferme a un sens."), "2d, K13", _CALLS, _DOWN, is_owners=True),
    _T("guard.touches_short", "touches_short", _U.COUNT, 3, 1, 3, N_("Contacts sur une courte période"),
       N_("Nombre de contacts, exceptions comprises, à ne jamais dépasser."),
       "2d, K3", _TOTALS, _DOWN, is_owners=True),
    _T("guard.short_window_days", "short_window_days", _U.DAYS, 7, 7, 21, N_("Courte période"),
       N_("Durée de cette courte période."), "2d, K3", _TOTALS, _UP, is_owners=True),
    _T("guard.touches_long", "touches_long", _U.COUNT, 6, 1, 6, N_("Contacts sur une longue période"),
       N_("Nombre de contacts, exceptions comprises, à ne jamais dépasser."),
       "2d, K3", _TOTALS, _DOWN, is_owners=True),
    _T("guard.long_window_days", "long_window_days", _U.DAYS, 30, 30, 90, N_("Longue période"),
       N_("Durée de cette longue période."), "2d, K3", _TOTALS, _UP, is_owners=True),
    _T("guard.per_person", "per_person", _U.COUNT, 2, 1, 2, N_("Contacts d'une même personne"),
       N_("Nombre de contacts d'une même personne à ne jamais dépasser sur la période."),
       "2d, K4", _TOTALS, _DOWN, is_owners=True),
    _T("guard.person_window_days", "person_window_days", _U.DAYS, 7, 7, 30, N_("Période par personne"),
       N_("Durée sur laquelle les contacts d'une personne se comptent."),
       "2d, K4", _TOTALS, _UP, is_owners=True),
    _T("guard.cool_down_business_days", "cool_down_business_days", _U.BUSINESS_DAYS, 2, 2, 10,
       N_("Après un échange difficile"),
       N_("Jours ouvrés pleins sans aucun contact."), "2d, K10", _PAUSES, _UP, is_owners=True),
    _T("guard.concession_lock_hours", "concession_lock_hours", _U.HOURS, 24, 24, 168,
       N_("Remises après un échange difficile"),
       N_("Aucune remise n'est accordée pendant ce temps : elle serait décidée à chaud."),
       "2d, K10", _PAUSES, _UP, is_owners=True),
    _T("guard.caller_break_minutes", "caller_break_minutes", _U.MINUTES, 10, 10, 120,
       N_("Pause de la personne qui appelle"),
       N_("Pause après un appel tendu, avant d'en passer un autre."), "2d, K11", _PAUSES, _UP),
    _T("guard.bereavement_days", "bereavement_days", _U.DAYS, 30, 30, 180, N_("Deuil"),
       N_("Jours sans contact quand le client annonce un deuil."), "2d, K12", _PAUSES, _UP, is_owners=True),
    _T("guard.serious_event_days", "serious_event_days", _U.DAYS, 14, 14, 180, N_("Événement grave"),
       N_("Jours sans contact quand le client annonce un événement grave."), "2d, K12", _PAUSES, _UP, is_owners=True),
    _T("guard.call_from", "", _U.TIME, 540, 540, 690, N_("Appels à partir de"),
       N_("Aucun appel avant cette heure."), "2d, K7", _HOURS, _UP, is_owners=True),
    _T("guard.call_pause_from", "", _U.TIME, 750, 700, 750, N_("Appels : fin de matinée"),
       N_("Aucun appel entre cette heure et la reprise de l'après-midi."), "2d, K7", _HOURS, _DOWN, is_owners=True),
    _T("guard.call_pause_until", "", _U.TIME, 840, 840, 930, N_("Appels : reprise de l'après-midi"),
       N_("Les appels reprennent à cette heure."), "2d, K7", _HOURS, _UP, is_owners=True),
    _T("guard.call_until", "", _U.TIME, 1080, 960, 1080, N_("Appels jusqu'à"),
       N_("Aucun appel à partir de cette heure."), "2d, K7", _HOURS, _DOWN, is_owners=True),
    _T("guard.email_from", "", _U.TIME, 480, 480, 660, N_("E-mails à partir de"),
       N_("Aucun e-mail ne part avant cette heure ; vos heures d'envoi peuvent être plus étroites."),
       "2d, K7", _HOURS, _UP, is_owners=True),
    _T("guard.email_until", "", _U.TIME, 1140, 960, 1140, N_("E-mails jusqu'à"),
       N_("Aucun e-mail ne part à partir de cette heure."), "2d, K7", _HOURS, _DOWN, is_owners=True),
    _T("guard.sms_from", "", _U.TIME, 540, 540, 660, N_("SMS à partir de"),
       N_("Aucun SMS ne part avant cette heure."), "2d, K7", _HOURS, _UP, is_owners=True),
    _T("guard.sms_until", "", _U.TIME, 1080, 960, 1080, N_("SMS jusqu'à"),
       N_("Aucun SMS ne part à partir de cette heure."), "2d, K7", _HOURS, _DOWN, is_owners=True),
    _T("guard.override_reason_characters", "override_reason_characters", _U.COUNT, 20, 20, 200,
       N_("Lettres d'un motif pour passer outre"),
       N_("Le dirigeant qui passe outre une limite l'écrit en autant de lettres au moins."),
       "2d, K15", _OVERRIDE, _UP, is_owners=True),
)  # fmt: skip
FIXED = ("voicemails",)
"""Numbers of the guard that nobody changes: one voicemail a period is already the least."""

GUARD = Family(
    "guard",
    N_("Garde-fous"),
    N_(
        "Ce qui protège vos clients de trop de contacts. Ces limites se resserrent ; elles ne se desserrent pas."
    ),
    _THRESHOLDS,
)


def limits(changed: Mapping[str, int], currency: str) -> Limits:
    """The guard's numbers as an entity set them."""
    now = {key.partition(".")[2]: value for key, value in GUARD.values(changed, currency).items()}
    hour = {key: time(*divmod(now[key], 60)) for key in now if key.endswith(("_from", "_until"))}
    return replace(
        filled(DEFAULT_LIMITS, GUARD, changed, currency),
        call_hours=(
            Hours(hour["call_from"], hour["call_pause_from"]),
            Hours(hour["call_pause_until"], hour["call_until"]),
        ),
        email_hours=(Hours(hour["email_from"], hour["email_until"]),),
        sms_hours=(Hours(hour["sms_from"], hour["sms_until"]),),
    )
