"""No number of the law stands in code, here or in another room: they are read from the packs."""

import ast
import re

from tests.house.plan import SOURCE, tree

LAW = SOURCE / "ground" / "law"
# Counting and the first day of a year; halves of a rounding.
PLAIN = {0, 1, 2}
# The calendar's and the conventions' own figures, each in the one file that is about them.
OWN = {
    "rules/day_count.py": {360, 365, 366, 30, 31, 12},
    "rules/rounding.py": {10},
    "spans.py": {12},
}
# What is written with figures but is no figure: names of conventions, formats, a hundredth.
WORDS = {"ACT/365", "ACT/366", "30/360", "utf-8", "0.01"}


def test_no_number_of_the_law_stands_in_code() -> None:
    found = []
    for file in sorted(LAW.rglob("*.py")):
        name = str(file.relative_to(LAW))
        module = tree(file)
        explained = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and id(node) not in explained:
                found += [f"{name}:{node.lineno} {node.value!r}"] if _is_legal(node.value, name) else []
    assert found == []


def _is_legal(value: object, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return value not in PLAIN | OWN.get(name, set())
    return isinstance(value, str) and bool(re.search(r"\d", value)) and value not in WORDS


LEGAL_NAME = re.compile(
    "limitation|prescription|statutory|late_interest|legal_rate|penalt|compensation|legal_floor",
    re.IGNORECASE,
)
FORTY = re.compile(r"(?<!\d)40(,00|\.00)?\W?(€|EUR|euros)", re.IGNORECASE)
PARTS = ("/rules/fr/", "/rules/en/")  # examples of what the linter must catch or leave alone


def test_no_other_room_has_a_law_of_its_own() -> None:
    """A name of the law with a number beside it, or the forty euros written out in a text."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        if LAW in file.parents or "migrations" in file.parts:
            continue
        found += [f"{file.relative_to(SOURCE)}:{line}" for line in _named_by_the_law(tree(file))]
    for kind in ("*.md", "*.html", "*.toml", "*.py"):
        for file in SOURCE.rglob(kind):
            if (
                LAW not in file.parents
                and file.name != "README.md"
                and not any(p in str(file) for p in PARTS)
            ):
                found += (
                    [str(file.relative_to(SOURCE))] if FORTY.search(file.read_text(encoding="utf-8")) else []
                )
    assert found == []


def _named_by_the_law(module: ast.AST) -> list[int]:
    lines = []
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if LEGAL_NAME.search(name):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value and LEGAL_NAME.search(name):
                pass
            case ast.keyword(arg=str(name), value=value) if LEGAL_NAME.search(name):
                pass
            case _:
                continue
        numbers = [
            n for n in ast.walk(value) if isinstance(n, ast.Constant) and type(n.value) in (int, float)
        ]
        lines += [number.lineno for number in numbers if number.value not in PLAIN]
    return lines
