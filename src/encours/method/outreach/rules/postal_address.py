"""A postal address in the lines that a post wants: who, where, town, country; nobody's text breaks out of them."""

import textwrap
import unicodedata

from babel.core import Locale

from encours.ground.kernel.facts import quick_dataclass

LONGEST_LINE = 38
"""Characters of a line. Source: NF Z 10-011, as La Poste tells it."""
MOST_LINES = 7
"""With the country. Source: the same."""
_NAME_LINES = 2
_WITH_POSTCODE = frozenset({"FR", "BE", "CH", "CA", "LU", "MC"})
_REGION_IN_TOWN = frozenset({"CA", "US"})
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co"})
_EMOJI, _AFTER_EMOJI = 0x1F000, 0x20000
_SELECTORS = frozenset("\ufe0e\ufe0f\u20e3")


@quick_dataclass(frozen=True, slots=True)
class Postal:
    """Somebody's name and address as they are kept; `address` may hold several lines."""

    name: str
    address: str
    postcode: str
    city: str
    country: str
    region: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a letter with this address can arrive: a name, a place and a town."""
        return all(part.strip() for part in (self.name, self.address, self.city)) and bool(
            self.postcode.strip() or self.country not in _WITH_POSTCODE
        )


def address_lines(to: Postal, *, contact: str = "", sent_from: str, language: str) -> tuple[str, ...]:
    """At most seven lines of at most 38 characters; the country in its own line when it is another one.

    sent_from: the country of the sender; language: in which the country is named.
    Source: NF Z 10-011; what Canada Post and the Universal Postal Union ask for is the same in kind.
    """
    name = _wrapped(to.name)[:_NAME_LINES]
    person = _wrapped(contact)[:1] if contact.strip().casefold() != to.name.strip().casefold() else []
    place = [line for part in to.address.replace("\r", "\n").split("\n") for line in _wrapped(part)]
    town = _wrapped(_town(to))[:1]
    country = [] if to.country == sent_from else [_country(to.country, language)]
    left = MOST_LINES - len(name) - len(town) - len(country)
    if len(person) + len(place) > left:
        person = []
    return (*name, *person, *place[:left], *town, *country)


def clean(text: str) -> str:
    """A text without marks that turn others around, and without control characters; on one line."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if is_printable(char)).split())


def is_printable(char: str) -> bool:
    """Whether paper can show a character: no control, nothing that turns a text around, no emoji."""
    is_emoji = _EMOJI <= ord(char) < _AFTER_EMOJI or char in _SELECTORS
    return unicodedata.category(char) not in _UNSAFE and not is_emoji


def _town(to: Postal) -> str:
    if to.country in _REGION_IN_TOWN:
        region = to.region.rpartition("-")[2]
        return " ".join(part for part in (to.city, region, to.postcode) if part.strip())
    return f"{to.postcode} {to.city}"


def _country(code: str, language: str) -> str:
    named = Locale.parse("fr" if language == "fr" else "en").territories.get(code, code)
    return str(named).upper()


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean(text), LONGEST_LINE, break_long_words=True) or []
