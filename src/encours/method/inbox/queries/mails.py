"""Reads mails: a pile page by page, one mail with all that hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from encours.ground.kernel.money import Money
from encours.method.inbox.models import InboundMail, MailSaying
from encours.method.inbox.rules.filing import Filing, may_prove
from encours.method.inbox.rules.kind import MailKind
from encours.method.inbox.rules.mail import Fault
from encours.method.inbox.rules.piles import Pile, SayingState
from encours.method.inbox.rules.sayings import SayingKind
from encours.method.inbox.rules.trust import Origin


@dataclass(frozen=True, slots=True)
class SayingFact:
    """What a mail seems to say, and what became of that."""

    id: int
    mail_id: int
    kind: SayingKind
    sentence: str
    on: date | None
    amount: Money | None
    state: SayingState
    said: SayingKind | None


@dataclass(frozen=True, slots=True)
class PieceFact:
    """A file that came with a mail. `document_id` None: it stayed in the mailbox."""

    id: int
    name: str
    media_type: str
    size_bytes: int
    document_id: int | None


@dataclass(frozen=True, slots=True)
class MailFact:
    """One mail as it stands in a pile."""

    id: int
    customer_id: int | None
    contact_id: int | None
    item_id: int | None
    kind: MailKind
    filing: Filing
    origin: Origin
    pile: Pile
    from_name: str
    from_email: str
    reply_to: str
    subject: str
    text: str
    language: str
    received_at: datetime
    back_on: date | None
    instead: str
    bounced_email: str
    bounce_cause: str
    is_bounce_final: bool
    message_id: str
    thread: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def may_prove(self) -> bool:
        """Whether it may stand as the customer's written word."""
        return may_prove(self.filing, self.origin)


@dataclass(frozen=True, slots=True)
class WholeMail:
    """One mail with everything that hangs on it."""

    fact: MailFact
    recipients: str
    quoted: str
    html: str
    pieces: tuple[PieceFact, ...]
    sayings: tuple[SayingFact, ...]


def mails_in(
    entity_id: int, pile: Pile, *, before: tuple[datetime, int] | None = None, limit: int = 50
) -> list[MailFact]:
    """A pile, the newest first; `before`: what follows a mail already shown."""
    rows = InboundMail.objects.filter(entity_id=entity_id, pile=pile.value).defer("html", "quoted")
    if before is not None:
        at, pk = before
        rows = rows.filter(received_at__lte=at).exclude(received_at=at, pk__gte=pk)
    return [_fact(row) for row in rows.order_by("-received_at", "-pk")[:limit]]


def counts(entity_id: int) -> dict[Pile, int]:
    """How many mails wait in each pile that waits for somebody."""
    waiting = [Pile.TO_READ.value, Pile.TO_FILE.value]
    rows = InboundMail.objects.filter(entity_id=entity_id, pile__in=waiting)
    return {Pile(pile): count for pile, count in rows.values_list("pile").annotate(count=Count("pk"))}


def whole_mail(entity_id: int, mail_id: int) -> WholeMail | None:
    """One mail, or None when it is not one of this entity's."""
    row = InboundMail.objects.filter(entity_id=entity_id, pk=mail_id).first()
    if row is None:
        return None
    pieces = tuple(
        PieceFact(p.pk, p.name, p.media_type, p.size_bytes, p.document_id) for p in row.pieces.order_by("pk")
    )
    sayings = tuple(_saying(s) for s in row.sayings.order_by("pk"))
    return WholeMail(_fact(row), row.recipients, row.quoted, row.html, pieces, sayings)


def saying(entity_id: int, saying_id: int) -> SayingFact | None:
    """One proposal, or None when it is not one of this entity's."""
    row = MailSaying.objects.filter(mail__entity_id=entity_id, pk=saying_id).first()
    return _saying(row) if row else None


def sayings_of(mail_ids: Iterable[int]) -> dict[int, list[SayingFact]]:
    """What some mails seem to say."""
    found: dict[int, list[SayingFact]] = {}
    for row in MailSaying.objects.filter(mail_id__in=list(mail_ids)).order_by("mail_id", "pk"):
        found.setdefault(row.mail_id, []).append(_saying(row))
    return found


def mails_of_items(item_ids: Iterable[int]) -> dict[int, int]:
    """The mail that each note of something received is, if it is one."""
    rows = InboundMail.objects.filter(item_id__in=list(item_ids)).values_list("item_id", "pk")
    return {item: pk for item, pk in rows if item is not None}


def is_known(entity_id: int, fingerprint: str) -> bool:
    """Whether a mail was taken in before."""
    return InboundMail.objects.filter(entity_id=entity_id, fingerprint=fingerprint).exists()


def _fact(row: InboundMail) -> MailFact:
    return MailFact(
        row.pk, row.customer_id, row.contact_id, row.item_id, MailKind(row.kind), Filing(row.filing),
        Origin(row.origin), Pile(row.pile), row.from_name, row.from_email, row.reply_to, row.subject, row.text,
        row.language, row.received_at, row.back_on, row.instead, row.bounced_email,
        row.bounce_cause, row.is_bounce_final, row.message_id,
        tuple(row.thread.split()), tuple(Fault(fault) for fault in row.faults),
    )  # fmt: skip


def _saying(row: MailSaying) -> SayingFact:
    amount = Money(row.amount_minor, row.currency) if row.amount_minor is not None and row.currency else None
    return SayingFact(
        row.pk, row.mail_id, SayingKind(row.kind), row.sentence, row.named_on, amount, SayingState(row.state),
        SayingKind(row.said_kind) if row.said_kind else None,
    )  # fmt: skip
