"""Every kind of journal entry that the code writes is explained in the reference, and no other."""

import ast
import re
from functools import cache

import pytest

from tests.house.plan import ROOT, SOURCE, built_rooms, python_files, tree

KIND = re.compile(rf"^({'|'.join(sorted(built_rooms()))})\.[a-z]+(?:_[a-z]+)*$")
REFERENCE = ("journal.md", "journal.fr.md")


@cache
def _written() -> dict[str, str]:
    """Kinds in the code (any string of the form `room.past_participle`), and one place of each."""
    found: dict[str, str] = {}
    for file in python_files():
        if file.is_relative_to(SOURCE / "config"):
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.match(node.value):
                found.setdefault(node.value, f"{file.relative_to(ROOT)}:{node.lineno}")
    return found


def _documented(name: str) -> set[str]:
    text = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


@pytest.mark.parametrize("name", REFERENCE)
def test_every_kind_is_documented(name: str) -> None:
    documented = _documented(name)
    assert {k: place for k, place in _written().items() if k not in documented} == {}


@pytest.mark.parametrize("name", REFERENCE)
def test_no_kind_is_documented_that_nobody_writes(name: str) -> None:
    assert _documented(name) - set(_written()) == set()


def test_a_room_writes_kinds_of_its_own_name_only() -> None:
    """A flow may write for the room that it speaks of; evidence may read any kind."""
    wrong = []
    for kind, place in _written().items():
        parts = place.removeprefix("src/encours/").split("/")
        if parts[0] in {"ground", "books", "method"} and parts[1] not in {kind.split(".")[0], "evidence"}:
            wrong.append(f"{place}: {kind}")
    assert wrong == []
