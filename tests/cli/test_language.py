"""The command line speaks the language it is asked for, from the first word on."""

from encours.faces.cli.main import VERBS
from tests.installations import Installation


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
    for line in told.split("\n    "):
        verb, _space, explained = line.partition(" ")
        if verb in VERBS:
            found[verb] = explained.strip()
    return found
