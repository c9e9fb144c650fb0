"""The customer's file says since when there is a case, and where it stands."""

from datetime import date, time

from django.test import Client

from encours.flows.night.run import run
from encours.ground.kernel.clock import FixedClock, at
from tests.desk.conftest import House, words


def test_the_file_says_where_the_case_stands(owner: Client, house: House) -> None:
    page = f"/clients/{house.customer.pk}"
    assert "dossier ouvert" not in words(owner.get(page))
    run(house.entity.pk, FixedClock(at(date(2026, 11, 23), time(2, 30), "Europe/Paris")))
    assert "dossier ouvert le 23 novembre : ouvert" in words(owner.get(page))
