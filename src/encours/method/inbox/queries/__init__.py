"""Reads what came in, the mails it came by, and the mailbox they lay in."""

from encours.method.inbox.queries.items import InboundFact, item, items_of, unread, unread_of
from encours.method.inbox.queries.mailboxes import (
    MailboxFact,
    due_entities,
    mailbox,
    mailbox_password,
    read_entities,
    reply_address,
    signed_customer,
)
from encours.method.inbox.queries.mails import (
    MailFact,
    PieceFact,
    SayingFact,
    WholeMail,
    counts,
    is_known,
    mails_in,
    mails_of_items,
    saying,
    sayings_of,
    whole_mail,
)

__all__ = [
    "InboundFact",
    "MailFact",
    "MailboxFact",
    "PieceFact",
    "SayingFact",
    "WholeMail",
    "counts",
    "due_entities",
    "is_known",
    "item",
    "items_of",
    "mailbox",
    "mailbox_password",
    "mails_in",
    "mails_of_items",
    "read_entities",
    "reply_address",
    "saying",
    "sayings_of",
    "signed_customer",
    "unread",
    "unread_of",
    "whole_mail",
]
