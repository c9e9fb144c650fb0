"""Decides when a mail to a colleague is tried again, and to which addresses none may ever go."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class HouseMailKind(StrEnum):
    """What a mail inside the house is about."""

    QUESTION = "question"
    LATE = "late"


HOUSE_MAIL_LABELS = {
    HouseMailKind.QUESTION: N_("question à un collègue"),
    HouseMailKind.LATE: N_("réponse en retard"),
}


class HouseMailState(StrEnum):
    """Where it stands. A mail that was being sent when the machine stopped is in doubt: nobody sends it twice."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"


HOUSE_MAIL_STATE_LABELS = {
    HouseMailState.WAITING: N_("va partir"),
    HouseMailState.SENDING: N_("en cours d'envoi"),
    HouseMailState.SENT: N_("envoyé"),
    HouseMailState.FAILED: N_("n'est pas parti"),
    HouseMailState.DOUBTFUL: N_("peut-être parti"),
}
MOST_TRIES = 8
DOUBTED_AFTER = timedelta(minutes=15)
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=2)


def try_again_in(tries: int) -> timedelta | None:
    """How long to wait after so many tries that never reached a server; None: a person has to look at it."""
    return None if tries >= MOST_TRIES else min(_LONGEST, _FIRST * 2 ** (tries - 1))


def problem_of_address(address: str, *, debtors: Collection[str], domains: Collection[str]) -> Refused | None:
    """Why a mail to a colleague may not go to an address: it is a customer's, or at the customer's own domain.

    debtors: addresses of people at customers. domains: those of the customer's people, but for public ones and ours.
    """
    plain = address.strip().lower()
    if plain in {known.lower() for known in debtors}:
        return Refused(
            Reason(N_("C'est l'adresse d'un client\u00a0: cette question ne part qu'à un collègue.")), "email"
        )
    if plain.rpartition("@")[2] in {domain.lower() for domain in domains}:
        return Refused(
            Reason(N_("Cette adresse est chez le client\u00a0: cette question ne part qu'à un collègue.")),
            "email",
        )
    return None
