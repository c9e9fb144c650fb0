"""Rounds an exact amount to the smallest unit of its currency, half up: once, at the end of a claim."""

from fractions import Fraction

from encours.ground.kernel.money import Money, exponent_of


def exact(money: Money) -> Fraction:
    """An amount as an exact number of units of its currency."""
    return Fraction(money.decimal)


def rounded(amount: Fraction, currency: str) -> Money:
    """The amount (not negative) in whole minor units, half up."""
    minor = amount * 10 ** exponent_of(currency)
    return Money((2 * minor.numerator + minor.denominator) // (2 * minor.denominator), currency)
