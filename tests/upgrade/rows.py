"""The rows of a database as a file that both engines can take in: made from a home of an older Encours.

    python tests/upgrade/rows.py HOME tests/upgrade/NAME.json.gz

HOME holds a SQLite that `encours demo --no-serve` of that older Encours has made (check the commit out
beside this one). The file holds the migrations that were applied, and every row of every table.
"""

import gzip
import json
import sqlite3
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_LOAD = """
import gzip, json
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from encours.ground.plumbing.backup.staging import _last_of

told = json.loads(gzip.open({file!r}).read())
executor = MigrationExecutor(connection)
executor.migrate(_last_of(tuple(map(tuple, told["migrations"])), executor))
quote = connection.ops.quote_name
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations")
    for table, (columns, rows) in told["tables"].items():
        kinds = [column.type_code for column in connection.introspection.get_table_description(cursor, table)]
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        kind_of = dict(zip(names, kinds))
        flags = [connection.vendor == "postgresql" and kind_of[column] == 16 for column in columns]
        marks = ", ".join(["%s"] * len(columns))
        into = f"INSERT INTO {{quote(table)}} ({{', '.join(map(quote, columns))}}) VALUES ({{marks}})"
        for row in rows:
            cursor.execute(into, [bool(v) if flag else v for v, flag in zip(row, flags)])
        if connection.vendor == "postgresql" and "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {{quote(table)}}))"
                " WHERE pg_get_serial_sequence(%s, 'id') IS NOT NULL", [quote(table)] * 2)
"""


def loading(name: str) -> str:
    """Code that makes the database of an older Encours, as it was, in an empty installation."""
    return _LOAD.format(file=str(FOLDER / name))


def tables_of(name: str) -> dict[str, int]:
    """How many rows each table of an older database had."""
    told = json.loads(gzip.decompress((FOLDER / name).read_bytes()))
    return {table: len(rows) for table, (_columns, rows) in told["tables"].items()}


def main(home: Path, target: Path) -> None:
    plain = sqlite3.connect(home / "encours.sqlite3")
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = {}
    for (table,) in plain.execute(listed).fetchall():
        found = plain.execute(f'SELECT * FROM "{table}"')
        rows = found.fetchall()
        if rows:
            tables[table] = ([column[0] for column in found.description], rows)
    applied = plain.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    text = json.dumps({"migrations": applied, "tables": tables}, ensure_ascii=False, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
