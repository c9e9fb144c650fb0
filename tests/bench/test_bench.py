"""The benchmark's books are what the page says, and a night over them does what it should."""

from pathlib import Path

import pytest

from encours.faces.bench.books import Bill, Size, bills, has_case, has_step_due
from encours.faces.bench.verb import measure
from tests.house.plan import ROOT, SOURCE

PAGES = (ROOT / "docs/reference/benchmarks.md", ROOT / "docs/reference/benchmarks.fr.md")


def test_one_customer_in_five_has_a_case_and_one_in_twenty_a_step_due() -> None:
    everybody = range(1, Size(10_000).customers + 1)
    assert sum(has_case(customer) for customer in everybody) == 200
    assert sum(has_step_due(customer) for customer in everybody) == 50


def test_two_runs_measure_the_same_books() -> None:
    made: list[Bill] = list(bills(Size(1_000)))
    assert made == list(bills(Size(1_000)))
    assert len(made) == 1_400
    assert sum(bill.paid_on is None for bill in made) == 1_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_prints_the_statement_that_is_measured(page: Path) -> None:
    statement = (SOURCE / "faces/bench/statement.sql").read_text(encoding="utf-8")
    assert statement.strip() in page.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_night_over_ten_thousand_open_invoices() -> None:
    found = measure(10_000)
    night, again, pages = found["night"], found["same_date_again"], found["pages"]
    assert night["queued"] >= 50
    assert (again["queued"], again["opened"], again["closed"]) == (0, 0, 0)
    assert night["peak_mb"] < 500
    assert {page["status"] for page in pages.values()} == {200}
    assert sum(page["count_star"] + page["offset"] for page in pages.values()) == 0
