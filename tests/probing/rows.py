"""Whose each row is: found from the models themselves, so that a new table is watched too."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet

from encours.books.creditor.models import CreditorEntity, User
from encours.ground.evidence.models import JournalEntry

Kind = type[Model]

# Nobody's: what Django keeps, and tries, which are counted under a hash.
NOBODYS = {
    "contenttypes.contenttype",
    "auth.permission",
    "auth.group",
    "sessions.session",
    "creditor.trycount",
}
_ABOUT = re.compile(r"([a-z_]+):(\d+)")
_SUBJECTS = {
    "customer": "receivables.Customer",
    "invoice": "receivables.Invoice",
    "message": "outreach.Message",
    "entity": "creditor.CreditorEntity",
}


@cache
def owned_kinds() -> tuple[Kind, ...]:
    """Every table whose rows belong to a company or to one of its people."""
    return tuple(m for m in apps.get_models() if m._meta.label_lower not in NOBODYS)


@cache
def kinds_by_table() -> dict[str, Kind]:
    return {kind._meta.db_table: kind for kind in owned_kinds()}


def keys_to(kind: Kind) -> list[ForeignKey[Any, Any]]:
    """The foreign keys of a table, those that are never empty first."""
    found = [field for field in kind._meta.concrete_fields if isinstance(field, ForeignKey)]
    return sorted(found, key=lambda field: field.null)


@cache
def way_to_owner(kind: Kind) -> tuple[str, str]:
    """By which lookup a row names its owner, and what that is: `entity`, `user`, `owner` or `chain`."""
    if kind is CreditorEntity:
        return "pk", "entity"
    if kind is User:
        return "pk", "user"
    names = {f.name for f in kind._meta.concrete_fields if not isinstance(f, ForeignKey)}
    for name in ("owner", "chain"):
        if name in names:
            return name, name
    if "entity_id" in names:  # a number without a key: the table lies below the entities
        return "entity_id", "entity"
    found: list[tuple[str, str]] = []
    for key in keys_to(kind):
        if isinstance(key.related_model, type) and key.related_model is not kind:
            way, whose = way_to_owner(key.related_model)
            found.append((key.name if way == "pk" else f"{key.name}__{way}", whose))
    assert found, f"{kind._meta.label} belongs to nobody: say whose it is in tests/probing/rows.py"
    of_entity = [one for one in found if one[1] != "user"]
    return min(of_entity or found, key=lambda one: one[0].count("__"))


def rows_of(kind: Kind, entity_id: int, user_ids: Iterable[int]) -> QuerySet[Model]:
    """The rows of a table that belong to a company, or to its people."""
    way, whose = way_to_owner(kind)
    rows = kind._default_manager.all()
    if whose == "user":
        return rows.filter(**{f"{way}__in": list(user_ids)})
    return rows.filter(**{way: entity_id if whose == "entity" else f"entity:{entity_id}"})


def fingerprint(kinds: Iterable[Kind], entity_id: int, user_ids: Iterable[int]) -> dict[str, int]:
    """One number for everything that some tables hold of a company."""
    return {
        kind._meta.label: hash(repr(list(rows_of(kind, entity_id, user_ids).order_by("pk").values_list())))
        for kind in kinds
    }


def crossings(kinds: Iterable[Kind], entity_id: int, user_ids: Iterable[int]) -> list[str]:
    """Rows of a company that point at a row of another one."""
    return [
        f"{kind._meta.label}.{key.name}"
        for kind in kinds
        for key in keys_to(kind)
        if way_to_owner(kind)[1] != "user" and _points_abroad(kind, key, entity_id, user_ids)
    ] + subjects_abroad(entity_id)


def _points_abroad(kind: Kind, key: "Field[Any, Any]", entity_id: int, user_ids: Iterable[int]) -> bool:
    target = key.related_model
    assert isinstance(target, type)
    if target is CreditorEntity or way_to_owner(target)[1] == "user":
        return False
    rows = rows_of(kind, entity_id, user_ids).filter(**{f"{key.name}__isnull": False})
    return rows.exclude(**{f"{key.name}__in": rows_of(target, entity_id, user_ids)}).exists()


def subjects_abroad(entity_id: int) -> list[str]:
    """Entries of a company's journal that are about a row of another one."""
    told = (
        JournalEntry.objects.filter(chain=f"entity:{entity_id}").values_list("subject", flat=True).distinct()
    )
    abroad = []
    for subject in told:
        about = _ABOUT.fullmatch(subject)
        if about and (label := _SUBJECTS.get(about[1])):
            kind = apps.get_model(label)
            if not rows_of(kind, entity_id, ()).filter(pk=about[2]).exists():
                abroad.append(f"evidence.JournalEntry about {subject}")
    return abroad
