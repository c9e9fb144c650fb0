"""A restoration before it is decided: the database filled and checked beside the one in use."""

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.backup import finishing
from encours.ground.plumbing.backup.archive import blocks, unpack
from encours.ground.plumbing.backup.finishing import DATABASE, FOLDER, FORMER, OF_THE_HOME, STAGING_SCHEMA
from encours.ground.plumbing.backup.manifest import Manifest, Unusable
from encours.ground.plumbing.backup.pointing import at_file, at_schema
from encours.ground.plumbing.backup.snapshot import SQLITE_PART, fold, row_counts


def check(told: Manifest) -> None:
    """Raises Unusable when this program or this database cannot take the backup."""
    if told.engine != connection.vendor:
        text = N_("Cette sauvegarde est d'une base {from_engine} ; cette installation est sur {engine}.")
        raise Unusable(Reason(text, from_engine=told.engine, engine=connection.vendor))
    known = set(MigrationExecutor(None).loader.disk_migrations)
    ours = {app for app, _name in known}
    if any(app in ours and (app, name) not in known for app, name in told.migrations):
        raise Unusable(Reason(N_("Cette sauvegarde vient d'une version plus récente d'Encours.")))


def others_connected() -> int:
    """How many other connections the PostgreSQL database has: servers, workers, anybody."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def schema_in_use() -> str:
    """The schema of the tables on PostgreSQL; empty on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def former_schemas() -> list[str]:
    """Schemas that restorations have put aside on PostgreSQL."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [f"encours_{FORMER}_"]
        )
        return sorted(name for (name,) in cursor.fetchall())


def clear(home: Path) -> None:
    """Takes away what a former attempt that was cut short has left."""
    finishing.clear(home)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {STAGING_SCHEMA} CASCADE")


def fill(zipped: zipfile.ZipFile, told: Manifest, home: Path) -> None:
    """Fills the staged database and lays the files of the home beside it. Raises Unusable."""
    (home / FOLDER).mkdir(mode=0o700)
    for name in OF_THE_HOME:
        part = f"home/{name}"
        if part in told.parts:
            unpack(blocks(zipped, told, part), home / FOLDER / name)
        elif name != "secret.key":  # a backup without the key leaves the one that is here
            (home / FOLDER / f"{name}.gone").touch()
    if connection.vendor == "sqlite":
        unpack(blocks(zipped, told, SQLITE_PART), home / FOLDER / DATABASE)
        _check_sqlite(home / FOLDER / DATABASE)
    else:
        _fill_postgresql(zipped, told)
    with staged(home):
        if row_counts() != dict(told.rows):
            raise Unusable(Reason(N_("La sauvegarde ne contient pas les lignes qu'elle annonce.")))


@contextmanager
def staged(home: Path) -> Iterator[None]:
    """Inside, every query goes to the staged database."""
    place = at_file(home / FOLDER / DATABASE) if connection.vendor == "sqlite" else at_schema(STAGING_SCHEMA)
    with place:
        yield


def settle(home: Path) -> None:
    """The staged SQLite is one file, with nothing of it left in a log beside it."""
    if connection.vendor == "sqlite":
        fold(home / FOLDER / DATABASE)


def finish_database() -> None:
    """On PostgreSQL, puts the filled schema of a decided restoration in the place of the former one.

    Both names change in one transaction. The former schema is kept under the name of the decision.
    """
    home = Path(settings.ENCOURS_HOME)
    decision = finishing.decided(home)
    if decision is None:
        return
    if decision.schema:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [STAGING_SCHEMA])
            if cursor.fetchone() is not None:
                _exchange(cursor, decision)
        connection.close()
    finishing.clear(home)


def _exchange(cursor: object, decision: finishing.Decision) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    used, kept = sql.Identifier(decision.schema), sql.Identifier(f"encours_{FORMER}_{decision.stamp}")
    if decision.stamp:
        execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(used, kept))
    else:
        execute(sql.SQL("DROP SCHEMA {} CASCADE").format(used))
    execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(STAGING_SCHEMA), used))


def room_for(told: Manifest, home: Path) -> bool:
    """Whether the disk has room for the parts, with a tenth to spare."""
    needed = sum(part.size for part in told.parts.values())
    return shutil.disk_usage(home).free > needed + needed // 10


def _check_sqlite(database: Path) -> None:
    try:
        plain = sqlite3.connect(database)
        try:
            whole = plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole = whole and not plain.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            plain.close()
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise Unusable(Reason(N_("La base de cette sauvegarde est abîmée.")))


def _fill_postgresql(zipped: zipfile.ZipFile, told: Manifest) -> None:
    """Tables as the migrations of the backup make them, then its rows, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {STAGING_SCHEMA}")
    with at_schema(STAGING_SCHEMA):
        executor = MigrationExecutor(connection)
        executor.migrate(_last_of(told.migrations, executor))
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM django_migrations")
                for table, columns in told.columns.items():
                    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
                    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
                    with cursor.copy(copy) as stream:
                        for block in blocks(zipped, told, f"tables/{table}.copy"):
                            stream.write(block)
                for name, value in told.sequences.items():
                    cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])
        except DatabaseError as problem:
            raise Unusable(Reason(N_("La base de cette sauvegarde est abîmée."))) from problem


def _last_of(recorded: tuple[tuple[str, str], ...], executor: MigrationExecutor) -> list[tuple[str, str]]:
    """Of some migrations those that none of the others stands on: to go there is to make them all."""
    nodes, wanted = executor.loader.graph.node_map, set(recorded)
    return [
        key for key in recorded if key in nodes and not wanted & {child.key for child in nodes[key].children}
    ]
