"""Somebody is away: the deputy is told and sees the customers; what nobody looks after is always shown."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from encours.books.creditor.models import Absence
from encours.books.creditor.rules.roles import Role
from encours.flows.night.run import run as run_night
from encours.flows.worklist import worklist
from encours.ground.kernel.clock import FixedClock
from tests.desk.conftest import House, words

MORNING = FixedClock(datetime(2026, 11, 23, 2, 30, tzinfo=ZoneInfo("Europe/Paris")))
PAGE = "/reglages/equipe/absence"
SignIn = Callable[[House, Role], Client]


@pytest.fixture
def managed(house: House) -> House:
    """The customer is the account manager's, and is on the day's list."""
    house.customer.account_manager = house.members[Role.ACCOUNT_MANAGER]
    house.customer.save()
    run_night(house.entity.pk, MORNING)
    return house


def absent(house: House, deputy: Role | None = None) -> dict[str, object]:
    return {
        "member": house.members[Role.ACCOUNT_MANAGER].pk,
        "first_on": "2026-11-23",
        "last_on": "2026-11-27",
        "deputy": house.members[deputy].pk if deputy else "",
    }


def mine(house: House, role: Role) -> list[str]:
    user = house.members[role].user_id
    return [line.customer for line in worklist(house.entity.pk, MORNING, user_id=user)]


def test_while_all_are_there_nothing_is_said(managed: House, sign_in: SignIn) -> None:
    assert "que personne ne suit" not in words(sign_in(managed, Role.OWNER).get("/"))
    assert mine(managed, Role.ACCOUNT_MANAGER) == [managed.customer.name]
    assert mine(managed, Role.AR) == []


def test_the_deputy_is_told_until_when_and_sees_the_customers(managed: House, sign_in: SignIn) -> None:
    answer = sign_in(managed, Role.MANAGER).post(PAGE, absent(managed, Role.AR), follow=True)
    assert "Absence notée." in words(answer) and "remplaçant :" in words(answer)
    deputy = sign_in(managed, Role.AR)
    page = words(deputy.get("/"))
    assert "Vous remplacez" in page and "jusqu'au" in page
    assert managed.customer.name in words(deputy.get("/clients?vue=mine"))
    assert mine(managed, Role.AR) == [managed.customer.name]
    assert "que personne ne suit" not in words(sign_in(managed, Role.OWNER).get("/"))


@pytest.mark.parametrize("why", ["away", "left", "locked"])
def test_the_customers_of_nobody_are_shown_to_who_decides(managed: House, sign_in: SignIn, why: str) -> None:
    member = managed.members[Role.ACCOUNT_MANAGER]
    if why == "away":
        sign_in(managed, Role.OWNER).post(PAGE, absent(managed))
    elif why == "left":
        member.left_on = date(2026, 11, 20)
        member.save()
    else:
        member.user.is_active = False
        member.user.save()
    for role in (Role.OWNER, Role.MANAGER):
        client = sign_in(managed, role)
        page = words(client.get("/"))
        assert f"Clients à suivre que personne ne suit aujourd'hui : 1 ({member.name})" in page
        assert managed.customer.name in words(client.get("/clients?vue=unattended"))
    assert "que personne ne suit" not in words(sign_in(managed, Role.AR).get("/"))


def test_an_absence_is_taken_back_and_noted_again(managed: House, sign_in: SignIn) -> None:
    owner = sign_in(managed, Role.OWNER)
    owner.post(PAGE, absent(managed, Role.AR))
    row = Absence.objects.get()
    answer = owner.post(f"{PAGE}/{row.pk}/retirer", follow=True)
    assert not Absence.objects.exists()
    undo = words(answer).split('action="/annuler/')[1].split('"')[0]
    owner.post(f"/annuler/{undo}")
    assert Absence.objects.get().deputy_id == managed.members[Role.AR].pk


def test_a_wrong_absence_is_refused_beside_its_field(managed: House, sign_in: SignIn) -> None:
    owner = sign_in(managed, Role.OWNER)
    for wrong in ({"last_on": "2026-11-20"}, {"deputy": managed.members[Role.ACCOUNT_MANAGER].pk}):
        assert owner.post(PAGE, absent(managed) | wrong).status_code == 422
    assert not Absence.objects.exists()


def test_another_companys_person_is_never_absent_here(
    managed: House, stranger: House, sign_in: SignIn
) -> None:
    given = absent(managed) | {"member": stranger.members[Role.AR].pk}
    assert sign_in(managed, Role.OWNER).post(PAGE, given).status_code == 422
    assert not Absence.objects.exists()
