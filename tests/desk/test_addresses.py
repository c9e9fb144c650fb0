"""What an address asks for in its query: numbers and days that somebody may have typed over."""

from datetime import date

import pytest
from django.test import Client

from encours.faces.desk.addresses import number_in, place_in, with_query

pytestmark = pytest.mark.either

NO_NUMBERS = ["", " ", "douze", "-1", "1.5", "²", "9" * 19, "9" * 5000]


def test_an_address_keeps_only_what_is_said() -> None:
    assert with_query("/clients", vue="late", q="", apres=None) == "/clients?vue=late"
    assert with_query("/clients") == "/clients"


def test_a_number_is_read_from_an_address() -> None:
    assert number_in("12") == 12
    assert number_in("9" * 18) == 10**18 - 1


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_a_row_is_left_out(text: str) -> None:
    assert number_in(text) is None


def test_a_list_by_date_goes_on_behind_a_day_and_a_row() -> None:
    assert place_in({"jour": "2026-11-23", "apres": "7"}, "apres") == (date(2026, 11, 23), 7)
    assert place_in({"jour": "2026-11-31", "apres": "7"}, "apres") is None
    assert place_in({"jour": "2026-11-23"}, "apres") is None


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize(
    "page",
    [
        "/?client={}",
        "/?section=today&after={}",
        "/messages?onglet=partis&avant={}",
        "/recu?customer={}",
        "/courrier?pile=lus&avant={}",
        "/clients?nom=dupont&apres={}",
        "/factures?jour=2026-11-23&apres={}",
        "/reglements?jour=2026-11-23&apres={}",
    ],
)
def test_a_page_opens_whatever_stands_in_its_address(owner: Client, page: str, text: str) -> None:
    assert owner.get(page.format(text)).status_code == 200
