"""A debt is time-barred by the law of its country, and by no number of ours."""

import pytest

from encours.flows.advise.answering import answer_object
from encours.method.strategy.kit import shipped_kit

KIT = shipped_kit()
ACCEPTED = {"kind": "promise_accepted", "at": "2023-05-02", "amount": "500.00", "promised_for": "2023-06-01"}


def is_barred(due: str, today: str, customer: dict[str, object], events: list[dict[str, object]]) -> bool:
    invoice = {"no": "F-1", "amount": "500.00", "currency": "EUR", "due": due}
    told = {"today": today, "customer": customer, "invoices": [invoice], "events": events}
    return answer_object(told, KIT)["state"] == "time_barred"


@pytest.mark.parametrize(
    ("due", "today", "customer", "expected"),
    [
        ("2020-02-29", "2025-02-28", {"kind": "business", "country": "FR"}, False),
        ("2020-02-29", "2025-03-01", {"kind": "business", "country": "FR"}, True),
        ("2024-03-10", "2026-03-10", {"kind": "consumer", "country": "FR"}, False),
        ("2024-03-10", "2026-03-11", {"kind": "consumer", "country": "FR"}, True),
        ("2022-03-10", "2025-12-31", {"kind": "business", "country": "DE"}, False),
        ("2022-03-10", "2026-01-01", {"kind": "business", "country": "DE"}, True),
        ("2022-03-10", "2026-01-01", {"kind": "business", "country": "CH"}, False),
        ("1999-03-10", "2026-01-01", {"kind": "business", "country": "JP"}, False),
    ],
)
def test_the_law_of_the_country_decides(
    due: str, today: str, customer: dict[str, object], expected: bool
) -> None:
    assert is_barred(due, today, customer, []) is expected


def test_an_agreement_in_writing_starts_the_period_anew_and_a_spoken_one_does_not() -> None:
    consumer: dict[str, object] = {"kind": "consumer", "country": "FR"}
    assert is_barred("2022-03-10", "2024-06-10", consumer, [])
    assert not is_barred("2022-03-10", "2024-06-10", consumer, [{**ACCEPTED, "written": True}])
    assert is_barred("2022-03-10", "2024-06-10", consumer, [{**ACCEPTED, "written": False}])
