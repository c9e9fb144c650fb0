"""Addresses of the desk with what they ask for."""

from urllib.parse import urlencode


def with_query(url: str, **values: object) -> str:
    """An address with what is not empty behind its question mark."""
    query = urlencode({name: str(value) for name, value in values.items() if value not in (None, "")})
    return f"{url}?{query}" if query else url
