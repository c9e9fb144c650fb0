"""The tools of the tests are what they say: a real database, a real mail server, a real browser."""

import smtplib
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from encours.ground.evidence.actions import NewEntry, append
from encours.ground.kernel.clock import FixedClock
from tests.smtp import Mode, SmtpServer


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "nous@example.fr", "dupont@example.fr", "Facture"
    message.set_content("Bonjour,\n")
    return message


def _send(server: SmtpServer) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=1) as client:
        client.login(server.username, server.password)
        client.send_message(_message())


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    assert connection.vendor == request.config.getoption("--database")


@pytest.mark.django_db(transaction=True)
def test_between_tests_the_journal_is_emptied_and_guarded_again(clock: FixedClock) -> None:
    entry = NewEntry("installation", "evidence.tested", "x:1", "system", clock.now(), "Essai")
    append(entry)
    call_command("flush", interactive=False, verbosity=0)
    assert append(entry) == 1
    with (
        pytest.raises(DatabaseError, match="journal"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM evidence_journalentry")


def test_the_home_of_the_tests_is_not_the_users() -> None:
    assert "encours-home-" in str(settings.ENCOURS_HOME)


def test_the_mail_server_takes_a_message(smtp_server: SmtpServer) -> None:
    _send(smtp_server)
    (received,) = smtp_server.messages
    assert received.text == "Bonjour,\n"
    assert received.recipients == ("dupont@example.fr",)
    assert received.login == smtp_server.username


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (Mode.REFUSE, smtplib.SMTPRecipientsRefused),
        (Mode.REFUSE_FOR_NOW, smtplib.SMTPRecipientsRefused),
        (Mode.REFUSE_CONTENT, smtplib.SMTPDataError),
        (Mode.HANG, smtplib.SMTPServerDisconnected),
        (Mode.DIE_AFTER_DATA, smtplib.SMTPServerDisconnected),
    ],
)
def test_the_mail_server_misbehaves_when_told(
    smtp_server: SmtpServer, mode: Mode, error: type[Exception]
) -> None:
    smtp_server.mode = mode
    with pytest.raises(error):
        _send(smtp_server)
    assert smtp_server.messages == []
    assert len(smtp_server.seen) == (0 if mode in {Mode.REFUSE, Mode.REFUSE_FOR_NOW} else 1)
