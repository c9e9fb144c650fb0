"""The room plumbing as a Django application."""

from functools import lru_cache
from typing import Any

from django.apps import AppConfig
from django.utils.dateparse import parse_date


class PlumbingConfig(AppConfig):
    """Django glue without a business word."""

    name = "encours.ground.plumbing"
    label = "plumbing"

    def ready(self) -> None:
        """Days come from SQLite as texts: one that was read lately is not read again."""
        from django.db.backends.sqlite3 import base

        database: Any = vars(base)["Database"]
        database.register_converter("date", lru_cache(maxsize=4096)(_day))


def _day(text: bytes) -> object:
    return parse_date(text.decode())
