"""What an installation holds, told so that two runs can be compared: no numbers that chance gives out."""

import hashlib
import json
import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection, models

from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries

# What differs between two runs of the same thing, by chance or by the machine's own clock.
_CHANCE = frozenset({"id", "salt", "hash", "previous_hash", "text_hash", "sequence", "lease", "leased_until"})
_LABELS = (
    "creditor",
    "documents",
    "receivables",
    "interchange",
    "evidence",
    "cases",
    "agreements",
    "disputes",
)
_OTHERS = ("insight", "inbox", "calls", "outreach", "strategy")
_NUMBERED = re.compile(r"\b(message|import|customer|case|document|entity|agreement)(:|\": )\d+")


def rows(*, without: frozenset[str] = frozenset()) -> dict[str, dict[str, int]]:
    """Each table with its rows and how often each is there. `without`: tables, or columns as `table.column`."""
    memory: dict[tuple[str, Any], str] = {}
    found = {}
    for label in (*_LABELS, *_OTHERS):
        for model in apps.get_app_config(label).get_models():
            if (table := model._meta.db_table) not in without:
                told = Counter(_said(row, memory, without) for row in model._default_manager.all())
                found[table] = dict(told)
    return found


def whole() -> list[str]:
    """What is broken: chains of the journal, rows that point at files that are not there or not as they were."""
    broken = [
        f"{s.chain} at {s.broken_at}: {s.problem}"
        for s in evidence_queries.verify()
        if s.broken_at is not None
    ]
    return broken + [f"file {h}" for h in documents_queries.hashes() if not documents_queries.is_intact(h)]


def _said(row: models.Model, memory: dict[tuple[str, Any], str], without: frozenset[str]) -> str:
    """A row in words; what it points at stands for its number."""
    key = (row._meta.db_table, row.pk)
    if key not in memory:
        memory[key] = "…"
        told = {}
        for field in row._meta.concrete_fields:
            if field.name in _CHANCE or f"{row._meta.db_table}.{field.name}" in without:
                continue
            if field.is_relation:
                other = getattr(row, field.name)
                told[field.name] = (
                    other and hashlib.sha256(_said(other, memory, without).encode()).hexdigest()[:12]
                )
            else:
                told[field.name] = _plain(getattr(row, field.name))
        memory[key] = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return memory[key]


def _plain(value: Any) -> Any:
    """PostgreSQL gives out a number that a rolled back transaction took only once: there, numbers do not count."""
    if connection.vendor != "postgresql" or not isinstance(value, str | dict | list):
        return value
    if isinstance(value, str):
        return _NUMBERED.sub(r"\1:#", value)
    if isinstance(value, dict):
        return {name: "#" if isinstance(inner, int) else _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value]
