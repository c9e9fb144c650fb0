"""The room plumbing as a Django application."""

from datetime import UTC
from functools import lru_cache
from typing import Any

from django.apps import AppConfig
from django.utils.dateparse import parse_date, parse_datetime


class PlumbingConfig(AppConfig):
    """Django glue without a business word."""

    name = "encours.ground.plumbing"
    label = "plumbing"

    def ready(self) -> None:
        """Days and moments come from SQLite as texts: one that was read lately is not read again."""
        from django.db.backends.sqlite3 import base

        database: Any = vars(base)["Database"]
        database.register_converter("date", lru_cache(maxsize=4096)(_day))
        database.register_converter("datetime", lru_cache(maxsize=8192)(_moment))


def _day(text: bytes) -> object:
    return parse_date(text.decode())


def _moment(text: bytes) -> object:
    """Moments are stored in UTC."""
    found = parse_datetime(text.decode())
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
