"""`encours doctor`: each thing that is wrong is found, says what to do, and decides the exit code."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from encours.books.creditor.models import CreditorEntity, MailServer
from encours.flows.doctor import examine
from encours.ground.documents import actions as documents_actions
from encours.ground.kernel.clock import FixedClock
from encours.ground.plumbing import health
from encours.ground.plumbing.health import Severity
from encours.ground.plumbing.running import working
from encours.method.outreach import actions as outreach_actions
from tests.factories import a_customer, an_act, an_entity, an_invoice
from tests.installations import Installation
from tests.smtp import SmtpServer


@pytest.fixture
def entity(db: None) -> CreditorEntity:
    return an_entity(name="Morel")


def levels(clock: FixedClock) -> dict[str, str]:
    """The worst of each code."""
    found: dict[str, str] = {}
    for finding in examine(clock):
        assert (finding.remedy is None) == (finding.severity is Severity.OK), finding
        if found.get(finding.code) != "error":
            found[finding.code] = finding.severity.value
    return found


def test_a_sound_installation_has_no_error(entity: CreditorEntity, clock: FixedClock) -> None:
    with working():
        found = levels(clock)
    assert {code for code, level in found.items() if level == "error"} == set()
    assert found["worker"] == found["journal"] == found["documents"] == found["mail"] == "ok"
    assert found["backup"] == "warning", "none was ever made"


def test_no_worker_is_told(entity: CreditorEntity, clock: FixedClock) -> None:
    assert levels(clock)["worker"] == "warning"


def test_a_file_that_changed_on_the_disk_is_found(
    entity: CreditorEntity, clock: FixedClock, settings: object
) -> None:
    documents_actions.store(
        owner="entity:1", name="F1.pdf", content=b"copy", media_type="application/pdf", at=clock.now()
    )
    (file,) = (f for f in Path(settings.ENCOURS_DOCUMENTS).glob("*/*"))  # type: ignore[attr-defined]
    file.write_bytes(b"other")
    assert levels(clock)["documents"] == "error"
    file.unlink()
    assert levels(clock)["documents"] == "error"


def test_a_clock_that_was_set_back_is_found(entity: CreditorEntity, clock: FixedClock) -> None:
    outreach_actions.stop_sending(an_act(entity, at=clock.now()), why="essai")
    assert levels(clock)["clock"] == "ok"
    assert levels(FixedClock(clock.now() - timedelta(hours=2)))["clock"] == "error"


def test_a_broken_journal_is_found(entity: CreditorEntity, clock: FixedClock) -> None:
    outreach_actions.stop_sending(an_act(entity, at=clock.now()), why="essai")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evidence_chainhead SET sequence = sequence + 1, hash = 'x'"
        )  # as somebody with the file could
    assert levels(clock)["journal"] == "error"


def test_a_mail_server_that_answers_or_not(
    entity: CreditorEntity, clock: FixedClock, smtp_server: SmtpServer
) -> None:
    row = MailServer.objects.create(entity=entity, host="127.0.0.1", port=smtp_server.port, security="none")
    assert levels(clock)["mail"] == "ok"
    MailServer.objects.filter(pk=row.pk).update(port=1)
    assert levels(clock)["mail"] == "error"
    MailServer.objects.filter(pk=row.pk).update(sealed_password="of another key")
    assert levels(clock)["mail"] == "error"


def test_a_bank_that_nobody_has_read_and_a_standing_stop_are_told(
    entity: CreditorEntity, clock: FixedClock
) -> None:
    an_invoice(a_customer(entity))
    outreach_actions.stop_sending(an_act(entity, at=clock.now()), why="essai")
    found = levels(clock)
    assert (found["bank"], found["sending"]) == ("warning", "warning")


def test_a_key_that_others_can_read_is_an_error(settings: object, tmp_path: Path) -> None:
    settings.ENCOURS_HOME = tmp_path  # type: ignore[attr-defined]
    tmp_path.chmod(0o700)
    key = tmp_path / "secret.key"
    key.write_text("key")
    key.chmod(0o600)
    assert [f.severity for f in health.files()] == [Severity.OK]
    key.chmod(0o644)
    assert [f.severity for f in health.files()] == [Severity.ERROR]


def test_a_time_zone_that_the_machine_does_not_know_is_an_error() -> None:
    assert [f.severity for f in health.zones({"Europe/Paris", "Mars/Olympus"})] == [Severity.ERROR]


def test_a_check_that_breaks_keeps_no_other_from_being_made() -> None:
    def broken() -> object:
        raise ValueError("boom")

    (found,) = health.looked_at("broken", broken)  # type: ignore[arg-type]
    assert (found.severity, "boom" in str(found.what)) == (Severity.ERROR, True)


def test_an_installation_that_waits_for_an_update_is_told_and_left_alone(installation: Installation) -> None:
    done = installation.run("doctor", "--json", "--offline", check=False)
    found = {f["code"]: f["severity"] for f in json.loads(done.stdout)["findings"]}
    assert (done.returncode, found["migrations"]) == (0, "warning")


def test_a_database_that_does_not_answer_is_an_error(installation: Installation) -> None:
    installation.environment["DATABASE_URL"] = "postgresql://nobody@/nothing?host=%2Fnowhere"
    done = installation.run("doctor", check=False)
    assert done.returncode == 1
    assert "La base ne répond pas" in done.stdout
    assert "Traceback" not in done.stderr
