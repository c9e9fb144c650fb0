"""Understands what servers say when a message came back: to whom, for good or for now, and which message it was.

Source: RFC 3464 (reports), RFC 3463 (status codes); Exim, Postfix, qmail and Exchange where there is no report.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.ground.wording.linter.folding import fold
from encours.method.inbox.rules.mail import Mail, Report


class BounceCause(StrEnum):
    """Why nobody was reached."""

    ADDRESS = "address"
    FULL = "full"
    REFUSED = "refused"
    UNKNOWN = "unknown"


BOUNCE_CAUSE_LABELS = {
    BounceCause.ADDRESS: N_("cette adresse n'existe pas"),
    BounceCause.FULL: N_("sa boîte est pleine"),
    BounceCause.REFUSED: N_("son serveur refuse nos messages"),
    BounceCause.UNKNOWN: N_("son serveur n'a pas pris le message"),
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message of ours that came back. `is_final` False: the server goes on trying, nothing is lost yet."""

    recipient: str
    cause: BounceCause
    is_final: bool
    message_id: str
    words: str


_SERVER = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon|microsoftexchange[0-9a-f]*)@"
)
_SUBJECT = re.compile(
    r"undeliver|delivery status notification|delivery (?:has )?fail|mail delivery (?:failed|system|subsystem)"
    r"|failure notice"
    r"|returned (?:mail|to sender)|non remis|message non distribue|echec de (?:la )?(?:remise|livraison|distribution)"
    r"|avis de non[- ]remise|notification d'etat de remise|retour a l'expediteur|delivery incomplete"
    r"|warning: (?:message|could not)"
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ADDRESS = re.compile(r"<?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})>?")
_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_NOBODY = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient)|does ?n[o']?t exist|n'existe pas"
    r"|recipient (?:address )?rejected"
    r"|mailbox (?:unavailable|not found)|invalid (?:mailbox|recipient|address)|unrouteable"
    r"|domain (?:name )?not found|host (?:or domain name )?not found"
    r"|introuvable|adresse (?:inconnue|invalide)|nxdomain|no mailbox here|account (?:has been )?disabled|wasn't found"
)
_FULL = re.compile(
    r"(?:mailbox|quota|storage|boite).{0,30}(?:full|exceeded|pleine|depasse)|over quota|mailbox is full"
    r"|quota exceeded"
)
_STILL_TRYING = re.compile(
    r"will (?:be retried|keep trying|continue to try|retry)|still (?:being|trying)|you do not need to resend"
    r"|delayed|a ete retarde"
    r"|this is a warning|nouvelle tentative|sera retente"
)
_REFUSES = re.compile(
    r"spam|blocked|blacklist|policy|not authori[sz]ed|access denied|reputation|dmarc|spf\b|bloque"
)


def is_from_a_server(mail: Mail) -> bool:
    """Whether a mail server wrote it about a message that it could not hand over."""
    if mail.reports:
        return True
    address = mail.sender.address if mail.sender else ""
    is_server = bool(_SERVER.search(address)) or mail.header("return-path").strip() == "<>"
    return (mail.is_report or is_server) and bool(_SUBJECT.search(fold(mail.subject).text) or mail.is_report)


def bounces_of(mail: Mail) -> tuple[Bounce, ...]:
    """Each recipient that was not reached; empty for a report that everything arrived."""
    message_id = mail.returned_id or _id_in(mail.text)
    if mail.reports:
        found = (_from_report(report, message_id) for report in mail.reports)
        return tuple(bounce for bounce in found if bounce)
    return _from_words(mail, message_id)


def _from_report(report: Report, message_id: str) -> Bounce | None:
    status = _STATUS.search(report.status) or _STATUS.search(report.diagnostic)
    is_delay = report.action == "delayed" or (
        status is not None and status[1] == "4" and report.action != "failed"
    )
    if report.action in {"delivered", "relayed", "expanded"} or (status and status[1] == "2"):
        return None
    said = report.diagnostic or report.status
    return Bounce(report.recipient, _cause(said, status), not is_delay, message_id, said)


def _from_words(mail: Mail, message_id: str) -> tuple[Bounce, ...]:
    """A report in plain words: the address it names first that is not a server's, and why."""
    above = re.split(
        r"^(?:-{3,}.*(?:copy|original|returned|copie|headers).*|--- below this line.*)$",
        mail.text, maxsplit=1, flags=re.IGNORECASE | re.MULTILINE,
    )[0]  # fmt: skip
    named = [a for a in mail.header("x-failed-recipients").replace(",", " ").split() if "@" in a]
    named += [a.rstrip(".") for a in _ADDRESS.findall(above) if not _SERVER.search(a.lower())]
    own = {person.address for person in mail.to}
    others = [a.lower() for a in named if a.lower() not in own]
    folded = fold(above).text
    status = _STATUS.search(above)
    code = _REPLY_CODE.search(above)
    is_final = (
        not _STILL_TRYING.search(folded)
        and not (status and status[1] == "4")
        and not (code and code[1] == "4")
    )
    words = next(
        (line.strip() for line in above.split("\n") if _STATUS.search(line) or _REPLY_CODE.search(line)), ""
    )
    return (Bounce(others[0] if others else "", _cause(above, status), is_final, message_id, words[:400]),)


def _cause(said: str, status: re.Match[str] | None) -> BounceCause:
    folded, detail = fold(said).text, (status[2], status[3]) if status else ("", "")
    if detail == ("2", "2") or _FULL.search(folded):
        return BounceCause.FULL
    if detail[0] == "1" or detail in {("2", "1"), ("4", "4"), ("4", "1")} or _NOBODY.search(folded):
        return BounceCause.ADDRESS
    if detail[0] == "7" or _REFUSES.search(folded):
        return BounceCause.REFUSED
    return BounceCause.UNKNOWN


def _id_in(text: str) -> str:
    match = _MESSAGE_ID.search(text)
    return match[1] if match else ""
