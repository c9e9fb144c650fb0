"""Tells whether a clause speaks of what we do ourselves: «nous devons impérativement finir la toiture»."""

import re

_CLAUSE = re.compile(r"[,;:()«»\"–—]| mais | but | sinon | otherwise | et vous | and you ")


def clause_around(sentence: str, start: int, end: int) -> str:
    """The clause in which the words from `start` to `end` stand."""
    first = max((mark.end() for mark in _CLAUSE.finditer(sentence, 0, start)), default=0)
    last = _CLAUSE.search(sentence, end)
    return sentence[first : last.start() if last else len(sentence)].strip()
