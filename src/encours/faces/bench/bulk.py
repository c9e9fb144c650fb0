"""Writes many rows of a table at once, past the rooms' actions: only into books that the benchmark made itself."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, JSONField

Row = Sequence[object]
_AT_ONCE = 20_000


def write(label: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes rows of a model (`room.Model`), in the order of `columns`; other columns get their default."""
    model = apps.get_model(label)
    others = [f for f in model._meta.concrete_fields if f.attname not in columns and not f.primary_key]
    named = {f.attname: f.column for f in model._meta.concrete_fields}
    names = [named[column] for column in columns] + [f.column for f in others]
    rest = tuple(_default(f) for f in others)
    whole = ((*row, *rest) for row in rows)
    written = (
        _copy(model._meta.db_table, names, whole)
        if _is_postgresql()
        else _insert(model._meta.db_table, names, whole)
    )
    if _is_postgresql():
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
    return written


def settle() -> None:
    """Lets the database learn what its tables hold, as its own upkeep does over time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if _is_postgresql() else "ANALYZE")


def _insert(table: str, names: Sequence[str], rows: Iterable[Row]) -> int:
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = f'INSERT INTO "{table}" ({quoted}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608 - names of columns
    written, rows = 0, iter(rows)
    connection.ensure_connection()
    while part := list(islice(rows, _AT_ONCE)):
        connection.connection.executemany(statement, part)
        written += len(part)
    return written


def _copy(table: str, names: Sequence[str], rows: Iterable[Row]) -> int:
    quoted, written = ", ".join(f'"{name}"' for name in names), 0
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written


def _default(field: "Field[object, object]") -> object:
    value = field.get_default()
    if isinstance(field, JSONField):
        return json.dumps(value)
    return field.get_prep_value(value)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
