"""Setting up and changing an entity, its team, its accounts, its mail and its hours."""

from encours.books.creditor.actions.entity import (
    begin_books,
    change_entity,
    create_entity,
    remove_mail_server,
    set_mail_server,
    take_over_books,
    turn_sending,
)
from encours.books.creditor.actions.keeping import (
    add_account,
    close_between,
    open_again,
    remove_account,
    remove_rate,
    set_rate,
)
from encours.books.creditor.actions.people import (
    choose_language,
    create_user,
    lock_user,
    set_password,
)
from encours.books.creditor.actions.team import (
    add_member,
    change_member,
    remove_member,
    restore_member,
)

__all__ = [
    "add_account",
    "add_member",
    "begin_books",
    "change_entity",
    "change_member",
    "choose_language",
    "close_between",
    "create_entity",
    "create_user",
    "lock_user",
    "open_again",
    "remove_account",
    "remove_mail_server",
    "remove_member",
    "remove_rate",
    "restore_member",
    "set_mail_server",
    "set_password",
    "set_rate",
    "take_over_books",
    "turn_sending",
]
