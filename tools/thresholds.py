"""Writes the tables of thresholds into the documentation, from what the rooms declare.

    .venv/bin/python tools/thresholds.py    writes docs/reference/thresholds.md and thresholds.fr.md

A test holds the pages against the declarations.
"""

import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


from encours.books.creditor.rules.threshold import Family, Held, Threshold, Unit  # noqa: E402
from encours.ground.kernel.money import Money  # noqa: E402
from encours.ground.kernel.reason import Reason  # noqa: E402
from encours.method.strategy.rules.thresholds import FAMILIES  # noqa: E402
from tools import messages  # noqa: E402

PAGES = {"en": ROOT / "docs/reference/thresholds.md", "fr": ROOT / "docs/reference/thresholds.fr.md"}
_HEADS = {
    "fr": """# Seuils

Les nombres de la méthode, chacun avec sa valeur par défaut. Une société les change dans Réglages, Seuils ; chaque
changement est au journal (`creditor.threshold_changed`, `creditor.threshold_restored`), et une liste d'un jour passé
est calculée avec les nombres de ce jour-là. ↑ : peut seulement être relevé ; ↓ : peut seulement être abaissé, parce
qu'il protège le client. D : le dirigeant seul. Les montants sont en unités de la monnaie de la société.

Écrit par `tools/thresholds.py` d'après ce que les pièces déclarent.
""",
    "en": """# Thresholds

The numbers of the method, each with its default. A company changes them in Settings, Thresholds; every change is in the
journal (`creditor.threshold_changed`, `creditor.threshold_restored`), and a list for a past day is computed with the
numbers of that day. ↑: can only be raised; ↓: can only be lowered, because it protects the customer. O: the owner
alone. Amounts are in units of the company's currency.

Written by `tools/thresholds.py` from what the rooms declare.
""",
}
_COLUMNS = {
    "fr": ("Seuil", "Clé", "Par défaut", "Bornes", "Qui", "Source", "Sens"),
    "en": ("Threshold", "Key", "Default", "Bounds", "Who", "Source", "Meaning"),
}
_HELD = {None: "", Held.UP: " ↑", Held.DOWN: " ↓"}


def page(language: str) -> str:
    """The whole page in a language."""
    words = (
        {} if language == "fr" else {m.id: str(m.string) for m in messages.english() if isinstance(m.id, str)}
    )
    families = ("\n".join(_family(family, language, words)) for family in FAMILIES)
    return "\n".join([_HEADS[language], *families])


def _family(family: Family, language: str, words: dict[str, str]) -> Iterator[str]:
    yield f"## {words.get(family.label, family.label)}\n"
    groups = list(dict.fromkeys(one.group for one in family.thresholds))
    rows = sorted(family.thresholds, key=lambda one: groups.index(one.group))
    for group, found in groupby(rows, key=lambda one: one.group):
        if group:
            yield f"### {words.get(group, group)}\n"
        yield f"| {' | '.join(_COLUMNS[language])} |"
        yield "|---" * len(_COLUMNS[language]) + "|"
        for one in found:
            yield _row(one, language, words)
        yield ""


def _row(one: Threshold, language: str, words: dict[str, str]) -> str:
    who = {"fr": "D", "en": "O"}[language] if one.is_owners else ""
    least = one.default if one.held is Held.UP else one.least
    most = one.default if one.held is Held.DOWN else one.most
    bounds = f"{_number(one, least)}–{_number(one, most)}{_HELD[one.held]}"
    cells = (
        words.get(one.label, one.label),
        f"`{one.key}`",
        _told(one, words),
        bounds,
        who,
        one.source,
        words.get(one.meaning, one.meaning),
    )
    return f"| {' | '.join(cells)} |"


def _told(one: Threshold, words: dict[str, str]) -> str:
    if one.unit in {Unit.MONEY, Unit.TIME}:
        return _number(one, one.default)
    told = one.told(one.default, "EUR")
    assert isinstance(told, Reason), "what is counted is said in words"
    return words.get(told.text, told.text).format(**told.values)


def _number(one: Threshold, value: int) -> str:
    if one.unit is Unit.TIME:
        return "{}:{:02d}".format(*divmod(value, 60))
    if one.unit is Unit.MONEY:
        return f"{Money.from_decimal(Decimal(value), 'EUR').decimal:.0f}"
    return str(value).replace("-", "−")


if __name__ == "__main__":
    for spoken, place in PAGES.items():
        place.write_text(page(spoken), encoding="utf-8")
