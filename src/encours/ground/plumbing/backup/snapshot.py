"""The database as it is at one instant, while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from encours.ground.plumbing.backup.archive import Archive
from encours.ground.plumbing.backup.pointing import at_file

SQLITE_PART = "database.sqlite3"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a database holds at one instant: the manifest tells it, `write_to` copies it."""

    engine: str
    engine_version: str
    migrations: tuple[tuple[str, str], ...]
    rows: dict[str, int]
    copy: Path | None = None
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    def write_to(self, archive: Archive) -> None:
        """Copies the database into a backup; asked last inside `snapshot`."""
        if self.copy is not None:
            connection.close()
            fold(self.copy)
            archive.add(SQLITE_PART, self.copy)
            return
        for table, columns in self.columns.items():
            with archive.part(f"tables/{table}.copy") as write, connection.cursor() as cursor:
                statement = sql.SQL("COPY {} ({}) TO STDOUT").format(_named(table), _list(columns))
                with cursor.copy(statement) as stream:
                    for block in stream:
                        write(bytes(block))


@contextmanager
def snapshot(work: Path) -> Iterator[Snapshot]:
    """Inside, every query of this process sees one instant of the database; nobody else waits.

    work: a folder for the copy of a SQLite. It is copied by SQLite's own backup in one step: in steps
    it would begin again at every write of another process. On PostgreSQL one repeatable read shows
    one instant to every table.
    """
    if connection.vendor == "sqlite":
        copy = work / SQLITE_PART
        _copy(copy)
        with at_file(copy):
            yield _told(copy=copy)
        return
    connection.close()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield _told(columns=_columns(), sequences=_sequences())


def engine_version() -> str:
    """The version of the database engine in use."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if is_sqlite else "SHOW server_version")
        return str(cursor.fetchone()[0])


def row_counts() -> dict[str, int]:
    """How many rows each table of the database in use holds."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 our own tables
            found[table] = int(cursor.fetchone()[0])
    return found


def _told(
    *,
    copy: Path | None = None,
    columns: dict[str, tuple[str, ...]] | None = None,
    sequences: dict[str, int] | None = None,
) -> Snapshot:
    return Snapshot(
        engine=connection.vendor,
        engine_version=engine_version(),
        migrations=tuple(sorted(MigrationRecorder(connection).applied_migrations())),
        rows=row_counts(),
        copy=copy,
        columns=columns or {},
        sequences=sequences or {},
    )


def _copy(target: Path) -> None:
    connection.ensure_connection()
    written = sqlite3.connect(target)
    try:
        connection.connection.backup(written)
    finally:
        written.close()


def fold(database: Path) -> None:
    """One file without its log beside it, as anybody's SQLite opens it."""
    plain = sqlite3.connect(database)
    try:
        plain.execute("PRAGMA journal_mode=DELETE")
    finally:
        plain.close()


def _columns() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            shown = connection.introspection.get_table_description(cursor, table)
            found[table] = tuple(column.name for column in shown)
    return found


def _sequences() -> dict[str, int]:
    statement = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name: value for name, value in cursor.fetchall() if value is not None}


def _named(table: str) -> sql.Identifier:
    return sql.Identifier(table)


def _list(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)
