"""A rule has the method's own numbers where nothing is said; whoever knows the company hands its numbers over."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.plan import ROOT, SOURCE, tree


@dataclass(frozen=True)
class Fallback:
    """A parameter that is the method's own number unless it is given; `place`: -1 where it must be named."""

    file: Path
    parameter: str
    place: int

    def is_given(self, call: ast.Call) -> bool:
        named = any(given.arg in {self.parameter, None} for given in call.keywords)
        return named or 0 <= self.place < len(call.args)


def _fallbacks() -> dict[str, list[Fallback]]:
    found: dict[str, list[Fallback]] = {}
    for file in (SOURCE / "method").rglob("*.py"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef):
                for name, place, value in _defaults(node.args):
                    if ast.unparse(value).startswith("DEFAULT"):
                        found.setdefault(node.name, []).append(Fallback(file, name, place))
    return found


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, int, ast.expr]]:
    unnamed = [*arguments.posonlyargs, *arguments.args]
    for place, value in enumerate(arguments.defaults, start=len(unnamed) - len(arguments.defaults)):
        yield unnamed[place].arg, place, value
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield argument.arg, -1, default


def _called(call: ast.Call, file: Path, imported: dict[str, Path]) -> tuple[str, Path | None]:
    """The name of what is called, and the file it is from; None for an action, called by its room's name."""
    if isinstance(call.func, ast.Attribute):
        is_action = ast.unparse(call.func.value).endswith("actions")
        return (call.func.attr, None) if is_action else ("", None)
    name = getattr(call.func, "id", "")
    return name, imported.get(name, file)


def _imported(module: ast.Module) -> dict[str, Path]:
    return {
        alias.name: SOURCE.parent / (node.module.replace(".", "/") + ".py")
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _forgotten(file: Path, fallbacks: dict[str, list[Fallback]]) -> Iterator[str]:
    imported = _imported(tree(file))
    for call in ast.walk(tree(file)):
        if isinstance(call, ast.Call):
            name, from_file = _called(call, file, imported)
            for fallback in fallbacks.get(name, ()):
                if from_file in {None, fallback.file} and not fallback.is_given(call):
                    yield f"{file.relative_to(ROOT)}:{call.lineno} {name}({fallback.parameter}=)"


def test_no_call_leaves_a_threshold_of_the_company_to_the_method() -> None:
    fallbacks = _fallbacks()
    assert "prioritise" in fallbacks
    assert [found for file in sorted(SOURCE.rglob("*.py")) for found in _forgotten(file, fallbacks)] == []
