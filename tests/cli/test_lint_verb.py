"""`encours lint`: a line in, a line out, in order; a line that cannot be read is answered with its error."""

import json

from encours.faces.cli.lint_lines import lint_line


def answer(**told: object) -> dict:
    return lint_line(json.dumps(told, ensure_ascii=False))


def test_a_sentence_is_answered_with_its_findings() -> None:
    said = answer(id="a", lang="fr", kind="sentence", stage="firm", text="Vous refusez de payer.", ctx={})
    assert said["id"] == "a" and said["ok"] is False
    finding = said["findings"][0]
    assert (finding["rule"], finding["severity"], finding["start"], finding["end"]) == (
        "ACC03",
        "error",
        0,
        12,
    )
    assert finding["why"] and finding["suggestion"]


def test_why_is_said_in_the_language_of_the_line() -> None:
    said = answer(lang="en", kind="sentence", stage="firm", text="You owe us £10.", ctx={})
    assert said["findings"][0]["why"].startswith("An obligation")


def test_what_cannot_be_read_names_its_field() -> None:
    assert lint_line("{")["error"]["code"] == "invalid_json"
    assert answer(lang="de", text="x")["error"]["field"] == "lang"
    assert answer(lang="fr", text=3)["error"]["field"] == "text"
    assert answer(lang="fr", text="x", stage="later")["error"]["field"] == "stage"
    assert answer(lang="fr", text="x", ctx={"hardshp": True})["error"]["field"] == "ctx.hardshp"
    assert answer(lang="fr", text="x", style="kind")["error"]["field"] == "style"
