"""Money as integer minor units of one currency; refuses floats and mixtures."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from babel.core import get_global

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason

_LARGEST = 10**15  # ten thousand billion euros: beyond it, a column was misread


class MoneyError(ValueError):
    """An amount that cannot be an amount: wrong text, too many decimals, mixed currencies."""


class AmountUnreadable(MoneyError):
    """A text or a number that is no amount, with the reason for whoever wrote it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@lru_cache(maxsize=256)
def exponent_of(currency: str) -> int:
    """Number of decimals of an ISO 4217 currency (EUR 2, JPY 0, TND 3).

    Raises MoneyError for a code that is not a currency. Source: CLDR, through babel.
    """
    known = get_global("all_currencies")
    if currency not in known:
        raise AmountUnreadable(Reason(N_("Devise inconnue : {currency}"), currency=currency))
    digits, _rounding, *_cash = get_global("currency_fractions").get(
        currency, get_global("currency_fractions")["DEFAULT"]
    )
    return int(digits)


@quick_dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` units (cents) of `currency`. Arithmetic only within one currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int and (not isinstance(self.minor, int) or isinstance(self.minor, bool)):
            raise MoneyError(f"an amount is counted in whole units, not {self.minor!r}")
        exponent_of(self.currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> "Money":
        """The amount exactly; raises MoneyError when it has more decimals than the currency."""
        if not isinstance(amount, Decimal) or not amount.is_finite():
            raise AmountUnreadable(Reason(N_("Montant illisible : {given}"), given=str(amount)))
        minor = amount.scaleb(exponent_of(currency))
        if abs(minor) > _LARGEST:
            raise AmountUnreadable(Reason(N_("Montant trop grand : {given}"), given=str(amount)))
        if minor != minor.to_integral_value():
            text = N_("Trop de décimales pour {currency} : {given}")
            raise AmountUnreadable(Reason(text, currency=currency, given=str(amount)))
        return cls(int(minor), currency)

    @classmethod
    def from_text(cls, text: str, currency: str) -> "Money":
        """A plain decimal string («1234.50»), as JSON carries it. Raises MoneyError."""
        try:
            return cls.from_decimal(Decimal(text.strip()), currency)
        except InvalidOperation:
            raise AmountUnreadable(Reason(N_("Montant illisible : {given}"), given=text)) from None

    @property
    def decimal(self) -> Decimal:
        """The amount as an exact decimal with the currency's number of places."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def times(self, factor: Decimal) -> "Money":
        """The amount times a factor, rounded once, half up. Refuses floats."""
        if not isinstance(factor, Decimal):
            raise MoneyError("a factor is a Decimal, never a float")
        product = (Decimal(self.minor) * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return Money(int(product), self.currency)

    def split(self, parts: int) -> tuple["Money", ...]:
        """Equal parts whose sum is the amount; the last part takes the rounding."""
        if parts < 1:
            raise MoneyError("at least one part is needed")
        share = self.minor // parts
        rest = self.minor - share * (parts - 1)
        return (*(Money(share, self.currency) for _ in range(parts - 1)), Money(rest, self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise MoneyError(f"{other!r} is not an amount")
        if other.currency != self.currency:
            raise MoneyError(f"two currencies do not add up: {self.currency}, {other.currency}")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum of amounts of one currency; zero for none."""
    return sum(amounts, Money.zero(currency))
