"""No number of the law stands in code: rates, amounts, days and periods are read from the packs."""

import ast
import re

from tests.house.plan import SOURCE

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
        tree = ast.parse(file.read_text(encoding="utf-8"))
        explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in explained:
                found += [f"{name}:{node.lineno} {node.value!r}"] if _is_legal(node.value, name) else []
    assert found == []


def _is_legal(value: object, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return value not in PLAIN | OWN.get(name, set())
    return isinstance(value, str) and bool(re.search(r"\d", value)) and value not in WORDS
