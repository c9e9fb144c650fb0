"""The reference of the command line names every verb and every option, in both languages."""

import argparse
import importlib

import pytest

from encours.faces.cli.main import VERBS
from tests.house.plan import ROOT


def options_of(verb: str) -> set[str]:
    parser = argparse.ArgumentParser()
    importlib.import_module(VERBS[verb]).arguments(parser)
    return {name for action in parser._actions for name in action.option_strings} - {"-h", "--help"}


@pytest.mark.parametrize("page", ["command-line.md", "command-line.fr.md"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_stands_in_the_reference_with_its_options(page: str, verb: str) -> None:
    lines = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8").splitlines()
    (row,) = (line for line in lines if line.startswith((f"| `{verb}`", f"| `{verb} ")))
    assert [option for option in sorted(options_of(verb)) if f"`{option}" not in row] == []
