"""Reads one entry of a pack's file, and refuses one without unit, source or date, naming it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from encours.ground.law.facts import Basis, Confidence, Standing
from encours.ground.law.spans import Span

E = TypeVar("E", bound=StrEnum)


class PackError(ValueError):
    """A file of a pack that cannot be used: which file, which entry, and why. For whoever edits packs."""


@dataclass(frozen=True)
class Entry:
    """One table of a TOML file, and where it stands."""

    values: Mapping[str, object]
    where: str

    def fail(self, why: str) -> PackError:
        """The error of this entry."""
        return PackError(f"{self.where}: {why}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be empty."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.fail(f"{key} must be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.fail(f"{key} must be a list of texts")
        return tuple(value)

    def flag(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001 - a value, not a switch
        """Yes or no."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(f"{key} must be true or false")
        return value

    def day(self, key: str) -> date:
        """A date that must be there."""
        found = self.maybe_day(key)
        if found is None:
            raise self.fail(f"{key} must be a date")
        return found

    def maybe_day(self, key: str) -> date | None:
        """A date, or none."""
        value = self.values.get(key)
        if value is None or type(value) is date:
            return value
        raise self.fail(f"{key} must be a date")

    def number(self, key: str) -> Decimal:
        """An exact decimal, written as a text."""
        found = self.maybe_number(key)
        if found is None:
            raise self.fail(f"{key} must be a decimal text")
        return found

    def maybe_number(self, key: str) -> Decimal | None:
        """An exact decimal, or none."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return Decimal(value) if isinstance(value, str) else self._refuse(key)
        except InvalidOperation:
            return self._refuse(key)

    def maybe_count(self, key: str) -> int | None:
        """A whole number from zero, or none."""
        value = self.values.get(key)
        if value is None or (type(value) is int and value >= 0):
            return value
        raise self.fail(f"{key} must be a whole number from zero")

    def span(self, key: str) -> Span | None:
        """A span of the calendar, or none."""
        value = self.text(key, "")
        try:
            return Span.of(value) if value else None
        except ValueError as error:
            raise self.fail(str(error)) from None

    def one_of(self, key: str, kind: type[E], default: E | None = None) -> E:
        """A word of a closed list."""
        value = self.text(key, default)
        if value not in set(kind):
            raise self.fail(f"{key}: {value!r} is none of {', '.join(kind)}")
        return kind(value)

    def many_of(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Words of a closed list."""
        words = self.texts(key)
        if not words or any(word not in set(kind) for word in words):
            raise self.fail(f"{key} must list some of {', '.join(kind)}")
        return tuple(kind(word) for word in words)

    def rows(self, key: str) -> list["Entry"]:
        """The tables under a key; empty when absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            raise self.fail(f"{key} must be a list of tables")
        return [Entry(row, f"{self.where} {key} {rank}") for rank, row in enumerate(value, start=1)]

    def inner(self, key: str) -> "Entry | None":
        """The table under a key, or none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.fail(f"{key} must be a table")
        return Entry(value, f"{self.where} {key}")

    def inner_values(self, key: str) -> Mapping[str, object]:
        """What stands in the table under a key; empty when there is none."""
        found = self.inner(key)
        return found.values if found else {}

    def standing(self, above: "Entry | None" = None) -> Standing:
        """How well the entry is known; days and validation may be told once by the table above it."""
        dated = above or self
        sources, basis = self.texts("sources"), self.one_of("basis", Basis)
        if not sources:
            raise self.fail("sources must name at least one source")
        is_sourced = self.flag("sourced", basis is not Basis.BACKGROUND)
        if is_sourced and basis is Basis.BACKGROUND:
            raise self.fail("what is known from general knowledge only is not sourced")
        return Standing(
            basis=basis,
            confidence=self.one_of("confidence", Confidence),
            sources=sources,
            known_through=dated.day("known_through"),
            last_checked_on=dated.day("last_checked_on"),
            is_sourced=is_sourced,
            is_lawyer_validated=dated.flag("lawyer_validated"),
        )

    def _refuse(self, key: str) -> Decimal:
        raise self.fail(f"{key} must be a decimal text")
