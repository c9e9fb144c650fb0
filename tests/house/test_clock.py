"""Only kernel.clock knows what time it is; only kernel.clock turns an instant into a day."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.plan import ROOT, SOURCE, python_files, tree

CLOCK = SOURCE / "ground" / "kernel" / "clock.py"
READERS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now"),
    *("datetime.datetime.utcnow", "datetime.date.today", "time.time", "time.localtime", "time.gmtime"),
    *("timezone.now", "timezone.localdate", "timezone.localtime", "timezone.localtime", "Now"),
}
LAST_WORDS = {name.rpartition(".")[2] for name in READERS}
DJANGO_CLOCK = {"now", "localdate", "localtime"}


def _offences(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        match node:
            case ast.Call(func=ast.Attribute(attr="date"), args=[], keywords=[]):
                yield f"{node.lineno} .date(): kernel.clock.local_date(instant, zone)"
            case ast.Call(func=function) if _is_a_reader(function):
                yield f"{node.lineno} {ast.unparse(function)}()"
            case ast.ImportFrom(module="django.utils.timezone", names=names):
                yield from (f"{node.lineno} {n.name}" for n in names if n.name in DJANGO_CLOCK)
            case ast.keyword(arg="auto_now" | "auto_now_add", value=value):
                yield f"{value.lineno} auto_now: the clock is passed"
            case ast.Attribute(attr="now" | "today" as name) if ast.unparse(node) in {
                "timezone.now",
                "date.today",
            }:
                yield f"{node.lineno} {name} as a default"


def _is_a_reader(function: ast.expr) -> bool:
    """Whether it is one of those names: most are told apart by their last word."""
    last = getattr(function, "attr", "") or getattr(function, "id", "")
    return last in LAST_WORDS and ast.unparse(function) in READERS


def test_nobody_but_the_kernel_reads_the_clock() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{offence}"
        for file in python_files()
        if file != CLOCK
        for offence in sorted(set(_offences(file)))
    ]
    assert wrong == []
