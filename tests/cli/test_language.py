"""The command line speaks the language it is asked for, from the first word on."""

import json

import pytest

from encours.faces.cli.main import VERBS
from tests.installations import Installation
from tests.story import plain

pytestmark = pytest.mark.either


def test_help_is_in_the_language_asked_for(installation: Installation) -> None:
    french, english = (_help(installation, language) for language in ("fr", "en_GB.UTF-8"))
    assert "sans perdre le client" in french["about"] and "affiche cette aide" in french["about"]
    assert "without losing the customer" in english["about"] and "show this help" in english["about"]
    # A verb explained in the same words twice was left untranslated.
    assert [verb for verb in VERBS if french[verb] == english[verb]] == []


def _help(installation: Installation, language: str) -> dict[str, str]:
    installation.environment["ENCOURS_LANG"] = language
    told = installation.run("--help").stdout
    found = {"about": " ".join(told.split())}
    lines = told.split("\n    ")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        verb, _space, explained = line.partition(" ")
        if verb in VERBS:
            found[verb] = (explained or after).strip()  # a long name stands alone in its line
    return found


def test_errors_are_in_the_language_asked_for(installation: Installation) -> None:
    french, english = (_errors(installation, language) for language in ("fr", "en_GB.UTF-8"))
    assert french == {
        "usage": "encours : erreur : arguments inconnus : --demain",
        "date": "argument --as-of : une date s'écrit AAAA-MM-JJ : demain",
        "field": "Montant illisible : beaucoup",
        "value": "Valeur inconnue : maybe (connues : business, consumer, public)",
    }
    assert english == {
        "usage": "encours: error: unrecognized arguments: --demain",
        "date": "argument --as-of: a date is written YYYY-MM-DD: demain",
        "field": "Amount cannot be read: beaucoup",
        "value": "Unknown value: maybe (known: business, consumer, public)",
    }


def _errors(installation: Installation, language: str) -> dict[str, str]:
    installation.environment["ENCOURS_LANG"] = language
    usage = installation.run("night", "--demain", check=False)
    date = installation.run("night", "--as-of", "demain", check=False)
    assert (usage.returncode, date.returncode) == (2, 2)
    situations = (
        {"today": "2026-03-10", "invoices": [{"amount": "beaucoup", "due": "2026-03-01"}]},
        {"today": "2026-03-10", "customer": {"kind": "maybe"}},
    )
    lines = installation.run("advise", text="\n".join(map(json.dumps, situations))).stdout.splitlines()
    field, value = (json.loads(line)["error"]["message"] for line in lines)
    return {
        "usage": plain(usage.stderr.splitlines()[-1]),
        "date": plain(date.stderr.splitlines()[-1])
        .removeprefix("encours night: error: ")
        .removeprefix("encours night : erreur : "),
        "field": plain(field),
        "value": plain(value),
    }
