"""Passkeys: made after the password, shown alone or after it, refused when they are not what was kept."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.models import CreditorEntity, DoorRecord, Passkey, RecoveryCode
from encours.books.creditor.rules.roles import Role
from encours.ground.evidence.models import JournalEntry
from tests.desk.authenticator import Device
from tests.desk.conftest import PASSWORD, House, words

LOGIN, DOOR, NEW, ADD = "/connexion", "/connexion/cle", "/compte/cles/nouvelle", "/compte/cles/appareil"
CODES = "/compte/second-facteur/codes"
OWNER = "owner@atelier.test"


def browser() -> Client:
    """A browser that came by a name under which passkeys work."""
    return Client(SERVER_NAME="localhost")


def add(client: Client, device: Device, name: str = "Téléphone") -> str:
    """Adds a passkey on one's account; returns where one is sent."""
    assert client.post(NEW, {"name": name, "present": PASSWORD}).headers["Location"] == ADD
    answer = client.post(ADD, {"answer": device.create(client.get(ADD))})
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"]


@pytest.fixture
def here(house: House) -> Client:
    """The owner, signed in under that name."""
    client, user = browser(), house.members[Role.OWNER].user
    assert user is not None
    client.force_login(user)
    return client


@pytest.fixture
def device(here: Client) -> Device:
    """A device that holds the owner's passkey."""
    made = Device()
    assert add(here, made) == CODES
    return made


def half_in() -> Client:
    """A browser that has given the right password and is asked for the passkey."""
    client = browser()
    answer = client.post(f"{LOGIN}?next=/factures", {"username": OWNER, "password": PASSWORD})
    assert answer.headers["Location"] == f"{DOOR}?next=%2Ffactures"
    return client


def test_alone_it_opens_the_account_without_a_password(here: Client, device: Device) -> None:
    client = browser()
    done = client.post(f"{DOOR}?next=/factures", {"answer": device.show(client.get(DOOR))})
    assert done.headers["Location"] == "/factures"
    assert client.get("/factures").status_code == 200
    assert DoorRecord.objects.latest("pk").event == "passkey_used"
    shown = words(here.get("/compte"))
    assert "Téléphone" in shown
    assert "connexion par clé d'accès" in shown
    assert Passkey.objects.get().used_at is not None


def test_after_the_password_it_is_asked_for_and_nothing_is_open_before(device: Device) -> None:
    client = half_in()
    assert client.get("/clients").status_code == 302
    done = client.post(f"{DOOR}?next=/factures", {"answer": device.show(client.get(DOOR))})
    assert done.headers["Location"] == "/factures"


def test_a_recovery_code_does_as_well_where_the_device_is_lost(here: Client, device: Device) -> None:
    code = words(here.get(CODES)).partition('id="recovery-codes"><li>')[2][:19]
    client = half_in()
    assert client.post("/connexion/code", {"code": code}).status_code == 302
    assert client.get("/clients").status_code == 200


def test_alone_a_device_has_to_make_sure_of_the_person(here: Client) -> None:
    plain = Device(verifies=False)
    add(here, plain)
    client = browser()
    refused = client.post(DOOR, {"answer": plain.show(client.get(DOOR))})
    assert "n'ouvre aucun compte" in words(refused)
    after = half_in()
    assert after.post(DOOR, {"answer": plain.show(after.get(DOOR))}).status_code == 302


def test_a_false_site_gets_nothing(here: Client, device: Device) -> None:
    device.origin = "http://localhost.evil.example"
    client = browser()
    assert client.post(DOOR, {"answer": device.show(client.get(DOOR))}).status_code == 422
    assert DoorRecord.objects.latest("pk").event == "passkey_refused"


def test_an_answer_is_good_once_and_for_one_session(device: Device) -> None:
    client, other = browser(), browser()
    answer = device.show(client.get(DOOR))
    other.get(DOOR)
    assert other.post(DOOR, {"answer": answer}).status_code == 422
    assert client.post(DOOR, {"answer": answer}).status_code == 302
    client.post("/deconnexion")
    assert "a expiré" in words(client.post(DOOR, {"answer": answer}))


def test_a_counter_that_goes_back_is_refused_and_told(here: Client, device: Device) -> None:
    device.uses = 40
    client = browser()
    assert client.post(DOOR, {"answer": device.show(client.get(DOOR))}).status_code == 302
    device.uses, copy = 12, browser()
    refused = copy.post(DOOR, {"answer": device.show(copy.get(DOOR))})
    assert "comme si elle avait été copiée" in words(refused)
    assert "peut-être copiée" in words(here.get("/compte"))
    told = JournalEntry.objects.get(kind="creditor.passkey_refused")
    assert told.payload == {"passkey": Passkey.objects.get().pk, "kept": 41, "told": 13}
    assert Passkey.objects.get().uses == 41


def test_a_device_that_does_not_count_is_taken_every_time(here: Client) -> None:
    quiet = Device(counts=False)
    add(here, quiet)
    for _ in range(2):
        client = browser()
        assert client.post(DOOR, {"answer": quiet.show(client.get(DOOR))}).status_code == 302


def test_somebody_elses_passkey_does_not_finish_my_sign_in(
    house: House, device: Device, sign_in: Callable[[House, Role], Client]
) -> None:
    theirs, other = Device(), browser()
    other.force_login(house.members[Role.AR].user)
    add(other, theirs)
    client = half_in()
    assert client.post(DOOR, {"answer": theirs.show(client.get(DOOR))}).status_code == 422
    assert client.get("/clients").status_code == 302


