"""The default connection turned to another database for a while: a copy, a schema being filled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def at_file(database: Path) -> Iterator[None]:
    """Inside, every query goes to this SQLite file."""
    with _pointed({"NAME": database}):
        yield


@contextmanager
def at_schema(schema: str) -> Iterator[None]:
    """Inside, every query goes to this schema of the PostgreSQL database."""
    options = connection.settings_dict["OPTIONS"]
    path = f"{options.get('options', '')} -c search_path={schema}".strip()
    with _pointed({"OPTIONS": {**options, "options": path}}):
        yield


@contextmanager
def _pointed(changes: dict[str, object]) -> Iterator[None]:
    settings = connection.settings_dict
    before = {name: settings[name] for name in changes}
    connection.close()
    settings.update(changes)
    try:
        yield
    finally:
        connection.close()
        settings.update(before)
