"""Finds the order number that a sentence of a customer names, so that it need not be typed."""

import re

_NAMED = re.compile(
    r"\b(?:commande|bdc|bc|p\.?o\.?|purchase order|order|engagement|r.f.rence|ref|reference)\b"
    r"\s*(?:(?:n\W|no\b\.?|num.ro|number|ref|est|is|le|the|client|suivante?|following|:|#|=)\s*)*"
    r"(?P<number>[A-Z]{0,6}[-/]?\d[\w/-]*\w|\d)(?![\w@-]|[.,]\d)",
    re.IGNORECASE,
)
LONGEST = 60


def order_number_in(sentence: str) -> str:
    """The one number named after «bon de commande», «PO» and the like; empty when there is none or several."""
    numbers = {match["number"] for match in _NAMED.finditer(sentence)}
    return numbers.pop()[:LONGEST] if len(numbers) == 1 else ""
