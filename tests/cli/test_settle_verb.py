"""`encours settle`: the fields of its contract, what cannot be read names its field, the rest goes on."""

import io
import json

import pytest

from encours.faces.cli import settle_verb
from encours.faces.cli.settle_lines import settle_line

ASKED = {
    "id": "S1",
    "amount": "10000",
    "currency": "EUR",
    "dpd": 120,
    "type": "AVOIDS",
    "broken_agreements": 3,
    "silence_days": 60,
    "contacts": 8,
}


def settled(**told: object) -> dict:
    return settle_line(json.dumps({**ASKED, **told}))


def test_the_answer_has_the_fields_of_the_contract() -> None:
    said = settled()
    assert said["ev"] == {
        "inhouse": "731.86",
        "agency": "1104.56",
        "court": "2576.35",
        "settlement": "3681.69",
        "write_off": "0.00",
    }
    assert (said["floor"], said["target"], said["opening"]) == ("2600.00", "5500.00", "7000.00")
    assert (said["advice"], said["best"], said["marginal"]) == ("OFFER", "settlement", False)


def test_what_is_told_replaces_the_terms_of_the_house() -> None:
    said = settled(
        quote={"fee_pct": 18, "fixed": "95"},
        court={"cost": "400", "recoverable": "0", "p_title": 0.5, "p_exec": "0.2"},
        accept={"a": 4, "b": "5"},
        remaining_contacts=0,
    )
    assert said["ev"]["inhouse"] == "803.86"
    assert said["ev"]["agency"] == "1112.65"
    assert said["ev"]["court"] == "538.30"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"amount": None}, "missing_field", "amount"),
        ({"amount": "0"}, "invalid_amount", "amount"),
        ({"amount": "-1"}, "invalid_amount", "amount"),
        ({"amount": "1.001"}, "invalid_amount", "amount"),
        ({"dpd": None}, "missing_field", "dpd"),
        ({"dpd": "soon"}, "invalid_number", "dpd"),
        ({"type": "BAD"}, "unknown_value", "type"),
        ({"quote": {"fee_pct": 101}}, "invalid_number", "quote.fee_pct"),
        ({"court": {"p_exec": -1}}, "invalid_number", "court.p_exec"),
        ({"accept": {"a": 3}}, "missing_field", "accept.b"),
        ({"accept": {"a": 3, "b": 1000}}, "invalid_number", "accept.b"),
        ({"hardship": "perhaps"}, "invalid_type", "hardship"),
    ],
)
def test_what_cannot_be_read_names_its_field(told: dict, code: str, field: str) -> None:
    said = settled(**told)
    assert (said["id"], said["error"]["code"], said["error"]["field"]) == ("S1", code, field)


def test_amounts_of_one_cent_of_ten_millions_and_without_cents_are_answered() -> None:
    assert settled(amount="0.01")["target"] == "0.01"
    assert settled(amount="10000000")["floor"].endswith("00000.00")
    assert settled(amount="1000000", currency="JPY")["ev"]["write_off"] == "0"


def test_lines_are_answered_in_order_and_an_unread_key_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({**ASKED, "broken_agreement": 3}), "{", json.dumps({**ASKED, "id": 2, "lang": "en"})]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert settle_verb.run(None) == 0  # type: ignore[arg-type]
    first, second, third = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["warnings"][0]["code"] == "unknown_key"
    assert second["error"]["code"]
    assert third["reasons"] == ["An offer that is paid quickly is worth more than every other way"]
