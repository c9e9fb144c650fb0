"""What `advise` cannot read is answered with the field and the reason, whatever a line holds."""

import json

import pytest

from encours.flows.advise.answering import answer_line
from encours.method.strategy.kit import shipped_kit

INVOICE = {"no": "F-1", "amount": "1000.00", "due": "2026-06-01"}


def answered(**told: object) -> dict[str, object]:
    situation = {"id": "x", "today": "2026-06-10", "invoices": [INVOICE], **told}
    answer = answer_line(json.dumps(situation), shipped_kit())
    json.dumps(answer, allow_nan=False, ensure_ascii=False).encode()
    return answer


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"today": "0001-01-01"}, "today"),
        ({"now": "9999-12-31T23:59:59"}, "now"),
        ({"now": "0001-01-01T00:00+14:00"}, "now"),
        ({"today": "2026-06-10 soon"}, "today"),
        ({"today": "2026-06-10T25:00"}, "today"),
        ({"invoices": [{"no": "F-1", "amount": "10", "dpd": 10**9}]}, "invoices[0].dpd"),
        ({"customer": {"n": "1" * 5000}}, "customer.n"),
        ({"customer": {"n": 10**30}}, "customer.n"),
        ({"customer": {"sd": "1e400"}}, "customer.sd"),
        ({"customer": {"dpd": -(10**12)}}, "customer.dpd"),
        ({"portfolio": True, "open_cases": "1" * 4400}, "open_cases"),
        ({"portfolio": True, "hours_week": 10**30}, "hours_week"),
        ({"id": float("nan")}, "id"),
    ],
)
def test_2026_11_22_what_is_beyond_all_measure_is_refused_by_its_field(
    told: dict[str, object], field: str
) -> None:
    """Each of these ended in a traceback or passed for something else."""
    answer = answered(**told)
    error = answer["error"]
    assert isinstance(error, dict)
    assert error["field"] == field
    assert error["code"] in {"invalid_number", "invalid_date"}
    assert len(str(error["message"])) < 5200


def test_half_of_a_character_is_no_json() -> None:
    answer = answer_line('{"id": "\\ud800", "today": "2026-06-10"}', shipped_kit())
    assert answer["error"]["code"] == "invalid_json"  # type: ignore[index]
    json.dumps(answer, ensure_ascii=False).encode()


def test_a_long_external_score_is_unknown_and_not_read_as_a_number() -> None:
    assert "error" not in answered(customer={"score": "1" * 5000})
