"""Whose mail it is, what sort it is, whether its sender is who they say, and what servers say of our messages."""

# ruff: noqa: E501 - mails stand as they come

from datetime import date

import pytest

from encours.method.inbox.rules.absence import absence_in
from encours.method.inbox.rules.bounces import BounceCause, bounces_of
from encours.method.inbox.rules.filing import Filing, Known, Sent, filed, may_prove
from encours.method.inbox.rules.kind import MailKind, kind_of
from encours.method.inbox.rules.mailbox import LONGEST_PATIENCE, patience
from encours.method.inbox.rules.mime import read
from encours.method.inbox.rules.signed_address import customer_of, signed
from encours.method.inbox.rules.trust import Origin, origin_of

OURS = {"<1@morel.test>": Sent(7, 42, 5)}
TODAY = date(2026, 6, 10)


def a_mail(text: str = "Oui", *headers: str, sender: str = "anne@dupont.test") -> bytes:
    return "\r\n".join(
        [f"From: {sender}", *headers, "Content-Type: text/plain; charset=utf-8", "", text]
    ).encode()


def test_the_message_it_answers_tells_more_than_any_address() -> None:
    known = Known(OURS, signed_customer_id=9, by_address=[(8, 1)])
    found = filed(["<x@y.test>", "<1@morel.test>"], known, origin=Origin.UNPROVED)
    assert (found.filing, found.customer_id, found.contact_id, found.message_id) == (Filing.THREAD, 42, 5, 7)
    assert filed([], known, origin=Origin.UNPROVED).filing is Filing.SIGNED


def test_an_address_only_suggests_and_two_customers_at_one_address_suggest_nobody() -> None:
    assert filed([], Known({}, by_address=[(8, 1)]), origin=Origin.PROVED).filing is Filing.SUGGESTED
    assert filed([], Known({}, by_address=[(8, 1), (9, 2)]), origin=Origin.PROVED).filing is Filing.NONE
    assert filed([], Known({}, by_domain=[8]), origin=Origin.PROVED).customer_id == 8
    assert filed([], Known({}, by_domain=[8, 9]), origin=Origin.PROVED).filing is Filing.NONE


def test_a_sender_that_our_server_doubts_proves_nothing_whatever_they_quote() -> None:
    found = filed(["<1@morel.test>"], Known(OURS), origin=Origin.FORGED)
    assert found.filing is Filing.SUGGESTED
    assert not may_prove(found.filing, Origin.FORGED)
    assert not may_prove(Filing.SUGGESTED, Origin.PROVED)
    assert not may_prove(Filing.HAND, Origin.PROVED)
    assert may_prove(Filing.THREAD, Origin.UNPROVED)


@pytest.mark.parametrize(
    ("results", "origin"),
    [
        ("mx.morel.test; dmarc=pass header.from=dupont.test", Origin.PROVED),
        ("mx.morel.test; dkim=pass header.d=dupont.test; spf=none", Origin.PROVED),
        ("mx.morel.test; spf=pass smtp.mailfrom=bounce@mail.evil.test", Origin.UNPROVED),
        ("mx.morel.test; dmarc=fail header.from=dupont.test", Origin.FORGED),
        ("mx.morel.test; dkim=fail header.d=dupont.test", Origin.FORGED),
        ("mx.evil.test; dmarc=pass header.from=dupont.test", Origin.UNPROVED),
        ("mx.morel.test; dkim=pass header.d=upont.test", Origin.UNPROVED),
        ("", Origin.UNPROVED),
    ],
)
def test_only_our_own_server_vouches_for_a_sender(results: str, origin: Origin) -> None:
    mail = read(a_mail("x", *([f"Authentication-Results: {results}"] if results else [])))
    assert origin_of(mail, trusted_server="mx.morel.test") is origin
    assert origin_of(mail, trusted_server="") is Origin.UNPROVED


def test_a_result_below_the_topmost_one_is_somebody_elses() -> None:
    mail = read(a_mail("x", "Authentication-Results: mx.morel.test; dmarc=fail",
                       "Authentication-Results: mx.morel.test; dmarc=pass header.from=dupont.test"))  # fmt: skip
    assert origin_of(mail, trusted_server="mx.morel.test") is Origin.FORGED


@pytest.mark.parametrize(
    ("headers", "text", "answers_us", "kind"),
    [
        ((), "Bonjour", False, MailKind.REPLY),
        (("Auto-Submitted: no",), "Bonjour", True, MailKind.REPLY),
        (("Auto-Submitted: auto-replied",), "Je suis absent jusqu'au 3.", True, MailKind.ABSENCE),
        (("Subject: Automatic reply: Invoice",), "I am out of the office.", True, MailKind.ABSENCE),
        (
            ("X-Auto-Response-Suppress: All", "Auto-Submitted: auto-generated"),
            "I am on leave.",
            False,
            MailKind.ABSENCE,
        ),
        (("Auto-Submitted: auto-replied",), "Votre demande est enregistrée.", True, MailKind.AUTOMATIC),
        (
            ("Auto-Submitted: auto-generated",),
            "Ticket 12: your request has been received.",
            True,
            MailKind.AUTOMATIC,
        ),
        (("Auto-Submitted: auto-generated",), "Nous avons payé hier. Anne", True, MailKind.REPLY),
        (("Precedence: bulk",), "Nos offres", False, MailKind.BULK),
        (("List-Id: <x>",), "Nos offres", False, MailKind.BULK),
        (("Precedence: bulk",), "Oui, vendredi.", True, MailKind.REPLY),
        ((), "J'étais absent la semaine dernière.", True, MailKind.REPLY),
    ],
)
def test_what_sort_of_mail_it_is(
    headers: tuple[str, ...], text: str, answers_us: bool, kind: MailKind
) -> None:
    assert kind_of(read(a_mail(text, *headers)), own_addresses=(), answers_us=answers_us) is kind


