"""Addresses of the desk with what they ask for; anybody may have typed them over."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

# More digits than any row has, fewer than a database can hold.
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def with_query(url: str, **values: object) -> str:
    """An address with what is not empty behind its question mark."""
    query = urlencode({name: str(value) for name, value in values.items() if value not in (None, "")})
    return f"{url}?{query}" if query else url


def number_in(text: str) -> int | None:
    """The number of a row; nothing where the text is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


def place_in(asked: Mapping[str, str], name: str) -> tuple[date, int] | None:
    """Behind which day («jour») and row a list by date goes on; nothing where one of them is none."""
    number = number_in(asked.get(name, ""))
    try:
        day = date.fromisoformat(asked.get("jour", ""))
    except ValueError:
        return None
    return None if number is None else (day, number)
