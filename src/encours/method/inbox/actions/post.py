"""The letterbox of the room: only here is the adapter reached."""

from collections.abc import Iterator
from contextlib import contextmanager

from encours.method.inbox.adapters.imap import MailboxUnreadable, Server, Session, Taken, opened
from encours.method.inbox.rules.mailbox import Unread

__all__ = ["MailboxUnreadable", "Server", "Session", "Taken", "check", "reading"]


@contextmanager
def reading(server: Server) -> Iterator[Session]:
    """The mailbox, open for reading. Raises MailboxUnreadable."""
    with opened(server) as session:
        yield session


def check(server: Server) -> Unread | None:
    """None when the mailbox can be read, else what is wrong."""
    try:
        with opened(server):
            return None
    except MailboxUnreadable as problem:
        return problem.why
