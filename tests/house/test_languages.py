"""Both languages are complete: every French sentence of the program has its English one."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Catalog

from encours.ground.wording.templates import shipped, shipped_ids
from tests.house.plan import SOURCE, python_files, tree
from tools import messages

FACT = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)")
# A space that may break a line before a sign, or after an opening quote.
LOOSE = re.compile(r" [:;?!»]|« |[\d}] %(?!\()")
FRENCH = re.compile(r"[àâçèéêîôùû]|\b[cdjlmnst]'[a-z]")
# What files are called, the demonstration's books, names of languages, words of argparse, refusals of a database,
# words by which mails and days are recognised in either language.
IN_ONE_LANGUAGE = (
    "books/interchange/formats/",
    "faces/demo/",
    "config/settings.py",
    "faces/cli/main.py",
    "faces/desk/forms/creditor.py",
    "ground/evidence/dossier/check_dossier.py",
    "ground/evidence/triggers.py",
    "ground/wording/",
    "method/inbox/rules/absence.py",
    "method/inbox/rules/bounces.py",
    "method/inbox/rules/days.py",
    "method/inbox/rules/kind.py",
    "method/inbox/rules/quoted.py",
)
LOCALES = SOURCE / "locale"


def test_every_sentence_has_its_english() -> None:
    """When this fails: `.venv/bin/python tools/messages.py`, then fill in the empty lines."""
    assert messages.missing(_extracted()) == []


def test_no_english_stands_for_a_sentence_that_is_gone() -> None:
    source = _extracted()
    gone = [m.id for m in messages.english() if m.id and not source.get(m.id, m.context)]
    assert gone == []


def test_a_translation_names_the_same_facts() -> None:
    wrong = []
    for message in messages.english():
        french = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple | list) else (message.string,)
        allowed = {fact for text in french for fact in _facts(text)}
        wrong += [text for text in english if text and not _facts(text) <= allowed]
        # A singular may say «one» in letters; the sentence of a single form leaves nothing out.
        if len(french) == 1 and message.id and english[0] and _facts(english[0]) != allowed:
            wrong.append(english[0])
    assert wrong == []


def test_no_line_of_french_begins_with_a_sign() -> None:
    """When this fails: U+00A0 before : ; ? ! » and %, and after «, as printers do."""
    assert [text for text in _french_texts() if LOOSE.search(text)] == []


def test_no_french_of_the_program_is_left_unmarked() -> None:
    """When this fails: `N_("…")` and a Reason, or English when only a programmer will read it."""
    found = [
        f"{file.relative_to(SOURCE)}:{node.lineno} {node.value[:60]}"
        for file in python_files()
        if not any(str(file.relative_to(SOURCE)).startswith(place) for place in IN_ONE_LANGUAGE)
        and file.name != "models.py"
        for node in _unmarked(tree(file))
        if FRENCH.search(node.value)
    ]
    assert found == []


def _unmarked(module: ast.Module) -> Iterator[ast.Constant]:
    """Texts that are neither marked for translation nor a docstring."""
    known: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr):
            known.add(id(node.value))
        elif isinstance(node, ast.Call) and _name(node.func) in messages.KEYWORDS:
            known |= {id(part) for argument in node.args for part in ast.walk(argument)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            yield node


def _name(function: ast.expr) -> str:
    """The last word of what is called."""
    return str(getattr(function, "attr", "") or getattr(function, "id", ""))


def _french_texts() -> Iterator[str]:
    """Every French sentence of screens, the letters as they are filled, those of the demonstration."""
    for message in _extracted():
        yield from message.id if isinstance(message.id, tuple) else (message.id,)
    for template_id in shipped_ids("fr"):
        yield from (section.text for section in shipped(template_id, "fr").sections)
    letters = tomllib.loads((SOURCE / "faces" / "demo" / "letters.toml").read_text(encoding="utf-8"))
    for letter in letters.values():
        yield from letter.values()


@cache
def _extracted() -> Catalog:
    return messages.extracted()


def _facts(text: str) -> set[str]:
    return {brace or percent for brace, percent in FACT.findall(text)}
