"""`encours claim` and `encours limitation`: what cannot be read names its field, the rest goes on."""

import argparse
import io
import json

import pytest

from encours.faces.cli import claim_verb, limitation_verb
from encours.faces.cli.claim_lines import claim_line
from encours.faces.cli.limitation_lines import limitation_line

CLAIM = {
    "id": 7,
    "jurisdiction": "FR",
    "debtor": "business",
    "currency": "EUR",
    "principal": "1000.00",
    "due": "2026-01-31",
    "until": "2026-03-31",
}


def claimed(**told: object) -> dict:
    return claim_line(json.dumps({**CLAIM, **told}))


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"principal": None}, "missing_field", "principal"),
        ({"principal": "12,50"}, "invalid_amount", "principal"),
        ({"principal": "-1"}, "invalid_amount", "principal"),
        ({"principal": "1.001"}, "invalid_amount", "principal"),
        ({"due": "31/01/2026"}, "invalid_date", "due"),
        ({"until": None}, "missing_field", "until"),
        ({"debtor": "friend"}, "unknown_value", "debtor"),
        ({"rate": "a lot"}, "invalid_number", "rate"),
        ({"rate": "-1"}, "invalid_number", "rate"),
        ({"day_count": "ACT/400"}, "unknown_value", "day_count"),
        ({"payments": [{"on": "2026-03-01"}]}, "missing_field", "payments[0].amount"),
        (
            {"invoices": [{"no": "A", "principal": "1.00", "due": "2026-01-31"}]},
            "amounts_differ",
            "principal",
        ),
        ({"lang": "de"}, "unknown_value", "lang"),
    ],
)
def test_what_cannot_be_read_names_its_field(told: dict, code: str, field: str) -> None:
    said = claimed(**told)
    assert said["id"] == 7
    assert (said["error"]["code"], said["error"]["field"]) == (code, field)
    assert said["error"]["message"]


def test_what_the_law_does_not_say_is_an_error_without_a_field() -> None:
    assert claimed(jurisdiction="ZZ")["error"].keys() == {"code", "message"}
    assert claimed(rate="2 % par mois")["error"]["code"] == "rate_not_yearly"


def test_a_misspelt_key_is_told_and_not_passed_over() -> None:
    assert "unknown_key" in {warning["code"] for warning in claimed(notice_recieved="2026-01-01")["warnings"]}


def test_facts_carry_their_two_flags() -> None:
    facts = claimed()["facts"]
    assert {"FR-INT-01", "FR-COMP-01", "FR_B2B_DEFAULT@2026-01-01"} <= {fact["id"] for fact in facts}
    assert all(fact["lawyer_validated"] is False and fact["sourced"] is True for fact in facts)


def test_messages_are_in_the_language_of_the_line() -> None:
    assert "plancher" in claimed(rate="1")["warnings"][0]["message"]
    assert "floor" in claimed(rate="1", lang="en")["warnings"][0]["message"]


def test_a_payment_that_names_its_invoice_settles_that_one() -> None:
    invoices = [{"no": no, "principal": "500.00", "due": "2026-01-31"} for no in ("A", "B")]
    said = claimed(invoices=invoices, payments=[{"on": "2026-01-31", "amount": "500.00", "no": "B"}])
    assert [(part["no"], part["principal"]) for part in said["allocations"]] == [("B", "500.00")]
    assert said["fixed_compensation"] == "40.00"


def test_a_limitation_that_cannot_be_read_names_its_field() -> None:
    told = {"jurisdiction": "FR", "debtor": "business", "due": "2026-01-31", "events": [{"kind": "email"}]}
    assert limitation_line(json.dumps(told))["error"]["field"] == "events[0].on"
    assert limitation_line("[]")["error"]["code"] == "invalid_type"


def test_lines_are_answered_in_order_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "\n".join([json.dumps(CLAIM), "", "{", json.dumps({**CLAIM, "id": 8})])
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert claim_verb.run(argparse.Namespace()) == 0
    first, second, third = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["id"], second["error"]["code"], third["id"]) == (7, "invalid_json", 8)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"jurisdiction": "DE", "due": "2022-05-10"})))
    assert limitation_verb.run(argparse.Namespace()) == 0
    assert json.loads(capsys.readouterr().out)["last_day"] == "2025-12-31"
