"""Files that nobody should take in, dropped on the page: each says why, and nothing is changed."""

import pytest
from django.test import Client

from encours.books.interchange.models import ImportRun
from encours.books.receivables.models import Customer, Invoice, Payment
from tests.desk.conftest import words
from tests.desk.test_files import run, upload
from tests.interchange.bad_files import FILES, MANY

pytestmark = pytest.mark.either


def counted() -> list[int]:
    return [model.objects.count() for model in (Customer, Invoice, Payment)]


def test_each_bad_file_says_why_and_changes_nothing(owner: Client) -> None:
    before = counted()
    for name, (file, content, why) in FILES.items():
        sent = upload(owner, (file, content))
        if not content:
            assert (sent.status_code, "est vide" in words(sent)) == (422, True), name
            continue
        address = f"/fichiers/{run().pk}"
        answer = owner.get(address)
        assert (answer.status_code, why in words(answer).replace("\u00a0", " ")) == (200, True), name
        assert owner.post(f"{address}/prendre").status_code == 302, name
        assert (run().state, counted()) == ("refused", before), name
        assert owner.get(address).status_code == 200, name
    assert ImportRun.objects.count() == len(FILES) - 1


def test_of_ten_thousand_refused_lines_a_hundred_are_shown_and_all_are_in_the_file(owner: Client) -> None:
    before = counted()
    upload(owner, ("dates.csv", MANY))
    address = f"/fichiers/{run().pk}"
    shown = words(owner.get(address)).replace("\u202f", " ").replace("\u00a0", " ")
    assert shown.count("La date « 31/02/2026 » n'existe pas.") == 100
    assert "et 9900 autres" in shown.replace("9 900", "9900")
    assert owner.get(f"{address}/refus").content.count(b"31/02/2026") == 20_000
    assert owner.post(f"{address}/prendre").status_code == 302
    assert (run().state, counted()) == ("refused", before)
