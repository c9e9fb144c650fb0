"""Brings the English words up to date with the French ones written in code and pages.

    .venv/bin/python tools/messages.py            adds what is new, drops what is gone
    .venv/bin/python tools/messages.py --missing  lists what waits for its English

The French sentence is the key; English stands in src/encours/locale/en/LC_MESSAGES/django.po.
Needs no gettext program: babel reads and writes, Django turns its pages into something to read.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "encours"
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_IN_PAGES = re.compile(rf"\b(n?p?gettext)\((\s*{_STRING}\s*(?:,\s*{_STRING}\s*)*)")

Message = tuple[str | tuple[str, ...], str | None]


def extracted() -> Catalog:
    """Every sentence that the source marks for translation, with the files that hold it."""
    catalogue = Catalog(
        locale="en",
        header_comment="# The English of Encours: the French sentence is the key (docs/how-to/translate.md).\n#",
        project="Encours",
        version="1",
        msgid_bugs_address="the issues of the project",
        last_translator="the maintainers",
        language_team="the maintainers",
        fuzzy=False,
        creation_date=datetime(2026, 11, 22, tzinfo=UTC),
        revision_date=datetime(2026, 11, 22, tzinfo=UTC),
    )
    for file in sorted(SOURCE.rglob("*")):
        for message, context in _messages_of(file):
            catalogue.add(message, locations=[(str(file.relative_to(ROOT)), 0)], context=context)
    return catalogue


def _messages_of(file: Path) -> Iterator[Message]:
    if file.suffix == ".py" and "migrations" not in file.parts:
        with file.open("rb") as stream:
            for _line, function, words, _comments in extract_python(stream, list(KEYWORDS), [], {}):
                if message := _message(function or "", words if isinstance(words, tuple) else (words,)):
                    yield message
    elif file.suffix in {".html", ".txt", ".svg"}:
        text = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        for function, arguments in _IN_PAGES.findall(text):
            words = ast.literal_eval(f"({arguments},)")
            if message := _message(function, words):
                yield message
    elif file.suffix == ".toml" and "procedures" in file.parts:
        yield from ((text, None) for text in _texts(tomllib.loads(file.read_text(encoding="utf-8"))))
    elif file.suffix == ".toml" and file.parent.name == "rules":
        rules = tomllib.loads(file.read_text(encoding="utf-8"))
        yield from ((rule["why"], None) for rule in rules.values())


def _texts(table: dict[str, Any]) -> Iterator[str]:
    """The names of a procedure and of its levels, and what a level needs: people read them like any sentence."""
    for name, value in table.items():
        if name == "label":
            yield value
        elif name == "needs":
            yield from value
        elif isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    yield from _texts(entry)


def _message(function: str, words: tuple[str | None, ...]) -> Message | None:
    texts = [word for word in words if word]
    if not texts:
        return None
    if function.startswith("ng"):
        return ((texts[0], texts[1]), None) if len(texts) > 1 else None
    if function.startswith("pg"):
        return (texts[1], texts[0]) if len(texts) > 1 else None
    return texts[0], None


def english() -> Catalog:
    """The English words as they stand."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as stream:
        return read_po(stream, locale="en")


def missing(source: Catalog) -> list[str]:
    """French sentences of a source without an English one, or with one that a machine guessed."""
    known = english()
    found = []
    for message in source:
        translated = known.get(message.id, message.context) if message.id else None
        if message.id and (translated is None or translated.fuzzy or not _is_complete(translated.string)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def _is_complete(string: str | list[str] | tuple[str, ...]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def update() -> None:
    """Rewrites the English file: what is translated stays, what is new stands empty."""
    known, catalogue = english(), extracted()
    for message in catalogue:
        former = known.get(message.id, message.context) if message.id else None
        if former and not former.fuzzy:
            message.string = former.string
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as stream:
        write_po(stream, catalogue, width=100, sort_by_file=True, include_lineno=False)


def main(arguments: list[str]) -> int:
    """The command."""
    settings.configure(USE_I18N=False)
    if arguments != ["--missing"]:
        update()
    waiting = missing(extracted())
    for sentence in waiting:
        print(sentence)
    print(f"{len(waiting)} without English", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
