"""Decides whether a voice may be kept: allowed by the company, told beforehand, and agreed to by the person."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused

DEFAULT_DAYS = 30
MOST_DAYS = 180
"""Six months. Source: CNIL, recommendation on recorded conversations, as cited in method G8."""
MOST_BYTES = 25 * 1024 * 1024
PHRASE = N_(
    "Pour garder une trace exacte de notre accord, acceptez-vous que cet échange soit enregistré ? "
    "L'enregistrement est effacé au bout de {days} jours ; vous pouvez refuser, cela ne change rien."
)
_SOUNDS = {
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"\x1aE\xdf\xa3": "audio/webm",
}


class Consent(StrEnum):
    """What the person answered when asked."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"


CONSENT_LABELS = {
    Consent.NOT_ASKED: N_("pas demandé"),
    Consent.GIVEN: N_("accepté"),
    Consent.REFUSED: N_("refusé"),
}


@dataclass(frozen=True, slots=True)
class RecordingTerms:
    """What a company decided. Off unless it says otherwise."""

    is_allowed: bool = False
    days: int = DEFAULT_DAYS


def problem_of_terms(terms: RecordingTerms) -> Refused | None:
    """A period between one day and six months."""
    if 1 <= terms.days <= MOST_DAYS:
        return None
    return Refused(Reason(N_("Choisissez une durée de 1 à {most} jours."), most=MOST_DAYS), "days")


def problem_of_recording(terms: RecordingTerms, *, consent: Consent, content: bytes) -> Refused | None:
    """Why a sound file cannot be kept, if anything. Source: R076, method G8."""
    if not terms.is_allowed:
        return Refused(Reason(N_("Votre société n'enregistre pas les appels.")))
    if consent is not Consent.GIVEN:
        return Refused(Reason(N_("Sans accord de la personne pendant l'appel, rien ne se garde.")))
    if len(content) > MOST_BYTES:
        return Refused(Reason(N_("Ce fichier dépasse 25 Mo.")), "sound")
    if not media_type(content):
        return Refused(Reason(N_("Ce fichier n'est pas un enregistrement audio reconnu.")), "sound")
    return None


def media_type(content: bytes) -> str:
    """What a sound file is, by its first bytes; empty when it is none that we know."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return next((kind for mark, kind in _SOUNDS.items() if content.startswith(mark)), "")


def kept_until(on: date, terms: RecordingTerms) -> date:
    """The last day on which a recording made on a day is kept."""
    return on + timedelta(days=terms.days)
