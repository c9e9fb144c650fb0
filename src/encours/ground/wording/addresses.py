"""Addresses of pages inside a text: what stands in one is no word and no figure."""

import re

ADDRESS = re.compile(r"https?://[^\s<>]+")
_FILLER = "w"


def without_addresses(text: str, filler: str = _FILLER) -> str:
    """The text with addresses of pages filled over, at the same length."""
    if "://" not in text:
        return text
    return ADDRESS.sub(lambda found: filler * len(found[0]), text)
