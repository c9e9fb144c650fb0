"""What the mail adapter tells of a real server, and the mail that arrives there."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from encours.ground.plumbing.say import say
from encours.method.outreach.adapters import folder
from encours.method.outreach.adapters.envelope import Envelope, Outcome, Piece, plain_address
from encours.method.outreach.adapters.smtp import Server, check, send
from encours.method.outreach.rules.receipts import Trouble, told, written
from tests.smtp import Mode, SmtpServer

pytestmark = pytest.mark.slow

TEXT = "Bonjour,\n\nLe règlement n'est pas arrivé.\n.\nFrom nous, à vous.\n"


def mail(**changes: object) -> Envelope:
    values: dict[str, object] = {
        "from_name": "Claire Morel – Atelier Morel",
        "from_email": "compta@morel.test",
        "to_name": "Anne Petit",
        "to_email": "anne@dupont.test",
        "subject": "Facture F-2031 du 1er mars",
        "text": TEXT,
        "html": "<p>Bonjour</p>",
        "message_id": "<0123456789@morel.test>",
    }
    return Envelope(**(values | changes))  # type: ignore[arg-type]


def at(server: SmtpServer, **changes: object) -> Server:
    values: dict[str, object] = {
        "host": server.host,
        "port": server.port,
        "security": "none",
        "username": server.username,
        "password": server.password,
        "timeout_seconds": 2,
        "answer_seconds": 0.3,
    }
    return Server(**(values | changes))  # type: ignore[arg-type]


@contextmanager
def server_that(says: bytes) -> Iterator[int]:
    """A server that says one thing and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            line, _ = listening.accept()
            with line:
                line.sendall(says)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join(timeout=2)


def test_a_mail_arrives_as_it_was_written(smtp_server: SmtpServer) -> None:
    receipt = send(at(smtp_server), mail())
    assert receipt.outcome is Outcome.ACCEPTED
    assert receipt.answer.startswith("250")
    (received,) = smtp_server.messages
    assert received.text == TEXT
    assert received.message["From"] == "Claire Morel – Atelier Morel <compta@morel.test>"
    assert received.message["To"] == "Anne Petit <anne@dupont.test>"
    assert (received.sender, received.recipients) == ("compta@morel.test", ("anne@dupont.test",))
    assert received.message["Date"]
    assert received.message["Auto-Submitted"] == "no"


def test_every_line_ends_as_mail_servers_demand(smtp_server: SmtpServer) -> None:
    send(at(smtp_server), mail(pieces=(Piece("f.pdf", "application/pdf", b"%PDF" * 500),)))
    (received,) = smtp_server.messages
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", received.raw)
    assert max(len(line) for line in received.raw.split(b"\r\n")) <= 998


def test_a_server_without_login_is_greeted_first(smtp_server: SmtpServer) -> None:
    receipt = send(at(smtp_server, username="", password=""), mail())
    assert receipt.outcome is Outcome.ACCEPTED
    assert smtp_server.messages[0].login is None


@pytest.mark.parametrize(
    ("mode", "outcome", "permanent"),
    [
        (Mode.REFUSE, Outcome.REFUSED, True),
        (Mode.REFUSE_CONTENT, Outcome.REFUSED, True),
        (Mode.REFUSE_FOR_NOW, Outcome.REFUSED, False),
        (Mode.HANG, Outcome.UNKNOWN, False),
        (Mode.DIE_AFTER_DATA, Outcome.UNKNOWN, False),
        (Mode.TAKE_AND_DIE, Outcome.UNKNOWN, False),
    ],
)
def test_what_the_server_did_is_told_as_it_was(
    smtp_server: SmtpServer, mode: Mode, outcome: Outcome, permanent: bool
) -> None:
    smtp_server.mode = mode
    receipt = send(at(smtp_server), mail())
    assert (receipt.outcome, receipt.permanent) == (outcome, permanent)


def test_a_server_that_is_down_was_not_reached(smtp_server: SmtpServer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    assert send(at(smtp_server, port=closed), mail()).outcome is Outcome.NOT_REACHED


def test_a_trouble_of_ours_is_told_in_the_language_of_the_reader() -> None:
    line = written(Trouble.LOST_BEFORE, "timed out")
    assert say(told(line), "en") == "connection lost before the sending: timed out"
    assert say(told("250 2.0.0 Ok: queued"), "en") == "250 2.0.0 Ok: queued"


@pytest.mark.parametrize("greeting", [b"", b"421 4.3.2 Closing\r\n", b"220 hello\r\n", b"garbage\r\n"])
def test_a_line_cut_before_the_text_leaves_no_doubt(smtp_server: SmtpServer, greeting: bytes) -> None:
    """S62: before DATA the mail certainly did not leave; it may be tried again."""
    with server_that(greeting) as port:
        assert send(at(smtp_server, port=port), mail()).outcome is Outcome.NOT_REACHED


def test_a_wrong_password_is_told_as_such(smtp_server: SmtpServer) -> None:
    receipt = send(at(smtp_server, password="autre"), mail())
    assert (receipt.outcome, receipt.permanent) == (Outcome.NOT_REACHED, True)
    assert "mot de passe" in say(told(receipt.answer))
    assert check(at(smtp_server, password="autre"))
    assert check(at(smtp_server)) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"to_name": "Dupont\r\nBcc: autre@ailleurs.test"},
        {"from_name": "Morel\nBcc: autre@ailleurs.test"},
        {"subject": "Facture\r\nBcc: autre@ailleurs.test\r\n\r\nautre texte"},
        {"in_reply_to": "<a@b>\r\nBcc: autre@ailleurs.test"},
        {"pieces": (Piece("f\r\nBcc: autre@ailleurs.test.pdf", "application/pdf", b"%PDF"),)},
    ],
)
def test_no_name_can_add_a_header_or_a_recipient(smtp_server: SmtpServer, changes: dict[str, object]) -> None:
    assert send(at(smtp_server), mail(**changes)).outcome is Outcome.ACCEPTED
    (received,) = smtp_server.messages
    assert received.message["Bcc"] is None
    assert received.recipients == ("anne@dupont.test",)
    assert received.text == TEXT


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anne",
        "@dupont.test",
        "anne@",
        "élodie@dupont.test",
        "anne@dupont.test, autre@ailleurs.test",
        "anne@dupont.test\r\nRCPT TO:<autre@ailleurs.test>",
        "anne petit@dupont.test",
        "anne@dupont .test",
    ],
)
def test_an_impossible_address_never_reaches_the_server(smtp_server: SmtpServer, address: str) -> None:
    receipt = send(at(smtp_server), mail(to_email=address))
    assert (receipt.outcome, receipt.permanent) == (Outcome.REFUSED, True)
    assert smtp_server.seen == []


def test_an_international_domain_travels_in_its_coded_form(smtp_server: SmtpServer) -> None:
    assert plain_address(" Anne@Dupönt.test ") == "Anne@xn--dupnt-lua.test"
    assert send(at(smtp_server), mail(to_email="anne@dupönt.test")).outcome is Outcome.ACCEPTED
    assert smtp_server.messages[0].recipients == ("anne@xn--dupnt-lua.test",)


def test_the_folder_keeps_the_same_mail(tmp_path: Path) -> None:
    place = tmp_path / "outbox"
    assert folder.write(place, mail()).outcome is Outcome.ACCEPTED
    assert (place / "0123456789.eml").exists()
    assert folder.write(place, mail(to_email="anne")).outcome is Outcome.REFUSED
