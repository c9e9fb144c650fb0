"""Reads the fields of a JSON object one by one and says which one cannot be read, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from encours.ground.kernel.money import AmountUnreadable, Money
from encours.ground.kernel.reason import N_, Reason

E = TypeVar("E", bound=StrEnum)
D = TypeVar("D", bound=date)
MIDDAY_OF_WORK = time(10)
"""The hour of a day that was told without one: within everybody's hours."""
MOST, MOST_COUNT, MOST_DAYS = 10**12, 10**6, 36_525
"""The largest figure, count and span of days (a century) that a situation can mean."""
FIRST_YEAR, LAST_YEAR = 1900, 2199


class FieldError(ValueError):
    """A field that cannot be read: a code, the reason, and the path of the field."""

    def __init__(self, code: str, reason: Reason, field: str) -> None:
        super().__init__(str(reason))
        self.code, self.reason, self.field = code, reason, field


@dataclass(frozen=True)
class Fields:
    """One JSON object and its path. An absent or null key is unknown: every reader answers None."""

    values: Mapping[str, object]
    path: str = ""

    @classmethod
    def of(cls, value: object, path: str) -> "Fields":
        """The object at a path. Raises FieldError when it is something else."""
        if not isinstance(value, Mapping):
            raise FieldError("invalid_type", Reason(N_("Un objet est attendu")), path)
        return cls(value, path)

    def name(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, code: str, text: str, **facts: object) -> FieldError:
        """The error of a key: its code, and a sentence with the facts that fill it."""
        return FieldError(code, Reason(text, **facts), self.name(key))

    def inner(self, key: str) -> "Fields":
        """The object under a key; empty when absent."""
        value = self.values.get(key)
        return Fields({} if value is None else Fields.of(value, self.name(key)).values, self.name(key))

    def rows(self, key: str) -> list["Fields"]:
        """The list of objects under a key; empty when absent."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(key, "invalid_type", N_("Une liste est attendue"))
        return [Fields.of(row, f"{self.name(key)}[{rank}]") for rank, row in enumerate(value)]

    def text(self, key: str) -> str:
        """A text; empty when absent."""
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.fail(key, "invalid_type", N_("Un texte est attendu"))
        return str(value)

    def flag(self, key: str) -> bool | None:
        """Yes, no, or unknown; 0 and 1 are understood."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        if value in (0, 1):
            return bool(value)
        raise self.fail(key, "invalid_type", N_("Vrai ou faux est attendu"))

    def number(self, key: str) -> Decimal | None:
        """An exact number, written as one or as a decimal text."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self.fail(key, "invalid_type", N_("Un nombre est attendu"))
        try:
            found = Decimal(str(value).strip())
        except InvalidOperation:
            raise self.fail(
                key, "invalid_number", N_("Nombre illisible : {given}"), given=str(value)
            ) from None
        if not found.is_finite():
            raise self.fail(key, "invalid_number", N_("Nombre illisible : {given}"), given=str(value))
        return self._within(key, found, MOST)

    def whole(self, key: str) -> int | None:
        """A whole number, zero or more."""
        found = self.number(key)
        if found is None:
            return None
        if found != found.to_integral_value() or found < 0:
            raise self.fail(key, "invalid_number", N_("Un nombre entier, positif ou nul, est attendu"))
        return int(self._within(key, found, MOST_COUNT))

    def days(self, key: str) -> int | None:
        """A whole number of days, perhaps negative, of a century at most."""
        found = self.number(key)
        if found is None:
            return None
        if found != found.to_integral_value():
            raise self.fail(key, "invalid_number", N_("Un nombre entier est attendu"))
        return int(self._within(key, found, MOST_DAYS))

    def count(self, key: str) -> int | None:
        """How many: a number, a yes or no, or a list of them."""
        value = self.values.get(key)
        if isinstance(value, bool):
            return int(value)
        return len(value) if isinstance(value, list) else self.whole(key)

    def share(self, key: str) -> Decimal | None:
        """A share from 0 to 1; above 1 it is a percentage."""
        found = self.number(key)
        if found is None:
            return None
        if found < 0 or found > 100:
            raise self.fail(key, "invalid_number", N_("Une part va de 0 à 1"))
        return found / 100 if found > 1 else found

    def money(self, key: str, currency: str) -> Money | None:
        """An amount of zero or more, a decimal text."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self.fail(key, "invalid_amount", N_("Un montant s'écrit comme « 1234.50 »"))
        try:
            found = Money.from_text(str(value), currency)
        except AmountUnreadable as error:
            raise FieldError("invalid_amount", error.reason, self.name(key)) from None
        if found.minor < 0:
            raise self.fail(key, "invalid_amount", N_("Un montant ne peut pas être négatif"))
        return found

    def day(self, key: str) -> date | None:
        """A calendar date; the day of an hour."""
        text = self.text(key)
        if not text:
            return None
        try:
            if len(text) > 10:
                datetime.fromisoformat(text)
            return self._in_calendar(key, date.fromisoformat(text[:10]))
        except ValueError as problem:
            if isinstance(problem, FieldError):
                raise
            raise self.fail(key, "invalid_date", N_("Date illisible : {given}"), given=text) from None

    def moment(self, key: str, zone: str) -> datetime | None:
        """An hour, of the customer's own clock when no offset is written; a bare day is its morning."""
        text = self.text(key)
        if not text:
            return None
        if len(text) <= 10:
            day = self.day(key)
            return datetime.combine(day, MIDDAY_OF_WORK, tzinfo=ZoneInfo(zone)) if day else None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise self.fail(key, "invalid_date", N_("Heure illisible : {given}"), given=text) from None
        self._in_calendar(key, found)
        return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))

    def one_of(self, key: str, kind: type[E]) -> E | None:
        """A word of a closed list."""
        text = self.text(key)
        if not text:
            return None
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(member.value for member in kind)
            sentence = N_("Valeur inconnue : {given} (connues : {known})")
            raise self.fail(key, "unknown_value", sentence, given=text, known=known) from None

    def _within(self, key: str, found: Decimal, most: int) -> Decimal:
        if abs(found) > most:
            raise self.fail(
                key, "invalid_number", N_("Nombre hors de toute mesure : {given}"), given=_short(found)
            )
        return found

    def _in_calendar(self, key: str, found: D) -> D:
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            text = N_("Une date va de {first} à {last} : {given}")
            facts = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR), "given": found.isoformat()}
            raise self.fail(key, "invalid_date", text, **facts)
        return found


def _short(found: Decimal) -> str:
    return f"{found:.3e}"
