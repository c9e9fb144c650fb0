"""A mail as it is to be kept: read, filed, understood as far as a machine can."""

from dataclasses import dataclass
from datetime import datetime

from encours.method.inbox.rules.absence import Absence
from encours.method.inbox.rules.bounces import Bounce
from encours.method.inbox.rules.filing import Filed
from encours.method.inbox.rules.kind import MailKind
from encours.method.inbox.rules.mail import Mail
from encours.method.inbox.rules.quoted import Words
from encours.method.inbox.rules.sayings import Saying
from encours.method.inbox.rules.trust import Origin


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies in its mailbox, and when it arrived there."""

    uid_validity: int
    uid: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One mail and everything that the rules found about it."""

    mail: Mail
    place: Place
    kind: MailKind
    filed: Filed
    origin: Origin
    words: Words
    language: str
    answers: str = ""
    sayings: tuple[Saying, ...] = ()
    bounce: Bounce | None = None
    absence: Absence | None = None
