"""Reads the mailboxes: their settings without the password, what opens them, how far they were read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from encours.ground.plumbing.secrets import SecretUnreadable, unseal
from encours.method.inbox.models import Mailbox
from encours.method.inbox.rules.mailbox import MailboxDraft, Trouble, Unread
from encours.method.inbox.rules.signed_address import customer_of, signed


@dataclass(frozen=True, slots=True)
class MailboxFact:
    """A mailbox as its settings show it, and how it fares. `why`: what is wrong with it, or None."""

    settings: MailboxDraft
    has_password: bool
    since_on: date
    waiting: int
    checked_at: datetime | None
    failing_since: datetime | None
    why: Unread | None


def mailbox(entity_id: int) -> MailboxFact | None:
    """The mailbox of an entity, or None."""
    row = Mailbox.objects.filter(entity_id=entity_id).first()
    if row is None:
        return None
    return MailboxFact(
        MailboxDraft(
            row.host, row.port, row.security, row.username, row.folder, row.address, row.trusted_server,
            row.has_signed_addresses,
        ),
        bool(row.sealed_password),
        row.since_on,
        row.waiting,
        row.checked_at,
        row.failing_since,
        Unread(Trouble(row.trouble), row.trouble_words) if row.trouble else None,
    )  # fmt: skip


def mailbox_password(entity_id: int) -> str:
    """What opens the mailbox. Raises SecretUnreadable when this installation's key does not open it."""
    sealed = Mailbox.objects.filter(entity_id=entity_id).values_list("sealed_password", flat=True).first()
    return unseal(sealed or "")


def due_entities(technical_now: datetime) -> list[int]:
    """The entities whose mailbox is to be read now."""
    rows = Mailbox.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=technical_now))
    return list(rows.order_by("entity_id").values_list("entity_id", flat=True))


def read_entities() -> list[int]:
    """The entities that have a mailbox."""
    return list(Mailbox.objects.order_by("entity_id").values_list("entity_id", flat=True))


def reply_address(entity_id: int, customer_id: int) -> str:
    """Where a customer's answers go, by a signed address; empty where the mailbox takes none."""
    row = Mailbox.objects.filter(entity_id=entity_id, has_signed_addresses=True).first()
    key = _key(row) if row and row.address else b""
    return signed(row.address, customer_id, key) if row and key else ""


def signed_customer(entity_id: int, addresses: list[str]) -> int | None:
    """The customer whose signed address a mail was written to."""
    key = _key(Mailbox.objects.filter(entity_id=entity_id).first())
    found = (customer_of(address, key) for address in addresses) if key else ()
    return next((customer for customer in found if customer is not None), None)


def _key(row: Mailbox | None) -> bytes:
    try:
        return unseal(row.sealed_reply_key).encode() if row else b""
    except SecretUnreadable:
        return b""
