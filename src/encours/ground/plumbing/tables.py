"""Every table of Encours read row by row in plain values, of one owner or of all, to be taken elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.apps import apps
from django.db import models

from encours.ground.kernel.money import Money
from encours.ground.plumbing.fields import MinorField

# Never leaves in clear text: what opens a door.
_SECRET = re.compile(r"password|secret|sealed|token|recovery")
_OF_OURS = "encours."
Plain = str | int | bool | None | list[object] | dict[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it is called on screen (French), the table it points at."""

    name: str
    label: str
    points_at: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what it is called, its columns, and the way from a row to its owner («» when none)."""

    name: str
    label: str
    columns: tuple[Column, ...]
    owner_path: str
    model: type[models.Model]

    def rows(self, owner_id: int | None) -> Iterator[dict[str, Plain]]:
        """Its rows by number, those of one owner or all; amounts also as decimals."""
        found = self.model._default_manager.order_by("pk")
        if owner_id is not None:
            found = found.filter(**{self.owner_path: owner_id})
        names = [column.name for column in self.columns]
        for row in found.values(*names).iterator(chunk_size=2000):
            yield {name: _plain(row[name]) for name in names} | self._decimals(row)

    def decimals(self) -> tuple[str, ...]:
        """The columns that are written once more as decimals: `total_minor` also as `total`."""
        names = [column.name for column in self.columns]
        if "currency" not in names:
            return ()
        amounts = [f.attname for f in self.model._meta.concrete_fields if isinstance(f, MinorField)]
        return tuple(name for name in amounts if name.endswith("_minor"))

    def _decimals(self, row: dict[str, object]) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for name in self.decimals():
            minor = row[name]
            amount = Money(minor, str(row["currency"])) if isinstance(minor, int) else None
            found[name.removesuffix("_minor")] = str(amount.decimal) if amount else None
        return found


def tables(owner: type[models.Model]) -> list[Table]:
    """The tables of Encours by name, with the way from each to `owner`; those of Django are left out."""
    found = []
    for model in apps.get_models():
        if model._meta.app_config.name.startswith(_OF_OURS):
            columns = tuple(_column(f) for f in model._meta.concrete_fields if not _SECRET.search(f.name))
            path = "pk" if model is owner else _path(model, owner, frozenset())
            label = str(model._meta.verbose_name)
            found.append(Table(model._meta.db_table, label, columns, path, model))
    return sorted(found, key=lambda table: table.name)


def _path(model: type[models.Model], owner: type[models.Model], seen: frozenset[type]) -> str:
    """The shortest way over keys from a row to its owner; empty when there is none."""
    for key in model._meta.concrete_fields:
        if key.related_model is owner:
            return key.name
    keys = [f for f in model._meta.concrete_fields if f.remote_field and not f.null]
    ways = [
        f"{key.name}__{way}"
        for key in keys
        if isinstance(key.related_model, type) and key.related_model not in seen | {model}
        if (way := _path(key.related_model, owner, seen | {model}))
    ]
    return min(ways, key=lambda way: way.count("__"), default="")


def _column(field: models.Field) -> Column:  # type: ignore[type-arg]
    related = field.related_model
    target = related._meta.db_table if isinstance(related, type) else ""
    return Column(field.attname, str(field.verbose_name), target)


def _plain(value: object) -> Plain:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bool() | int() | str() | list() | dict() | None:
            return value
    return str(value)
