"""What a threshold is: a number of the method that an entity may change, within bounds, and what stands in the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.reason import N_, Reason, Refused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Numbers = TypeVar("Numbers", bound="DataclassInstance")
_CENTS = 2
_MINUTES = 60


class Unit(StrEnum):
    """In what a threshold counts. MONEY: minor units of the entity's currency; TIME: minutes after midnight."""

    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    HOURS = "hours"
    MINUTES = "minutes"
    TIME = "time"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"


class Held(StrEnum):
    """In which direction alone a limit may move: what protects the customer is made stricter, never looser."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of the method. `default`, `least` and `most` are in the unit; money in whole units of a currency.

    `field`: where the rules find it in the dataclass of its family. `held`: it protects the customer
    and may only be raised (UP) or lowered (DOWN) from its default. `is_owners`: only who configures
    the entity may change it.
    """

    key: str
    field: str
    unit: Unit
    default: int
    least: int
    most: int
    label: str
    meaning: str
    source: str
    group: str = ""
    held: Held | None = None
    is_owners: bool = False

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return self.key.partition(".")[2].replace(".", "-")

    def stored(self, number: int, currency: str) -> int:
        """A number of the declaration as it is kept and computed with: money in minor units."""
        return number * minor_per_unit(currency) if self.unit is Unit.MONEY else number

    def default_in(self, currency: str) -> int:
        """The starting value for an entity."""
        return self.stored(self.default, currency)

    def least_in(self, currency: str) -> int:
        """The smallest value an entity may set."""
        return self.default_in(currency) if self.held is Held.UP else self.stored(self.least, currency)

    def most_in(self, currency: str) -> int:
        """The largest value an entity may set."""
        return self.default_in(currency) if self.held is Held.DOWN else self.stored(self.most, currency)

    def range_in(self, currency: str) -> Reason:
        """The bounds of an entity, in words."""
        least, most = self.least_in(currency), self.most_in(currency)
        first = least if self.unit in _MANY else self.told(least, currency)
        return Reason(N_("{least} à {most}"), least=first, most=self.told(most, currency))

    def told(self, value: int, currency: str) -> object:
        """A value with its unit, for a sentence."""
        if self.unit is Unit.MONEY:
            return Money(value, currency)
        if self.unit is Unit.TIME:
            hour, minute = divmod(value, _MINUTES)
            return Reason(N_("{hour} h {minute}"), hour=hour, minute=f"{minute:02d}")
        if self.unit in _ONE and value == 1:
            return Reason(_ONE[self.unit])
        return Reason(_MANY[self.unit], count=value)


_ONE = {
    Unit.DAYS: N_("1 jour"),
    Unit.BUSINESS_DAYS: N_("1 jour ouvré"),
    Unit.HOURS: N_("1 heure"),
    Unit.MINUTES: N_("1 minute"),
    Unit.POINTS: N_("1 point"),
}
_MANY = {
    Unit.DAYS: N_("{count} jours"),
    Unit.BUSINESS_DAYS: N_("{count} jours ouvrés"),
    Unit.MONTHS: N_("{count} mois"),
    Unit.HOURS: N_("{count} heures"),
    Unit.MINUTES: N_("{count} minutes"),
    Unit.PERCENT: N_("{count} %"),
    Unit.COUNT: N_("{count}"),
    Unit.POINTS: N_("{count} points"),
}


@dataclass(frozen=True, slots=True)
class Family:
    """The thresholds of one subject, in the order in which they are shown.

    `rising`: pairs of keys of which the first never exceeds the second. `folded`: groups that a page
    keeps folded, since hardly anybody changes them.
    """

    key: str
    label: str
    intro: str
    thresholds: tuple[Threshold, ...]
    rising: tuple[tuple[str, str], ...] = ()
    folded: tuple[str, ...] = ()

    def threshold(self, key: str) -> Threshold | None:
        """The threshold of a key."""
        return next((one for one in self.thresholds if one.key == key), None)

    def values(self, changed: Mapping[str, int], currency: str) -> dict[str, int]:
        """The value in force of each threshold, by key."""
        return {one.key: changed.get(one.key, one.default_in(currency)) for one in self.thresholds}


def minor_per_unit(currency: str) -> int:
    """Minor units in one whole unit; a currency without cents counts a hundred of its own for one.

    So 50 euros become 5 000 yen, and not 50.
    """
    return int(10 ** max(exponent_of(currency), _CENTS))


def problem_of_change(
    family: Family, key: str, value: int, *, changed: Mapping[str, int], currency: str
) -> Refused | None:
    """What stands against giving a threshold of a family another value, if anything.

    changed: the values that the entity has changed so far, by key. Source: method 2, (default); ruling 1.
    """
    threshold = family.threshold(key)
    if threshold is None:
        return Refused(Reason(N_("Ce seuil n'existe pas.")))
    if outside := _outside(threshold, value, currency):
        return Refused(outside, "value")
    now = family.values(changed, currency)
    if value == now[key]:
        return Refused(Reason(N_("C'est déjà la valeur en vigueur.")), "value")
    disorder = next(_disorder(family, {**now, key: value}, key, currency), None)
    return Refused(disorder, "value") if disorder else None


def _outside(threshold: Threshold, value: int, currency: str) -> Reason | None:
    least, most = threshold.least_in(currency), threshold.most_in(currency)
    if least <= value <= most:
        return None
    if threshold.held is Held.UP and value < least:
        text = N_("Cette limite protège le client : elle se relève, mais ne descend pas sous {least}.")
        return Reason(text, least=threshold.told(least, currency))
    if threshold.held is Held.DOWN and value > most:
        text = N_("Cette limite protège le client : elle s'abaisse, mais ne dépasse pas {most}.")
        return Reason(text, most=threshold.told(most, currency))
    text = N_("Choisissez une valeur entre {least} et {most}.")
    return Reason(text, least=threshold.told(least, currency), most=threshold.told(most, currency))


def _disorder(family: Family, values: Mapping[str, int], key: str, currency: str) -> Iterator[Reason]:
    for low, high in family.rising:
        if key not in (low, high) or values[low] <= values[high]:
            continue
        other = family.threshold(high if key == low else low)
        assert other is not None, "a pair names a threshold of its family"
        text = N_("Au plus la valeur de « {label} » : {value}.")
        if key == high:
            text = N_("Au moins la valeur de « {label} » : {value}.")
        yield Reason(text, label=Reason(other.label), value=other.told(values[other.key], currency))


def by_key(families: Iterable[Family]) -> dict[str, Family]:
    """The family of each threshold, by the threshold's key."""
    return {one.key: family for family in families for one in family.thresholds}


def filled(default: Numbers, family: Family, changed: Mapping[str, int], currency: str) -> Numbers:
    """The numbers that the rules of a family compute with, as an entity set them.

    A field of the form `name.item` is an item of a mapping (by its value) or of a tuple (by its
    place). Shares are kept in percent and become fractions where the rules ask for a Decimal.
    """
    now = family.values(changed, currency)
    fields: dict[str, object] = {}
    for one in family.thresholds:
        name, _dot, item = one.field.partition(".")
        if name:
            fields[name] = _put(fields.get(name, getattr(default, name)), item, now[one.key])
    return replace(default, **fields)


def _put(before: object, item: str, value: int) -> object:
    match before:
        case Mapping():
            return {key: value if str(key) == item else old for key, old in before.items()}
        case tuple():
            return (*before[: int(item)], value, *before[int(item) + 1 :])
        case Decimal():
            return Decimal(value).scaleb(-_CENTS)
    return value
