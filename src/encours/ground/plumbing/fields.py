"""Field types that every room uses: minor units, currency codes, choices from pure enums."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy

Member = TypeVar("Member", bound=StrEnum)


def choices(labels: Mapping[Member, str]) -> list[tuple[str, Any]]:
    """Django choices from a pure enum's table of French labels, translated when shown."""
    return [(member.value, gettext_lazy(label)) for member, label in labels.items()]


class MinorField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount in integer minor units; its currency stands in a CurrencyField beside it."""


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """An ISO 4217 code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_length"] = 3
        options.setdefault("verbose_name", "devise")
        super().__init__(*args, **options)


class EnumField(models.CharField):  # type: ignore[type-arg]
    """A member of a pure enum, stored as its value.

    What the labels are is no matter of the tables: another word or another member makes no migration.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 32)
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """What a migration writes down: the length, not the choices."""
        name, path, arguments, options = super().deconstruct()
        return name, path, list(arguments), {k: v for k, v in options.items() if k != "choices"}
