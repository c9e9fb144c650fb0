"""Finds the places of a text that somebody still has to fill in (FAC07)."""

import re
from collections.abc import Iterator

_WORDS = (
    "nom|prenom|prénom|date|montant|numero|numéro|client|societe|société|telephone|téléphone|facture|signature|"
    "name|amount|number|company|customer|client name|phone|invoice|insert|your name|contact|adresse|address"
)
_LEFT_OVER = re.compile(
    rf"<(?=[^<>@\n]{{0,40}}\b(?i:{_WORDS})\b)[A-Za-zÀ-ÿ][^<>@\n]{{0,40}}>|\$\{{?[A-Z_]{{3,}}\}}?"
    r"|\{\{[^{}]*\}\}|\{[^{}]*\}|<<[^<>\n]{1,40}>>|%[A-Z_]{3,}%"
    r"|\[[A-ZÀ-Ý][A-ZÀ-Ý_ '’°.-]+\]"
    r"|\((?i:à compléter|a completer|to be completed|tbc|tbd)\)"
    rf"|\[(?i:à compléter|a completer|tbc|tbd|(?:[^\]\n]{{0,20}}\b)?(?:{_WORDS})(?:\b[^\]\n]{{0,20}})?)\]"
    r"|(?<!\w)(?:X{3,}|x{3,})(?!\w)|\b[Xx]{2,}(?=[\s\u00a0\u202f]?(?:€|EUR|euros|£|\$))|(?<=[£$€])[Xx]{2,}\b"
    r"|\b[Xx]{2}/[Xx]{2}/[Xx]{2,4}\b|\b(?:JJ|DD|MM)/(?:MM|DD)/(?:AAAA|YYYY|AA|YY)\b|(?<!\w)_{2,}(?!\w)|_{3,}"
    r"|\.{6,}|…{2,}|\b(?:TBD|TBC|TO[D]O|LOREM|lorem ipsum)\b"
)
_SIGNS = (
    *"{[%<",
    "à compl",
    "<<",
    "XX",
    "Xx",
    "xx",
    "__",
    "......",
    "……",
    "JJ/",
    "DD/",
    "MM/",
    "TBD",
    "TBC",
    "(tb",
    "to be compl",
    "a compl",
    "TO" + "DO",
    "LOREM",
    "lorem",
)


def has_signs(text: str) -> bool:
    """Whether anything in a text might be a place to fill in: the quick question before the exact one."""
    for sign in _SIGNS:  # noqa: SIM110 - asked of each message: a generator takes twice as long
        if sign in text:
            return True
    return False


def blanks_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each place left to fill in starts and ends, in code points."""
    if has_signs(text):
        for match in _LEFT_OVER.finditer(text):
            yield match.start(), match.end()