def test_our_own_message_come_back_is_nobodys_answer() -> None:
    mail = read(a_mail(sender="compta@morel.test"))
    assert kind_of(mail, own_addresses={"compta@morel.test"}, answers_us=True) is MailKind.OWN


POSTFIX = ("I'm sorry to have to inform you that your message could not\nbe delivered.\n\n"
           "<anne@dupont.test>: host mx.dupont.test said: 550 5.1.1 User unknown\n\n"
           "------ This is a copy of the headers\nMessage-ID: <1@morel.test>\nTo: anne@dupont.test\n")  # fmt: skip
EXIM = ("This message was created automatically by mail delivery software.\n\n  anne@dupont.test\n    mailbox is full: 552 5.2.2\n\n"
        "------ This is a copy of the message ------\nMessage-Id: <1@morel.test>\n")  # fmt: skip
QMAIL = "Hi. This is the qmail-send program.\n\n<anne@dupont.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <1@morel.test>\n"
EXCHANGE = "Échec de la remise à ces destinataires :\n\nanne@dupont.test\nL'adresse e-mail que vous avez entrée est introuvable.\n\nEn-têtes de message d'origine :\nMessage-ID: <1@morel.test>\n"
DELAY = "Warning: message delayed 4 hours. You do not need to resend.\n\n<anne@dupont.test>: 451 4.4.1 connection timed out\n\nMessage-ID: <1@morel.test>\n"


@pytest.mark.parametrize(
    ("sender", "subject", "text", "cause", "is_final"),
    [
        ("MAILER-DAEMON@mx.test", "Undelivered Mail Returned to Sender", POSTFIX, BounceCause.ADDRESS, True),
        (
            "Mailer-Daemon@mx.test",
            "Mail delivery failed: returning message to sender",
            EXIM,
            BounceCause.FULL,
            True,
        ),
        ("MAILER-DAEMON@mx.test", "failure notice", QMAIL, BounceCause.ADDRESS, True),
        ("postmaster@dupont.test", "Non remis : Votre facture", EXCHANGE, BounceCause.ADDRESS, True),
        ("MAILER-DAEMON@mx.test", "Warning: message delayed", DELAY, BounceCause.UNKNOWN, False),
    ],
)
def test_plain_words_of_common_servers_are_understood(
    sender: str, subject: str, text: str, cause: BounceCause, is_final: bool
) -> None:
    mail = read(a_mail(text, f"Subject: {subject}", "To: compta@morel.test", sender=sender))
    assert kind_of(mail, own_addresses=(), answers_us=False) is MailKind.BOUNCE
    (bounce,) = bounces_of(mail)
    assert (bounce.recipient, bounce.message_id, bounce.is_final) == (
        "anne@dupont.test",
        "<1@morel.test>",
        is_final,
    )
    if is_final:
        assert bounce.cause is cause


def test_a_report_that_everything_arrived_is_no_return() -> None:
    body = ["From: mailer-daemon@x.test", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b",
            "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; x", "", "Final-Recipient: rfc822; a@x.test",
            "Action: delivered", "Status: 2.0.0", "", "--b--"]  # fmt: skip
    assert bounces_of(read("\r\n".join(body).encode())) == ()


@pytest.mark.parametrize(
    ("text", "language", "back_on", "instead"),
    [
        (
            "Je suis absent du 8 au 19 juin inclus. Contact : dir@dupont.test",
            "fr",
            date(2026, 6, 20),
            "dir@dupont.test",
        ),
        ("De retour lundi 22 juin.", "fr", date(2026, 6, 22), ""),
        ("En congés jusqu'au 30/06.", "fr", date(2026, 7, 1), ""),
        (
            "I am out of the office until 19 June and will be back on Monday 22 June.",
            "en",
            date(2026, 6, 22),
            "",
        ),
        ("Back on 1 July.", "en", date(2026, 7, 1), ""),
        ("I am travelling and reply slowly.", "en", None, ""),
    ],
)
def test_an_absence_says_when_somebody_is_back(
    text: str, language: str, back_on: date | None, instead: str
) -> None:
    found = absence_in(text, language, today=TODAY, sender="anne@dupont.test")
    assert (found.back_on, found.instead) == (back_on, instead)


def test_a_signed_address_is_made_by_us_alone() -> None:
    made = signed("compta@morel.test", 42, b"key")
    assert customer_of(made, b"key") == 42
    assert customer_of(made.upper(), b"key") == 42
    assert customer_of(made, b"other") is None
    assert customer_of(made.replace("+e16", "+e17"), b"key") is None
    assert customer_of("compta+e16-aaaaaaaaaaaaa@morel.test", b"key") is None
    assert len(made.partition("@")[0]) < 64


def test_a_server_that_is_down_is_left_alone_longer_each_time_an_hour_at_most() -> None:
    waits = [patience(count) for count in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_PATIENCE
