"""What sort of mail came: a person's words, a message come back, an absence, a machine, a round letter, our own."""

import re
from collections.abc import Collection
from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.ground.wording.linter.folding import fold
from encours.method.inbox.rules.bounces import is_from_a_server
from encours.method.inbox.rules.mail import Mail


class MailKind(StrEnum):
    """Only REPLY stops the ladder; the others say nothing on the customer's behalf."""

    REPLY = "reply"
    BOUNCE = "bounce"
    ABSENCE = "absence"
    AUTOMATIC = "automatic"
    BULK = "bulk"
    OWN = "own"


MAIL_KIND_LABELS = {
    MailKind.REPLY: N_("courrier d'une personne"),
    MailKind.BOUNCE: N_("message revenu"),
    MailKind.ABSENCE: N_("réponse d'absence"),
    MailKind.AUTOMATIC: N_("réponse automatique"),
    MailKind.BULK: N_("lettre circulaire"),
    MailKind.OWN: N_("notre propre message"),
}
_BULK = frozenset({"bulk", "list", "junk"})
_SAYS_ABSENT = re.compile(
    r"\b(?:absent|absente|absence|en conges?|conges? (?:annuels|maternite)|vacances|hors du bureau|pas au bureau"
    r"|de retour|a mon retour|out of (?:the )?office|on (?:annual |maternity |parental |sick )?leave|vacation"
    r"|on holiday"
    r"|away from|i am away|i'm away|currently away|limited access to|be back|return(?:ing)? (?:on|to the office))\b"
)
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(?:reponse automatique|reponse d'absence|absence|message d'absence|notification d'absence"
    r"|accuse de reception"
    r"|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|autoreply|out of (?:the )?office|ooo)\b"
)
_ACKNOWLEDGES = re.compile(
    r"(?:bien recu votre (?:demande|message|mail|e-mail|courriel)|votre demande (?:a bien ete"
    r"|est) (?:enregistree|prise en compte)"
    r"|ne pas repondre|n'y repondez pas|ticket|numero de (?:dossier|demande)|received your (?:request|message"
    r"|e-?mail|enquiry)"
    r"|do not reply|has been (?:received|logged|registered)|accuse de reception)"
)


def kind_of(mail: Mail, *, own_addresses: Collection[str], answers_us: bool) -> MailKind:
    """The sort of a mail. `answers_us`: it names a message of ours, or came to a signed address.

    In doubt it is a person's: stopping too early costs a day, going on past an answer costs a customer.
    Source: RFC 3834, 2 and 5; RFC 3464.
    """
    submitted = mail.header("auto-submitted").lower().split(";")[0].strip()
    if is_from_a_server(mail):
        return MailKind.BOUNCE
    if mail.sender and mail.sender.address in own_addresses:
        return MailKind.OWN
    subject, text = fold(mail.subject).text, fold(mail.text[:5_000]).text
    replied = submitted.startswith("auto-replied") or any(
        mail.header(name) for name in ("x-autoreply", "x-autorespond")
    )
    if _is_about_absence(mail, submitted, subject, text, replied=replied):
        return MailKind.ABSENCE
    if replied or (_AUTOMATIC_SUBJECT.search(subject) and submitted not in {"", "no"}):
        return MailKind.AUTOMATIC
    if submitted not in {"", "no"} and not (answers_us and not _ACKNOWLEDGES.search(text)):
        return MailKind.AUTOMATIC
    if not answers_us and _is_bulk(mail):
        return MailKind.BULK
    return MailKind.REPLY


def _is_about_absence(mail: Mail, submitted: str, subject: str, text: str, *, replied: bool) -> bool:
    by_header = replied or submitted not in {"", "no"} or bool(mail.header("x-auto-response-suppress"))
    says = bool(_SAYS_ABSENT.search(f"{subject}\n{text}"))
    return says and (by_header or bool(_AUTOMATIC_SUBJECT.search(subject)))


def _is_bulk(mail: Mail) -> bool:
    is_listed = bool(mail.header("list-id") or mail.header("list-unsubscribe"))
    return is_listed or mail.header("precedence").lower() in _BULK
