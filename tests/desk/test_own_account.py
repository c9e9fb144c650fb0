"""One's own account and the team's door: sessions seen and ended, sign-ins told, a lost password replaced."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.models import DoorRecord, MailServer, OpenSession, ResetMail
from encours.books.creditor.rules.door import Limit
from encours.books.creditor.rules.roles import Role
from encours.flows import door, resets
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import InstallationClock, SystemClock, technical_now
from tests import factories
from tests.desk.conftest import PASSWORD, House, words
from tests.smtp import Mode, SmtpServer

LOGIN, LOST = "/connexion", "/mot-de-passe/oublie"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
OWNER = "owner@atelier.test"
NEW = "encore-plus-long-2026"


def browser(agent: str = FIREFOX, *, place: str = "192.0.2.77", email: str = "") -> Client:
    """A browser somewhere, signed in when an address is given."""
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=place)
    if email:
        assert client.post(LOGIN, {"username": email, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def posting(house: House, smtp_server: SmtpServer, settings: Any) -> SmtpServer:
    """The company has a mail server, and real time passes."""
    InstallationClock(settings.ENCOURS_CLOCK_FILE).release()
    MailServer.objects.create(
        entity=house.entity, host=smtp_server.host, port=smtp_server.port, security="none"
    )
    return smtp_server


def link_in(server: SmtpServer) -> str:
    """The path of the link in the last mail."""
    text = server.messages[-1].message.get_content()
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found[1]


def typed(client: Client, link: str, password: str = NEW) -> Any:
    """Opens a link and types a new password."""
    page = client.get(link)
    to = page.headers.get("Location", link)
    return client.post(to, {"wished": password, "again": password})


# --- Sessions ---------------------------------------------------------------------------------------


def test_a_person_sees_where_they_are_signed_in_and_ends_one_session(house: House) -> None:
    here, phone = browser(email=OWNER), browser("Mozilla/5.0 (iPhone) Version/18 Safari/605", email=OWNER)
    page = words(here.get("/compte"))
    assert "Firefox · Linux" in page
    assert "Safari · iPhone" in page
    assert "192.0.2.…" in page
    assert "192.0.2.77" not in page
    other = OpenSession.objects.get(device="Safari · iPhone")
    assert here.post(f"/compte/sessions/{other.pk}").status_code == 302
    assert phone.get("/clients").status_code == 302
    assert here.get("/clients").status_code == 200
    assert JournalEntry.objects.filter(kind="creditor.sessions_ended").count() == 1


def test_all_other_sessions_end_at_once_and_this_one_goes_on(house: House) -> None:
    here, *others = (browser(email=OWNER) for _ in range(3))
    here.post("/compte/sessions/autres")
    assert [b.get("/clients").status_code for b in (here, *others)] == [200, 302, 302]
    assert OpenSession.objects.count() == 1


def test_nobody_ends_the_session_of_another_by_its_number(house: House) -> None:
    victim, other = browser(email=OWNER), browser(email="ar@atelier.test")
    row = OpenSession.objects.get(user=house.members[Role.OWNER].user)
    assert other.post(f"/compte/sessions/{row.pk}").status_code == 404
    assert victim.get("/clients").status_code == 200


def test_an_owner_ends_the_sessions_of_a_member_and_sees_who_tried(house: House) -> None:
    owner, member = browser(email=OWNER), browser(email="ar@atelier.test")
    browser().post(LOGIN, {"username": "ar@atelier.test", "password": "autre"})
    browser().post(LOGIN, {"username": "personne@atelier.test", "password": "autre"})
    page = words(owner.get("/reglages/access"))
    assert "mot de passe refusé" in page
    assert "1 essai en 24 h avec une adresse que personne n'a" in page
    assert "personne@atelier.test" not in page
    address = reverse("desk:member_sessions_end", args=[house.members[Role.AR].pk])
    owner.post(address)
    assert member.get("/clients").status_code == 302
    assert owner.get("/clients").status_code == 200
    assert "session fermée à distance" in words(owner.get("/reglages/access"))


def test_who_may_not_configure_sees_nothing_of_the_others(house: House) -> None:
    browser(email=OWNER)
    page = words(browser(email="ar@atelier.test").get("/reglages/access"))
    assert "Firefox" not in page
    assert "Voir vos propres sessions" in page


def test_the_sessions_of_who_also_works_elsewhere_are_not_ours_to_see_or_end(
    house: House, stranger: House
) -> None:
    shared = stranger.members[Role.AR]
    mine = factories.a_member(house.entity, user=shared.user, role=Role.AR, name="Partagé")
    theirs, owner = browser(email=str(shared.email)), browser(email=OWNER)
    assert "travaille aussi ailleurs" in words(owner.get("/reglages/access"))
    owner.post(reverse("desk:member_sessions_end", args=[mine.pk]))
    assert theirs.get("/clients").status_code == 200


def test_a_session_from_before_is_met_and_listed(house: House, client: Client) -> None:
    client.force_login(house.members[Role.OWNER].user)  # type: ignore[arg-type]
    client.get("/clients")
    assert OpenSession.objects.count() == 1


def test_a_session_ended_in_the_table_alone_is_left_at_its_next_sign_of_life(house: House) -> None:
    here = browser(email=OWNER)
    OpenSession.objects.all().delete()
    session = here.session
    session["session_seen"] = (technical_now() - timedelta(minutes=6)).isoformat()
    session.save()
    assert here.get("/clients").status_code == 302


def test_the_door_lets_go_of_what_is_over_and_keeps_a_year(house: House) -> None:
    here = browser(email=OWNER)
    old = DoorRecord.objects.get()
    DoorRecord.objects.filter(pk=old.pk).update(at=technical_now() - timedelta(days=366))
    OpenSession.objects.create(
        user=house.members[Role.AR].user,
        key="gone",
        opened_at=technical_now() - timedelta(days=20),
        used_at=technical_now() - timedelta(days=20),
    )
    door.tidy(SystemClock())
    assert DoorRecord.objects.count() == 0
    assert [row.user for row in OpenSession.objects.all()] == [house.members[Role.OWNER].user]
    assert here.get("/clients").status_code == 200


# --- A lost password --------------------------------------------------------------------------------


def test_a_lost_password_is_replaced_by_mail_and_every_session_ends(
    house: House, posting: SmtpServer
) -> None:
    elsewhere = browser(email=OWNER)
    lost = browser()
    answer = lost.post(LOST, {"email": "Owner@Atelier.test"})
    assert "Si cette adresse a un compte" in words(answer)
    assert resets.run(SystemClock()) == 1
    assert posting.messages[0].recipients == (OWNER,)
    done = typed(lost, link_in(posting))
    assert done.headers["Location"] == LOGIN
    assert elsewhere.get("/clients").status_code == 302
    assert OpenSession.objects.count() == 0
    assert lost.post(LOGIN, {"username": OWNER, "password": PASSWORD}).status_code == 422
    # One's own choice: it is not asked to be replaced.
    assert lost.post(LOGIN, {"username": OWNER, "password": NEW}).headers["Location"] == "/"
    kinds = list(JournalEntry.objects.filter(chain="installation").values_list("kind", flat=True))
    assert {"creditor.reset_asked", "creditor.password_set"} <= set(kinds)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(house: House, posting: SmtpServer) -> None:
    known, unknown = browser(), browser()
    answers = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words(b.post(LOST, {"email": email})))
        for b, email in ((known, OWNER), (unknown, "personne@atelier.test"))
    ]
    assert answers[0] == answers[1]
    assert ResetMail.objects.count() == 2
    assert resets.run(SystemClock()) == 1
    assert [m.recipients for m in posting.messages] == [(OWNER,)]
    assert ResetMail.objects.count() == 1


def test_a_link_is_used_once_and_opening_it_uses_nothing_up(house: House, posting: SmtpServer) -> None:
    browser().post(LOST, {"email": OWNER})
    resets.run(SystemClock())
    link = link_in(posting)
    for _scanner in range(3):
        assert browser().get(link, follow=True).status_code == 200
    assert typed(browser(), link).status_code == 302
    again = typed(browser(), link, "un-troisieme-bien-long")
    assert again.status_code == 410
    assert "Ce lien ne vaut plus" in words(again)


def test_a_link_leaves_the_address_of_the_page_at_once(house: House, posting: SmtpServer) -> None:
    browser().post(LOST, {"email": OWNER})
    resets.run(SystemClock())
    link = link_in(posting)
    assert link.rpartition("/")[2] not in browser().get(link).headers["Location"]


def test_a_link_is_over_after_an_hour_and_when_somebody_signs_in(
    house: House, posting: SmtpServer, settings: Any
) -> None:
    browser().post(LOST, {"email": OWNER})
    resets.run(SystemClock())
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert typed(browser(), link_in(posting)).status_code == 410
    settings.PASSWORD_RESET_TIMEOUT = 3600
    browser(email=OWNER)
    assert typed(browser(), link_in(posting)).status_code == 410


@pytest.mark.parametrize("who", ["MQ", "x", "%C3%A9", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "LTE"])
def test_a_link_that_somebody_made_up_opens_nothing(house: House, client: Client, who: str) -> None:
    assert client.get(f"{LOST}/{who}/c0ffee-1234", follow=True).status_code == 410


def test_a_weak_password_is_not_taken(house: House, posting: SmtpServer) -> None:
    browser().post(LOST, {"email": OWNER})
    resets.run(SystemClock())
    assert typed(browser(), link_in(posting), "court").status_code == 422


def test_a_locked_account_gets_no_link(house: House, posting: SmtpServer) -> None:
    user = house.members[Role.OWNER].user
    assert user is not None
    user.is_active = False
    user.save()
    browser().post(LOST, {"email": OWNER})
    assert resets.run(SystemClock()) == 0
    assert posting.messages == []


def test_a_server_that_refuses_is_no_reason_to_try_for_ever(house: House, posting: SmtpServer) -> None:
    posting.mode = Mode.REFUSE
    browser().post(LOST, {"email": OWNER})
    assert resets.run(SystemClock()) == 1
    assert resets.run(SystemClock()) == 0
    assert ResetMail.objects.get().state == "failed"


def test_without_a_mail_server_the_page_says_who_helps(house: House) -> None:
    page = words(browser().get(LOST))
    assert "Aucun serveur d'envoi" in page
    assert "<form" not in page


def test_in_a_demonstration_the_mail_is_a_file(house: House, settings: Any, tmp_path: Path) -> None:
    settings.ENCOURS_HOME = tmp_path
    creditor_actions.ask_reset(SystemClock(), email=OWNER, site="http://testserver/x")
    assert resets.run(InstallationClock(settings.ENCOURS_CLOCK_FILE)) == 1
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


def test_too_many_demands_for_one_address_are_dropped_and_the_answer_stays(
    house: House, posting: SmtpServer
) -> None:
    answers: list[Callable[[], Any] | Any] = [browser().post(LOST, {"email": OWNER}) for _ in range(6)]
    assert all("Si cette adresse a un compte" in words(answer) for answer in answers)
    resets.run(SystemClock())
    assert len(posting.messages) == 3


# --- Limits at the pages ----------------------------------------------------------------------------


def test_a_password_is_not_guessed_through_the_page(house: House) -> None:
    here = browser()
    for _ in range(8):
        here.post(LOGIN, {"username": OWNER, "password": "x"})
    page = here.post(LOGIN, {"username": OWNER, "password": PASSWORD})
    assert page.status_code == 422
    assert "Trop d'essais. Réessayez dans" in words(page)
    # Somewhere else the same person gets in.
    assert (
        browser(place="198.51.100.4").post(LOGIN, {"username": OWNER, "password": PASSWORD}).status_code
        == 302
    )


def test_who_writes_a_forwarded_address_themselves_is_counted_all_the_same(house: House) -> None:
    for number in range(9):
        client = Client(headers={"x-forwarded-for": f"198.51.100.{number}"}, REMOTE_ADDR="192.0.2.77")
        answer = client.post(LOGIN, {"username": OWNER, "password": "x"})
    assert "Trop d'essais" in words(answer)


def test_behind_a_proxy_each_visitor_is_counted_alone(house: House, settings: Any) -> None:
    settings.ENCOURS_PROXIES = 1
    for number in range(9):
        client = Client(
            headers={"x-forwarded-for": f"10.9.9.9, 198.51.100.{number}"}, REMOTE_ADDR="127.0.0.1"
        )
        answer = client.post(LOGIN, {"username": OWNER, "password": "x"})
    assert "Trop d'essais" not in words(answer)
    assert set(DoorRecord.objects.values_list("place", flat=True)) == {"198.51.100.0/24"}


def test_files_are_taken_in_at_a_bounded_pace(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("encours.faces.desk.views.files.UPLOAD", Limit("upload", 2, 60))
    here = browser(email=OWNER)
    for number in range(3):
        file = SimpleUploadedFile(f"clients{number}.csv", b"nom;ville\nDupont;Nantes\n")
        answer = here.post("/fichiers", {"files": file})
    assert answer.status_code == 422
    assert "Trop d'essais" in words(answer)
