"""Company and bank identifiers, checked by their own control digits."""

from functools import lru_cache

from stdnum import iban as _iban
from stdnum.eu import vat as _vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret


class InvalidIdentifier(ValueError):
    """An identifier whose control digits do not hold. The message says which and why."""


def siren(text: str) -> str:
    """A SIREN in its nine digits. Raises InvalidIdentifier."""
    try:
        return str(_siren.validate(text))
    except ValidationError:
        raise InvalidIdentifier(f"no SIREN, its control digit is wrong: {text}") from None


def siret(text: str) -> str:
    """A SIRET in its fourteen digits. Raises InvalidIdentifier."""
    try:
        return str(_siret.validate(text))
    except ValidationError:
        raise InvalidIdentifier(f"no SIRET, its control digit is wrong: {text}") from None


def vat_number(text: str) -> str:
    """A European VAT number with its country prefix. Raises InvalidIdentifier."""
    try:
        return str(_vat.validate(text))
    except ValidationError:
        raise InvalidIdentifier(f"no VAT number: {text}") from None


def iban(text: str) -> str:
    """An IBAN without spaces. Raises InvalidIdentifier."""
    try:
        return str(_iban.validate(text))
    except ValidationError:
        raise InvalidIdentifier(f"no IBAN: {text}") from None


@lru_cache(maxsize=256)
def iban_in_groups(text: str) -> str:
    """An IBAN as people read it, in groups of four."""
    return str(_iban.format(text))
