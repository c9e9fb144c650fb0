"""Reads what stands in the headers of a mail, however badly it was written: one line, no trick of writing."""

import re
import unicodedata
from datetime import UTC, datetime
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from encours.method.inbox.rules.mail import Person

MOST_CHARACTERS = 2_000
MOST_PEOPLE = 200
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,128}@[^\s@<>()\[\],;:\"\\]{1,200}")
# Marks that turn the direction of writing: in a name they make «gpj.exe» read «exe.jpg».
_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(value: str) -> str:
    """A header as it came, bytes and all, as text: UTF-8 where it is, else Western European."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def decoded(value: str) -> str:
    """A header in words, on one line, without marks that hide or turn it."""
    text = plain(value)[: MOST_CHARACTERS * 4]
    try:
        parts = [_part(words, charset) for words, charset in decode_header(re.sub(r"\r?\n", "", text))]
    except (ValueError, LookupError, IndexError):
        parts = [text]
    return one_line("".join(parts))[:MOST_CHARACTERS]


def one_line(text: str) -> str:
    """Without line breaks, control characters, and marks that turn the direction of writing."""
    shown = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text.translate(_TURNS)
    )
    return " ".join(without_halves(shown).split())


def without_halves(text: str) -> str:
    """Without characters that no database stores: half of a pair, and the zero character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def people_in(values: list[str]) -> tuple[Person, ...]:
    """The people of address headers. Names are decoded after the list was cut: a comma in a name cuts nothing."""
    raw = [re.sub(r"\r?\n", "", plain(value))[: MOST_CHARACTERS * 10] for value in values]
    try:
        found = getaddresses(raw)
    except (ValueError, IndexError, RecursionError):
        found = [("", match) for match in _ADDRESS.findall(" ".join(raw))]
    people = [Person(decoded(name)[:160], one_line(address).lower()) for name, address in found]
    known = [person for person in people if _ADDRESS.fullmatch(person.address)]
    return tuple(dict.fromkeys(known[:MOST_PEOPLE]))


def identifiers(value: str) -> tuple[str, ...]:
    """The message identifiers that a header names, in order, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(plain(value))))[-100:]


def moment(value: str) -> datetime | None:
    """When a mail says it was written; None where that cannot be read."""
    try:
        found = parsedate_to_datetime(one_line(plain(value)))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _part(words: str | bytes, charset: str | None) -> str:
    if isinstance(words, str):
        return words
    for name in (charset or "ascii", "utf-8"):
        try:
            return words.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return words.decode("cp1252", "replace")
