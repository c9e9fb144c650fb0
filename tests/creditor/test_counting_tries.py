"""Tries are counted for all workers together: however many ask at once, no more get through than may."""

import json

import pytest
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.actions import Visitor
from encours.books.creditor.models import DoorRecord, TryCount, User
from encours.books.creditor.rules.door import (
    SIGN_IN_ACCOUNT,
    SIGN_IN_HERE,
    SIGN_IN_PLACE,
    DoorEvent,
    Limit,
    masked_place,
)
from encours.flows import door
from encours.ground.kernel.reason import Refused
from tests import factories
from tests.installations import Installation

DAY = Limit("test", 5, 60 * 24)

RACE = """
import json, time
from pathlib import Path
from django.conf import settings
from encours.books.creditor import actions
from encours.books.creditor.rules.door import Limit
limit = Limit("test", 5, 60 * 24)
while not (settings.ENCOURS_HOME / "go").exists():
    time.sleep(0.01)
print(json.dumps(sum(actions.count_try(limit, key="one") is None for _ in range(10))))
"""


@pytest.mark.django_db
def test_the_one_after_the_last_is_refused_until_counting_begins_anew() -> None:
    got = [creditor_actions.count_try(DAY, key="a") for _ in range(6)]
    assert got[:5] == [None] * 5
    assert isinstance(got[5], Refused)
    assert creditor_actions.count_try(DAY, key="b") is None
    creditor_actions.forget_tries(DAY, key="a")
    assert creditor_actions.count_try(DAY, key="a") is None


@pytest.mark.django_db
def test_a_count_names_nobody() -> None:
    creditor_actions.count_try(DAY, key="claire@morel.test")
    row = TryCount.objects.get()
    assert "claire" not in row.key
    assert len(row.key) == 64


def test_several_workers_at_once_let_no_more_through(ready: Installation) -> None:
    processes = [ready.start_python(RACE) for _ in range(4)]
    (ready.home / "go").touch()
    through = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(through) == 5


def visitor(address: str) -> Visitor:
    return Visitor(masked_place(address), "Firefox", address)


def knock(password: str, address: str, rf: RequestFactory) -> object:
    """Somebody at the door of claire's account."""
    return door.known_by_password(
        rf.post("/connexion"), email="claire@morel.test", password=password, visitor=visitor(address)
    )


@pytest.mark.django_db
def test_after_eight_wrong_passwords_the_right_one_waits_too(rf: RequestFactory) -> None:
    factories.a_user(email="claire@morel.test", password=make_password("right"))
    for _ in range(SIGN_IN_HERE.most):
        assert isinstance(knock("wrong", "192.0.2.7", rf), Refused)
    held = knock("right", "192.0.2.7", rf)
    assert isinstance(held, Refused)
    assert "minutes" in held.reason.values
    events = list(DoorRecord.objects.order_by("id").values_list("event", flat=True))
    assert events == ["refused"] * 8 + ["held_back"]


@pytest.mark.django_db
def test_who_guesses_from_many_places_does_not_shut_the_owner_out(rf: RequestFactory) -> None:
    claire = factories.a_user(email="claire@morel.test", password=make_password("right"))
    creditor_actions.tell_door(DoorEvent.SIGNED_IN, user_id=claire.pk, visitor=visitor("192.0.2.7"))
    for number in range(SIGN_IN_ACCOUNT.most + 3):
        knock("wrong", f"198.51.{number}.1", rf)
    assert isinstance(knock("right", "203.0.113.9", rf), Refused)
    assert knock("right", "192.0.2.200", rf) == claire


@pytest.mark.django_db
def test_one_place_that_tries_many_accounts_is_held_back(rf: RequestFactory) -> None:
    factories.a_user(email="claire@morel.test", password=make_password("right"))
    for number in range(SIGN_IN_PLACE.most):
        door.known_by_password(
            rf.post("/connexion"), email=f"x{number}@y.test", password="x", visitor=visitor("192.0.2.7")
        )
    assert isinstance(knock("right", "192.0.2.7", rf), Refused)
    assert knock("right", "192.0.2.8", rf) == User.objects.get()
