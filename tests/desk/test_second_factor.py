"""A second factor: added with a right code, asked for after the password, replaced once by a recovery code."""

import base64
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.urls import reverse

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.actions.second_factor import STEP_SECONDS
from encours.books.creditor.models import DoorRecord, RecoveryCode, SecondFactor
from encours.books.creditor.rules.roles import Role
from encours.faces.cli.main import main
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import technical_now
from tests import factories
from tests.desk.conftest import PASSWORD, House, words

LOGIN, CODE, NEW = "/connexion", "/connexion/code", "/compte/second-facteur"
OWNER = "owner@atelier.test"


class Telephone:
    """An authenticator application."""

    def __init__(self, page: str) -> None:
        found = re.search(r'id="factor-secret">([A-Z2-7 ]+)<', page)
        assert found
        self.totp = TOTP(base64.b32decode(found[1].replace(" ", "")), 6, SHA1(), STEP_SECONDS)

    def code(self, *, steps: int = 0) -> str:
        """The code of now, or of some steps later."""
        return self.totp.generate(int(technical_now().timestamp()) + steps * STEP_SECONDS).decode()


def half_in() -> Client:
    """A browser that has given the right password."""
    client = Client()
    answer = client.post(LOGIN, {"username": OWNER, "password": PASSWORD})
    assert answer.headers["Location"].startswith(CODE)
    return client


@pytest.fixture
def telephone(owner: Client) -> Telephone:
    """The owner has added an application."""
    made = Telephone(words(owner.get(NEW)))
    answer = owner.post(NEW, {"code": made.code()})
    assert answer.headers["Location"] == "/compte/second-facteur/codes"
    return made


def recovery_codes(owner: Client) -> list[str]:
    """What the page shows once."""
    page = words(owner.get("/compte/second-facteur/codes"))
    return re.findall(r"<li>([a-z0-9-]{19})</li>", page)


def test_a_wrong_code_adds_nothing_and_the_picture_stays(owner: Client) -> None:
    first = Telephone(words(owner.get(NEW)))
    answer = owner.post(NEW, {"code": "000000" if first.code() != "000000" else "111111"})
    assert answer.status_code == 422
    assert not SecondFactor.objects.exists()
    assert Telephone(words(answer)).code() == first.code()


def test_after_the_password_the_code_is_asked_for_and_nothing_is_open_before(telephone: Telephone) -> None:
    here = half_in()
    assert here.get("/clients").status_code == 302
    assert here.post(CODE, {"code": "abc"}).status_code == 422
    done = here.post(CODE, {"code": telephone.code(steps=1)})
    assert done.headers["Location"] == "/"
    assert here.get("/clients").status_code == 200


def test_one_goes_on_to_the_page_one_wanted(telephone: Telephone) -> None:
    client = Client()
    to = client.post(f"{LOGIN}?next=/factures", {"username": OWNER, "password": PASSWORD}).headers["Location"]
    assert client.post(to, {"code": telephone.code(steps=1)}).headers["Location"] == "/factures"


def test_a_code_is_good_once_even_for_who_looked_over_the_shoulder(telephone: Telephone) -> None:
    code = telephone.code(steps=1)
    assert half_in().post(CODE, {"code": code}).status_code == 302
    assert half_in().post(CODE, {"code": code}).status_code == 422


def test_the_code_alone_opens_nothing(telephone: Telephone) -> None:
    answer = Client().post(CODE, {"code": telephone.code(steps=1)})
    assert answer.headers["Location"].startswith(LOGIN)


def test_codes_are_not_guessed(telephone: Telephone) -> None:
    here = half_in()
    for _ in range(8):
        here.post(CODE, {"code": "x"})
    held = here.post(CODE, {"code": telephone.code(steps=1)})
    assert "Trop d'essais" in words(held)
    assert half_in().post(CODE, {"code": telephone.code(steps=1)}).status_code == 422
    assert DoorRecord.objects.filter(event="code_refused").count() == 8


def test_a_recovery_code_opens_once_however_it_is_typed(owner: Client, telephone: Telephone) -> None:
    codes = recovery_codes(owner)
    assert len(set(codes)) == 10
    typed = codes[0].upper().replace("-", " ")
    assert half_in().post(CODE, {"code": typed}).status_code == 302
    assert half_in().post(CODE, {"code": codes[0]}).status_code == 422
    assert "9 codes de secours" in words(owner.get("/compte"))
    assert JournalEntry.objects.filter(kind="creditor.recovery_code_used").count() == 1


def test_codes_and_secret_are_shown_once_and_kept_unreadable(owner: Client, telephone: Telephone) -> None:
    codes = recovery_codes(owner)
    assert owner.get("/compte/second-facteur/codes").status_code == 302
    assert not {row.hash for row in RecoveryCode.objects.all()} & set(codes)
    assert SecondFactor.objects.get().sealed_secret.startswith("gAAAA")
    told = " ".join(str(entry.payload) + entry.words.summary for entry in JournalEntry.objects.all())
    assert not any(code in told for code in codes)


def test_new_codes_and_removal_ask_for_the_password(owner: Client, telephone: Telephone) -> None:
    old = recovery_codes(owner)
    assert owner.post("/compte/second-facteur/codes/nouveaux", {"present": "x"}).status_code == 422
    owner.post("/compte/second-facteur/codes/nouveaux", {"present": PASSWORD})
    assert not set(recovery_codes(owner)) & set(old)
    assert half_in().post(CODE, {"code": old[0]}).status_code == 422
    owner.post("/compte/second-facteur/retirer", {"present": PASSWORD})
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert Client().post(LOGIN, {"username": OWNER, "password": PASSWORD}).headers["Location"] == "/"


def test_an_owner_takes_the_factor_of_a_member_who_lost_everything(
    owner: Client, house: House, stranger: House
) -> None:
    member = house.members[Role.AR]
    SecondFactor.objects.create(user=member.user, sealed_secret="x", added_at=technical_now())
    address = reverse("desk:member_factor_remove", args=[member.pk])
    assert address in words(owner.get("/reglages/access"))
    owner.post(address)
    assert not SecondFactor.objects.exists()
    shared = factories.a_member(house.entity, user=stranger.members[Role.AR].user, role=Role.AR)
    SecondFactor.objects.create(user=shared.user, sealed_secret="x", added_at=technical_now())
    owner.post(reverse("desk:member_factor_remove", args=[shared.pk]))
    assert SecondFactor.objects.exists()


def test_a_new_password_by_mail_does_not_go_round_the_second_factor(
    owner: Client, telephone: Telephone, house: House, clock: Any
) -> None:
    user = house.members[Role.OWNER].user
    assert user is not None
    token = creditor_actions.reset_token(user)
    assert creditor_actions.reset_password(clock, user_id=user.pk, token=token, password=PASSWORD)
    half_in()


def test_from_the_machine_an_only_owner_gets_in_again(telephone: Telephone) -> None:
    assert main(["users", "factor-off", OWNER]) == 0
    assert not SecondFactor.objects.exists()
    assert JournalEntry.objects.get(kind="creditor.second_factor_removed").actor == "system"
    assert main(["users", "factor-off", "personne@atelier.test"]) != 0
