"""The mailbox that is read: how often, how patiently, and what is wrong with it in plain words."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused

MAILS_PER_ROUND = 200
SECONDS_PER_ROUND = 20.0
LOOKS_EVERY = timedelta(minutes=1)
FIRST_PATIENCE, LONGEST_PATIENCE = timedelta(minutes=1), timedelta(hours=1)
TAKEN_BACK_DAYS = 30
"""How far back the first reading goes when nobody says otherwise."""
UNFILED_DAYS = 90
"""How long the words of a mail that belongs to no customer are kept."""


class Trouble(StrEnum):
    """Why a mailbox could not be read."""

    NO_SUCH_HOST = "no_such_host"
    NOTHING_THERE = "nothing_there"
    SILENT = "silent"
    NO_SUCH_SECURITY = "no_such_security"
    CERTIFICATE = "certificate"
    SIGN_IN_REFUSED = "sign_in_refused"
    NO_SUCH_FOLDER = "no_such_folder"
    BROKEN_OFF = "broken_off"
    KEY_LOST = "key_lost"
    OTHER = "other"


TROUBLE_LABELS = {
    Trouble.NO_SUCH_HOST: N_("ce nom de serveur n'existe pas"),
    Trouble.NOTHING_THERE: N_("rien ne répond sur ce port"),
    Trouble.SILENT: N_("le serveur ne répond pas"),
    Trouble.NO_SUCH_SECURITY: N_("le serveur n'accepte pas cette sécurité sur ce port"),
    Trouble.CERTIFICATE: N_("le certificat du serveur n'est pas valable"),
    Trouble.SIGN_IN_REFUSED: N_("l'identifiant ou le mot de passe est refusé"),
    Trouble.NO_SUCH_FOLDER: N_("ce dossier n'existe pas dans la boîte"),
    Trouble.BROKEN_OFF: N_("la connexion s'est interrompue"),
    Trouble.KEY_LOST: N_("le mot de passe enregistré ne s'ouvre plus avec la clé de cette installation"),
    Trouble.OTHER: N_("le serveur a répondu ce que nous ne comprenons pas"),
}


@dataclass(frozen=True, slots=True)
class Unread:
    """A mailbox that could not be read: why, and the server's own words."""

    trouble: Trouble
    words: str = ""

    @property
    def reason(self) -> Reason:
        """In words; what the server said only where we have none of our own."""
        if self.trouble is Trouble.OTHER and self.words:
            return Reason(N_("le serveur a répondu : {words}"), words=self.words)
        return Reason(TROUBLE_LABELS[self.trouble])


def patience(failures: int) -> timedelta:
    """How long a mailbox is left alone after so many failures in a row: longer each time, an hour at most."""
    doublings: int = min(max(failures - 1, 0), 10)
    return min(LONGEST_PATIENCE, FIRST_PATIENCE * (1 << doublings))


def problem_of_settings(fields: "MailboxDraft") -> Refused | None:
    """What the settings of a mailbox lack."""
    if fields.has_signed_addresses and "@" not in fields.address:
        text = N_("Pour des adresses de réponse signées, indiquez l'adresse de cette boîte.")
        return Refused(Reason(text), "address")
    if "+" in fields.address:
        return Refused(Reason(N_("Indiquez l'adresse sans « + ».")), "address")
    return None


@dataclass(frozen=True, slots=True)
class MailboxDraft:
    """The settings of a mailbox. `trusted_server`: whose results on senders count; empty trusts nobody's."""

    host: str
    port: int
    security: str
    username: str
    folder: str
    address: str = ""
    trusted_server: str = ""
    has_signed_addresses: bool = False
