"""Says a Reason in a language: its text translated, its facts written as people read them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial

from django.utils.translation import get_language, gettext, override

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import formats

_NOTHING = "—"
_ELIDES = re.compile(r"\b(?P<word>d|D|qu|Qu)e (?P<place>\{(?P<fact>\w+)\})")


def say(reason: Reason | str, language: str | None = None, *, today: date | None = None) -> str:
    """The sentence of a reason in a language, the reader's own when none is given.

    Dates carry their year, unless it is the year of `today`; moments are shown in the current time
    zone. A plain text is returned as it is.
    Raises KeyError when the text names a fact that the reason does not hold.
    """
    return _sentence(reason, language=language or get_language() or "fr", today=today)


def _sentence(reason: Reason | str, *, language: str, today: date | None) -> str:
    if isinstance(reason, str):
        return reason
    values = {name: _shown(value, language=language, today=today) for name, value in reason.values.items()}
    text = _translated(reason.text, language) if reason.text else ""
    if language.startswith("fr"):
        text = _ELIDES.sub(partial(_elided, values), text)
    return text.format(**values)


def _elided(values: Mapping[str, str], found: re.Match[str]) -> str:
    """«d'Agence Trivelle», not «de Agence Trivelle»; before an h it depends on the word, and stays."""
    begins = unicodedata.normalize("NFD", values.get(found["fact"], "")[:1]).lower()[:1]
    return f"{found['word']}'{found['place']}" if begins and begins in "aeiou" else found[0]


@lru_cache(maxsize=4096)
def _translated(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def _shown(value: object, *, language: str, today: date | None) -> str:
    match value:
        case None:
            return _NOTHING
        case Reason():
            return _sentence(value, language=language, today=today)
        case Money():
            return formats.amount_text(value, language=language)
        case datetime():
            return _moment(value, language=language, today=today)
        case date():
            return formats.day_in_sentence(value, language=language, today=today)
        case bool():
            return _translated(N_("oui"), language) if value else _translated(N_("non"), language)
        case int() | Decimal():
            return formats.number_text(value, language=language)
        case str():
            return str(value)
        case Sequence():
            words = [_shown(part, language=language, today=today) for part in value]
            return formats.list_text(words, language=language)
    with override(language):  # a text of Django's, translated when it is read
        return str(value)


def _moment(value: datetime, *, language: str, today: date | None) -> str:
    moment = formats.on_the_wall(value)
    return _translated(N_("{day} à {hour}"), language).format(
        day=formats.day_in_sentence(moment, language=language, today=today),
        hour=formats.hour_text(moment, language=language),
    )
