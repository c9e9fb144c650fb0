"""Whether a mail comes from whom it says: what our own mail server found, and nobody else's word.

Source: RFC 8601, 2.2, 5 and 7.1 (a result counts only under the name of a server that one trusts); RFC 7489, 3.1.
"""

import re
from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.method.inbox.rules.mail import Fault, Mail


class Origin(StrEnum):
    """PROVED: our server vouches for the domain. UNPROVED: nobody says. FORGED: our server says it is not."""

    PROVED = "proved"
    UNPROVED = "unproved"
    FORGED = "forged"


ORIGIN_LABELS = {
    Origin.PROVED: N_("expéditeur vérifié par votre serveur"),
    Origin.UNPROVED: N_("expéditeur non vérifié"),
    Origin.FORGED: N_("votre serveur doute de cet expéditeur"),
}
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:header\.d|header\.i|header\.from|smtp\.mailfrom|smtp\.mail)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE
)


def origin_of(mail: Mail, *, trusted_server: str) -> Origin:
    """What the topmost result says, if it carries the name of the server we trust."""
    if mail.sender is None or Fault.SEVERAL_SENDERS in mail.faults:
        return Origin.FORGED
    stated = _COMMENT.sub(" ", mail.header("authentication-results"))
    if not trusted_server or stated_server(mail) != trusted_server.strip().lower():
        return Origin.UNPROVED
    results = [(method.lower(), result.lower(), rest) for method, result, rest in _RESULT.findall(stated)]
    for method, result, _rest in results:
        if method == "dmarc":
            return (
                Origin.PROVED
                if result == "pass"
                else Origin.FORGED
                if result == "fail"
                else _aligned(mail, results)
            )
    return _aligned(mail, results)


def stated_server(mail: Mail) -> str:
    """The server that signs the topmost result; whether to trust that name is for the owner of the mailbox."""
    stated = _COMMENT.sub(" ", mail.header("authentication-results"))
    words = stated.split(";")[0].split()
    return words[0].lower() if words else ""


def _aligned(mail: Mail, results: list[tuple[str, str, str]]) -> Origin:
    """A signature or a permitted server of the very domain that the sender states."""
    assert mail.sender is not None
    domain = mail.sender.domain
    for method, result, rest in results:
        for named in _DOMAIN.findall(rest) if result == "pass" and method in {"dkim", "spf"} else ():
            other = named.rpartition("@")[2].lower()
            if other and (domain == other or domain.endswith(f".{other}")) and "." in other:
                return Origin.PROVED
    failed = any(method == "dkim" and result == "fail" for method, result, _ in results)
    return Origin.FORGED if failed else Origin.UNPROVED
