"""Emptying the test database after a transactional test: only here are the journal's triggers lifted."""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

from encours.ground.evidence.triggers import STATEMENTS


def lift_triggers_while_flushing() -> None:
    """The journal refuses deletion; a test database must be emptied between two tests all the same."""
    plain: Callable[..., Any] = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        connection = self.connection
        with connection.cursor() as cursor:
            lifted = _lifting(connection, cursor)
            for statement in lifted:
                cursor.execute(statement)
        plain(self, sql_list)
        with connection.cursor() as cursor:
            for statement in _restoring(connection) if lifted else ():
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign, assignment]


_TABLES = ("evidence_journalentry", "evidence_journaltext", "evidence_chainhead")


def _lifting(connection: Any, cursor: Any) -> list[str]:
    if connection.vendor == "postgresql":
        return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in _TABLES]
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evidence_%'")
    return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


def _restoring(connection: Any) -> list[str]:
    if connection.vendor == "postgresql":
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in _TABLES]
    return STATEMENTS["sqlite"]
