"""Taking mails in, noting what came in, filing it, and what a person made of it."""

from encours.method.inbox.actions.erasing import erase_words, forget_unfiled
from encours.method.inbox.actions.filing import (
    decide_saying,
    file_mail,
    link_item,
    settle_mail,
    unfile_mail,
)
from encours.method.inbox.actions.mailbox import (
    begin_generation,
    claim_mailbox,
    end_round,
    note_trouble,
    pass_number,
    remove_mailbox,
    seal_all_anew,
    set_mailbox,
)
from encours.method.inbox.actions.noting import mark_read, note_inbound, withdraw_item
from encours.method.inbox.actions.taking import keep_mail

__all__ = [
    "begin_generation",
    "claim_mailbox",
    "decide_saying",
    "end_round",
    "erase_words",
    "file_mail",
    "forget_unfiled",
    "keep_mail",
    "link_item",
    "mark_read",
    "note_inbound",
    "note_trouble",
    "pass_number",
    "remove_mailbox",
    "seal_all_anew",
    "set_mailbox",
    "settle_mail",
    "unfile_mail",
    "withdraw_item",
]
