"""What came of handing a mail over, kept as one line: the server's own words, or a trouble of ours."""

from enum import StrEnum
from types import MappingProxyType

from encours.ground.kernel.reason import N_, Reason


class Trouble(StrEnum):
    """What went wrong, or was so meant, before a server could answer."""

    DEMONSTRATION = "demonstration"
    NO_SERVER = "no_server"
    BAD_ADDRESS = "bad_address"
    BAD_MESSAGE = "bad_message"
    SIGN_IN_REFUSED = "sign_in_refused"
    OUT_OF_REACH = "out_of_reach"
    LOST_BEFORE = "lost_before"
    LOST_DURING = "lost_during"
    NOT_WRITTEN = "not_written"
    # What keeps a message from being put together is kept by the name of its exception.
    SEALED = "SecretUnreadable"
    COPY = "DocumentDamaged"


_TOLD = MappingProxyType(
    {
        Trouble.DEMONSTRATION: N_("démonstration : écrit dans un répertoire, rien n'est parti"),
        Trouble.NO_SERVER: N_("aucun serveur d'envoi"),
        Trouble.BAD_ADDRESS: N_("adresse inutilisable : {words}"),
        Trouble.BAD_MESSAGE: N_("message impossible à écrire : {words}"),
        Trouble.SIGN_IN_REFUSED: N_("identifiant ou mot de passe refusé ({words})"),
        Trouble.OUT_OF_REACH: N_("serveur injoignable : {words}"),
        Trouble.LOST_BEFORE: N_("connexion rompue avant l'envoi : {words}"),
        Trouble.LOST_DURING: N_("connexion rompue pendant l'envoi : {words}"),
        Trouble.NOT_WRITTEN: N_("impossible d'écrire dans le répertoire : {words}"),
        Trouble.SEALED: N_("le mot de passe enregistré ne s'ouvre pas avec la clé de cette installation"),
        Trouble.COPY: N_("une pièce jointe manque ou a changé sur le disque"),
    }
)


def written(trouble: Trouble, words: object = "") -> str:
    """A trouble as the line keeps it, with the words of the machine that met it."""
    return f"{trouble.value}: {words}" if words else trouble.value


def told(line: str) -> Reason | str:
    """The line for a reader: a trouble of ours as a sentence, a server's words as they came."""
    name, _colon, words = line.partition(": ")
    if name not in set(Trouble):
        return line
    return Reason(_TOLD[Trouble(name)], words=words)
