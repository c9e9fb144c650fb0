"""Files of others through the flow into the books, where ENCOURS_SAMPLES names the folder that holds them."""

from datetime import date
from pathlib import Path

import pytest

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer, InvoiceDue, Payment
from tests.factories import an_entity
from tests.flows.importing import take

pytestmark = pytest.mark.django_db

FECS = [
    "fec/0000000001FEC20220831.txt",
    "fec/derived/A_pipe_latin9_crlf_debit_credit.txt",
    "fec/derived/B_tab_latin9_montant_sens_DC.txt",
]


@pytest.mark.parametrize("name", FECS)
def test_the_reference_fec_gives_its_figures_in_the_books(samples: Path, name: str) -> None:
    entity = an_entity()
    answer = take(entity, (samples / name).read_bytes(), name, terms_days=30)
    allocations = answer.accepted["allocations"]
    assert answer.accepted == {
        "customers": 17, "invoices": 391, "credit_notes": 8, "payments": 129, "allocations": allocations,
        "opening_items": 7,
    }  # fmt: skip
    sums = answer.as_dict()["totals"]
    assert sums == {
        "EUR": {
            "opening": "59146.90", "invoiced": "1126013.08", "credited": "18410.41", "paid": "1114512.44",
            "other": "280.11", "open": "52517.24",
        }
    }  # fmt: skip
    codes = dict(Customer.objects.values_list("id", "code"))
    balances = receivables_queries.balances_on(codes, date(2022, 8, 31))
    owed = {codes[customer]: minor for (customer, _currency), minor in balances.items() if minor}
    assert owed == {
        "C00006": 2712329, "C00005": 1807004, "C00002": 666127, "C00008": 43888, "C00015": 30289, "C00017": -7913,
    }  # fmt: skip
    opens = sum(InvoiceDue.objects.values_list("open_minor", flat=True))
    free = sum(receivables_queries.free_credits_in(entity.pk).values())
    assert opens - free == 5251724
    assert receivables_queries.cash_known_to(entity.pk) == date(2022, 8, 31)


def test_the_twins_of_the_reference_fec_are_the_same_file_again(samples: Path) -> None:
    entity = an_entity()
    first, *twins = [take(entity, (samples / name).read_bytes(), name, terms_days=30) for name in FECS]
    assert first.accepted
    assert [twin.accepted for twin in twins] == [{}, {}]
    assert [twin.already_known for twin in twins] == [first.accepted, first.accepted]


def test_two_years_of_receivables_are_taken_with_what_paid_them(samples: Path) -> None:
    entity = an_entity()
    answer = take(entity, (samples / "ar/ibm_ar_2466.csv").read_bytes(), "ibm_ar_2466.csv")
    assert (answer.accepted["invoices"], answer.accepted["customers"]) == (2466, 100)
    assert Payment.objects.count() == answer.accepted["payments"]
    assert InvoiceDue.objects.filter(open_minor__gt=0).count() == 0


def test_no_file_of_others_makes_the_flow_fail(samples: Path) -> None:
    entity = an_entity()
    for file in sorted(samples.rglob("*")):
        if file.is_file() and file.stat().st_size < 2_000_000:
            answer = take(entity, file.read_bytes(), file.name, dry_run=True)
            assert answer.file == file.name
