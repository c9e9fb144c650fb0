"""What is told of a sign-in, how much of it is kept, and how many tries somebody has."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused

KEPT_DAYS = 365
"""How long the record of sign-ins is kept. Source: CNIL, deliberation 2021-122 (six months to a year)."""


class DoorEvent(StrEnum):
    """One thing that happened at the door."""

    SIGNED_IN = "signed_in"
    PASSKEY_USED = "passkey_used"
    REFUSED = "refused"
    CODE_REFUSED = "code_refused"
    PASSKEY_REFUSED = "passkey_refused"
    PASSKEY_COPIED = "passkey_copied"
    HELD_BACK = "held_back"
    RESET_ASKED = "reset_asked"
    RESET_DONE = "reset_done"
    SESSION_ENDED = "session_ended"


DOOR_EVENT_LABELS = {
    DoorEvent.SIGNED_IN: N_("connexion"),
    DoorEvent.PASSKEY_USED: N_("connexion par clé d'accès"),
    DoorEvent.REFUSED: N_("mot de passe refusé"),
    DoorEvent.CODE_REFUSED: N_("second facteur refusé"),
    DoorEvent.PASSKEY_REFUSED: N_("clé d'accès refusée"),
    DoorEvent.PASSKEY_COPIED: N_("clé d'accès refusée : peut-être copiée"),
    DoorEvent.HELD_BACK: N_("trop d'essais : retenu"),
    DoorEvent.RESET_ASKED: N_("nouveau mot de passe demandé"),
    DoorEvent.RESET_DONE: N_("mot de passe remplacé par e-mail"),
    DoorEvent.SESSION_ENDED: N_("session fermée à distance"),
}


ENTRANCES = (DoorEvent.SIGNED_IN, DoorEvent.PASSKEY_USED)
"""Somebody came in."""


class MailState(StrEnum):
    """Where a mail with a reset link stands. SENDING that lasts was cut short: it is asked for again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


MAIL_STATE_LABELS = {
    MailState.WAITING: N_("à envoyer"),
    MailState.SENDING: N_("en cours d'envoi"),
    MailState.SENT: N_("envoyé"),
    MailState.FAILED: N_("non envoyé"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in `minutes`, counted for one key and for all workers together."""

    name: str
    most: int
    minutes: int

    def window(self, now: datetime) -> int:
        """The number of the stretch of time that an instant falls in."""
        return int(now.timestamp()) // (self.minutes * 60)

    def over_at(self, now: datetime) -> datetime:
        """When the present stretch ends and counting begins anew."""
        return now + timedelta(seconds=self.minutes * 60 - int(now.timestamp()) % (self.minutes * 60))

    def refusal(self, now: datetime) -> Refused:
        """Why one has to wait, and how long."""
        minutes = -(-int((self.over_at(now) - now).total_seconds()) // 60)
        text = N_("Trop d'essais. Réessayez dans {minutes} min.")
        return Refused(Reason(text, minutes=max(minutes, 1)))


# Generous for a person, useless for guessing. An account tried from many places is held back only
# where its owner has not signed in from before: nobody can shut somebody else out.
SIGN_IN_HERE = Limit("sign_in_here", 8, 15)  # one account from one place
SIGN_IN_PLACE = Limit("sign_in_place", 60, 15)  # one place, whatever the account
SIGN_IN_ACCOUNT = Limit("sign_in_account", 40, 60)  # one account, whatever the place
CODE = Limit("code", 8, 15)  # the second factor of one account
PASSKEY_ASKED = Limit("passkey_asked", 60, 15)  # one place, before anybody says who they are
RESET_ACCOUNT = Limit("reset_account", 3, 60)
RESET_PLACE = Limit("reset_place", 20, 60)
UPLOAD = Limit("upload", 120, 60)  # files of one person
EXPORT_ASKED = Limit("export_asked", 6, 60)  # exports of everything by one person
PAGE_SAID = Limit("page_said", 30, 60)  # what is said through one link
PAGE_SAID_PLACE = Limit("page_said_place", 90, 60)  # and from one place
PAGE_MISSED = Limit("page_missed", 60, 15)  # links that open nothing, from one place
SERVICE_MISSED = Limit(
    "service_missed", 30, 15
)  # calls of a service without a right signature, from one place
DOMAIN_CHECK = Limit("domain_check", 60, 60)  # some thirty questions to the name servers each


def masked_place(address: str) -> str:
    """Where somebody came from, short of naming the person: a network of 256 addresses, or an IPv6 /48."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    network = ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False)
    return str(network)


# The first that is found is the one: every browser names the ones it descends from.
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|Chromium|CriOS)/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


def device_of(user_agent: str) -> str:
    """«Firefox · Windows»; nothing of what is unknown is kept."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return " · ".join(word for word in found if word)


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for word, sign in words if re.search(sign, text)), "")