def test_tries_are_counted_together_with_codes(device: Device) -> None:
    client = half_in()
    for _ in range(8):
        client.get(DOOR)
        client.post(DOOR, {"answer": "{}"})
    held = client.post(DOOR, {"answer": device.show(client.get(DOOR))})
    assert "Trop d'essais" in words(held)
    assert DoorRecord.objects.latest("pk").event == "held_back"


MADE_UP = (
    "", "{}", "[]", "null", "x", '{"id": 1}', '{"rawId": "*", "response": 3}', "[" * 5000, "9" * 30_000,
    *(
        json.dumps({"id": "AA", "rawId": "AA", "response": response})
        for response in (
            {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": ""},
            {"clientDataJSON": "_w", "attestationObject": "_w"},
            {"clientDataJSON": "W10", "attestationObject": "oA"},
        )
    ),
)  # fmt: skip


def test_what_no_device_says_is_refused_calmly(here: Client) -> None:
    client = browser()
    here.post(NEW, {"name": "x", "present": PASSWORD})
    for answer in MADE_UP:
        client.get(DOOR)
        assert client.post(DOOR, {"answer": answer}).status_code == 422, answer
        here.get(ADD)
        assert here.post(ADD, {"answer": answer}).status_code == 422, answer
    assert not Passkey.objects.exists()


def test_adding_and_removing_ask_for_the_password(here: Client, device: Device) -> None:
    assert here.post(NEW, {"name": "x", "present": "faux"}).status_code == 422
    assert here.get(ADD).headers["Location"] == NEW
    gone = reverse("desk:passkey_remove", args=[Passkey.objects.get().pk])
    assert here.post(gone, {"present": "faux"}).status_code == 422
    assert here.post(gone, {"present": PASSWORD}).status_code == 302
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"creditor.passkey_added", "creditor.passkey_removed"} <= kinds


def test_one_device_is_kept_once_and_a_second_brings_no_new_codes(here: Client, device: Device) -> None:
    codes = set(RecoveryCode.objects.values_list("hash", flat=True))
    here.post(NEW, {"name": "encore", "present": PASSWORD})
    assert "déjà enregistrée" in words(here.post(ADD, {"answer": device.create(here.get(ADD))}))
    assert add(here, Device(), "Clé du trousseau") == "/compte"
    assert set(RecoveryCode.objects.values_list("hash", flat=True)) == codes
    assert Passkey.objects.values("handle").distinct().count() == 1


def test_nobody_removes_the_passkey_of_somebody_else(
    house: House, device: Device, sign_in: Callable[[House, Role], Client]
) -> None:
    gone = reverse("desk:passkey_remove", args=[Passkey.objects.get().pk])
    assert sign_in(house, Role.MANAGER).post(gone, {"present": PASSWORD}).status_code == 404


def test_the_last_factor_stays_where_the_company_wants_one(here: Client, device: Device) -> None:
    here.post(reverse("desk:factor_wanted"), {"on": "yes"})
    gone = reverse("desk:passkey_remove", args=[Passkey.objects.get().pk])
    assert "exige un second facteur" in words(here.post(gone, {"present": PASSWORD}))
    add(here, Device(), "Clé du trousseau")
    assert here.post(gone, {"present": PASSWORD}).status_code == 302


def test_who_has_none_adds_one_before_anything_else(here: Client, device: Device, house: House) -> None:
    member = browser()
    member.force_login(house.members[Role.AR].user)
    assert member.get("/clients").status_code == 200
    here.post(reverse("desk:factor_wanted"), {"on": "yes"})
    assert member.get("/clients").headers["Location"] == "/compte"
    assert member.get("/compte").status_code == 200
    add(member, Device())
    assert member.get("/clients").status_code == 200


def test_who_has_none_cannot_want_it_of_others(here: Client) -> None:
    here.post(reverse("desk:factor_wanted"), {"on": "yes"})
    assert not CreditorEntity.objects.get().requires_second_factor


def test_an_owner_takes_the_passkeys_of_who_lost_everything(here: Client, house: House) -> None:
    member, row = browser(), house.members[Role.AR]
    member.force_login(row.user)
    add(member, Device())
    here.post(reverse("desk:member_factor_remove", args=[row.pk]))
    assert not Passkey.objects.exists()


def test_under_another_name_the_page_says_where_they_work(
    settings: object, here: Client, device: Device
) -> None:
    settings.ENCOURS_PASSKEY_ORIGINS = ["https://encours.example.fr"]  # type: ignore[attr-defined]
    assert "https://encours.example.fr" in words(browser().get(DOOR))
    assert "https://encours.example.fr" in words(here.get(NEW))
    assert "seulement sur localhost" in words(here.get("/compte"))
    # The passkey cannot be shown here: the password is followed by a code.
    answer = browser().post(LOGIN, {"username": OWNER, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/connexion/code")


def test_behind_a_proxy_they_belong_to_the_configured_name(settings: object, house: House) -> None:
    settings.ENCOURS_PASSKEY_ORIGINS = ["https://encours.example.fr"]  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["encours.example.fr"]  # type: ignore[attr-defined]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    client = Client(HTTP_HOST="encours.example.fr", HTTP_X_FORWARDED_PROTO="https")
    client.force_login(house.members[Role.OWNER].user)
    add(client, Device(origin="https://encours.example.fr"))
    assert Passkey.objects.get().host == "encours.example.fr"
