"""What the machine lacks when something fails, in words for whoever can mend it: room on the disk, a database."""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from psycopg import errors as postgresql

from encours.ground.kernel.reason import N_, Reason

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL = Reason(
    N_(
        "Le disque est plein : rien de ce qui était en cours n'est enregistré. "
        "Libérez de la place, puis recommencez."
    )
)
_READ_ONLY = Reason(
    N_(
        "Cette base ne se laisse pas écrire : rien n'est enregistré. Si c'est une réplique, "
        "adressez-vous à la base qu'elle copie."
    )
)
_AWAY = Reason(N_("La base de données ne répond pas : rien n'est enregistré. Réessayez dans un instant."))


def trouble_of(problem: BaseException | None) -> Reason | None:
    """A sentence about a failure that is the machine's, for whoever runs it; None for every other one.

    What was under way was one transaction: nothing of it is kept.
    """
    if said_on_a_page(problem) == _AWAY:
        return Reason(N_("La base ne répond pas : {problem}"), problem=str(problem).strip())
    return said_on_a_page(problem)


def said_on_a_page(problem: BaseException | None) -> Reason | None:
    """The same for whoever looks at a page: without the names of machines."""
    if any(_is_out_of_room(cause) for cause in _causes(problem)):
        return _FULL
    if any(_is_read_only(cause) for cause in _causes(problem)):
        return _READ_ONLY
    return _AWAY if isinstance(problem, OperationalError | InterfaceError) else None


def _is_out_of_room(problem: BaseException) -> bool:
    if isinstance(problem, sqlite3.OperationalError):
        return getattr(problem, "sqlite_errorname", "") == "SQLITE_FULL"
    if isinstance(problem, OSError):
        return problem.errno in _NO_ROOM
    return isinstance(problem, postgresql.DiskFull)


def _is_read_only(problem: BaseException) -> bool:
    if isinstance(problem, sqlite3.OperationalError):
        return getattr(problem, "sqlite_errorname", "").startswith("SQLITE_READONLY")
    return isinstance(problem, postgresql.ReadOnlySqlTransaction)


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """A failure and what it was raised from."""
    while problem is not None:
        yield problem
        problem = problem.__cause__
