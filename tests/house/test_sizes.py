"""Files and functions stay short enough to be read (docs/reference/limits.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.plan import ROOT, SOURCE, built_rooms, python_files, tree

FILE, TEST_FILE, FUNCTION, VIEW, FLOW, ROOM_README, KERNEL_FILES = 400, 500, 60, 30, 40, 50, 10
VAGUE_NAMES = {"utils", "helpers", "common", "services", "managers", "misc", "tools", "lib", "core", "base"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _functions(files: list[Path]) -> Iterator[tuple[str, Function, int]]:
    for file in files:
        for node in ast.walk(tree(file)):
            if isinstance(node, Function):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name} ({length})", node, length


def test_no_file_is_too_long() -> None:
    pages = [f for kind in ("html", "css", "js") for f in SOURCE.rglob(f"*.{kind}")]
    long = [f"{f.relative_to(ROOT)} ({_lines(f)})" for f in [*python_files(), *pages] if _lines(f) > FILE]
    assert long == []


def test_no_test_file_is_too_long() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [f"{f.relative_to(ROOT)} ({_lines(f)})" for f in tests if _lines(f) > TEST_FILE] == []


def test_no_function_is_too_long() -> None:
    assert [where for where, _node, length in _functions(python_files()) if length > FUNCTION] == []


def test_no_view_is_too_long() -> None:
    views = [f for f in (SOURCE / "faces").rglob("*.py") if "view" in f.stem or "views" in f.parts]
    long = [
        where
        for where, node, length in _functions(views)
        if length > VIEW and node.args.args and node.args.args[0].arg == "request"
    ]
    assert long == []


def test_no_flow_is_too_long() -> None:
    flows = sorted((SOURCE / "flows").rglob("*.py"))
    assert [where for where, _node, length in _functions(flows) if length > FLOW] == []


def test_the_kernel_stays_small() -> None:
    modules = [f.name for f in (SOURCE / "ground" / "kernel").glob("*.py") if f.name != "__init__.py"]
    assert len(modules) <= KERNEL_FILES, modules


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [f for f in python_files() if f.stem in VAGUE_NAMES] == []


@pytest.mark.parametrize("room", sorted(built_rooms()))
def test_a_room_has_a_short_readme(room: str) -> None:
    readme = built_rooms()[room] / "README.md"
    assert readme.exists(), f"{room} has no README.md"
    assert _lines(readme) <= ROOM_README
