"""Mails are read from a real IMAP server: each once, filed by what it answers, and nothing in the mailbox changes."""

import resource
import time
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from encours.books.receivables.models import Contact
from encours.flows.mail_in import by_hand, rounds
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import Refused
from encours.method.cases.models import ContactFact
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.models import InboundItem, InboundMail, Mailbox, MailPiece
from encours.method.inbox.rules.mailbox import MailboxDraft, Trouble
from encours.method.inbox.rules.piles import Pile
from encours.method.outreach.rules.states import MessageState
from tests.imap import ImapServer
from tests.story import Debtor, Story

pytestmark = pytest.mark.django_db
ON = "2026-03-04"


@pytest.fixture
def debtor(story: Story) -> Debtor:
    made = story.customer(phone="01 44 00 00 00")
    story.invoice("F-1", made, "1 000,00", due="2026-02-27", pdf=b"%PDF-1.4 facture")
    story.lives("2026-03-03", "2026-03-03")
    return made


@pytest.fixture
def box(story: Story, imap_server: ImapServer) -> ImapServer:
    link(story, imap_server)
    return imap_server


def link(story: Story, server: ImapServer, **fields: object) -> None:
    draft = MailboxDraft(
        **(
            {
                "host": server.host,
                "port": server.port,
                "security": "none",
                "username": server.username,
                "folder": "INBOX",
            }
            | fields
        )
    )  # type: ignore[arg-type]
    outcome = inbox_actions.set_mailbox(story.act("2026-01-02"), draft=draft, password=server.password)
    assert outcome is None, outcome


def look(story: Story, on: str = ON, hour: str = "11:00") -> int:
    Mailbox.objects.update(next_at=None)
    return rounds.run(story.clock(on, hour))


def a_mail(text: str = "Bonjour,\n", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    values = {
        "From": "Anne Petit <compta@dupont.test>",
        "To": "compta@morel.test",
        "Subject": "Votre facture",
        "Date": "Wed, 04 Mar 2026 10:00:00 +0100",
        "Message-ID": f"<{abs(hash((text, *headers.items())))}@dupont.test>",
    }
    for name, value in (values | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail


def an_answer(story: Story, debtor: Debtor, text: str, **headers: str) -> EmailMessage:
    (message,) = story.messages(debtor, MessageState.ACCEPTED)[-1:]
    return a_mail(text, In_Reply_To=message.message_id, Subject=f"Re: {message.subject}", **headers)


def kinds(story: Story, debtor: Debtor) -> list[str]:
    lines = evidence_queries.lines_about(f"entity:{story.entity.pk}", [f"customer:{debtor.id}"], limit=500)
    return [line.kind for line in reversed(lines)]


def test_an_answer_is_filed_by_the_message_it_answers_and_stops_the_ladder(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    box.lay(
        an_answer(
            story,
            debtor,
            "Bonjour,\n\nNous n'avons pas reçu la facture.\n\nLe 2 mars 2026 à 9:30, "
            "Atelier Morel a écrit :\n> Bonjour\n",
            From="Quelqu'un <autre@ailleurs.test>",
        )
    )
    assert look(story) == 1
    (mail,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_READ)
    assert (mail.customer_id, mail.filing.value, mail.text) == (
        debtor.id,
        "thread",
        "Bonjour,\n\nNous n'avons pas reçu la facture.",
    )
    (saying,) = inbox_queries.sayings_of([mail.id])[mail.id]
    assert (saying.kind.value, saying.sentence) == ("never_received", "Nous n'avons pas reçu la facture.")
    assert "inbox.mail_received" in kinds(story, debtor)
    assert "inbox.item_noted" in kinds(story, debtor)
    story.lives("2026-03-16", "2026-03-16")
    assert [str(step) for step in story.left(debtor)] == ["2026-03-03 courtesy"]
    by_hand.read(story.act("2026-03-16", "15:00"), mail_id=mail.id)
    story.lives("2026-03-17", "2026-03-17")
    assert story.action(debtor, "2026-03-17") not in {"", "WAIT"}


def test_a_mail_is_taken_once_whatever_the_server_does_with_its_numbers(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    box.lay(an_answer(story, debtor, "Bien reçu."))
    assert (look(story), look(story)) == (1, 0)
    box.number_anew()
    look(story)
    look(story)
    assert InboundMail.objects.count() == InboundItem.objects.count() == 1


def test_a_known_address_alone_is_only_suggested(story: Story, debtor: Debtor, box: ImapServer) -> None:
    box.lay(a_mail("C'est d'accord, je confirme."))
    look(story)
    (mail,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_READ)
    assert (mail.customer_id, mail.filing.value, mail.origin.value, mail.may_prove) == (
        debtor.id, "suggested", "unproved", False,
    )  # fmt: skip


def test_an_unknown_sender_waits_to_be_filed_and_filing_can_be_taken_back(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    box.lay(a_mail("Bonjour, au sujet de la facture.", From="x@gmail.com"))
    look(story)
    (mail,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_FILE)
    act = story.act(ON, "12:00")
    assert by_hand.file(act, mail_id=mail.id, customer_id=debtor.id) is None
    assert inbox_queries.unread_of([debtor.id])
    answered = ContactFact.objects.filter(customer_id=debtor.id, answered_at__isnull=False).count()
    assert answered
    assert by_hand.take_off(act, mail_id=mail.id) is None
    assert not inbox_queries.unread_of([debtor.id])
    assert not ContactFact.objects.filter(customer_id=debtor.id, answered_at__isnull=False).exists()
    assert not ContactFact.objects.filter(source__startswith="inbox:").exists()
    assert [m.id for m in inbox_queries.mails_in(story.entity.pk, Pile.TO_FILE)] == [mail.id]


def test_a_message_that_came_back_leaves_again_to_the_right_address(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    (message,) = story.messages(debtor, MessageState.ACCEPTED)
    box.lay(a_report(message.message_id, message.to_email))
    look(story)
    contact = Contact.objects.get(customer_id=debtor.id)
    assert contact.bounced_at is not None
    assert "cases.contact_unreached" in kinds(story, debtor)
    assert not inbox_queries.unread_of([debtor.id])
    Contact.objects.filter(pk=contact.pk).update(email="factures@dupont.test", bounced_at=None)
    story.lives("2026-03-05", "2026-03-05")
    again = story.messages(debtor, MessageState.ACCEPTED)[-1]
    assert (again.to_email, again.level) == ("factures@dupont.test", message.level)


def test_a_report_about_a_message_that_was_never_sent_changes_nothing(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    (message,) = story.messages(debtor, MessageState.ACCEPTED)
    box.lay(a_report("<forged@nowhere.test>", message.to_email))
    box.lay(a_report(message.message_id, "somebody@else.test"))
    look(story)
    assert Contact.objects.get(customer_id=debtor.id).bounced_at is None


def test_an_absence_is_no_answer_and_says_when_the_person_is_back(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    box.lay(
        an_answer(
            story,
            debtor,
            "Bonjour, je suis en congés, de retour le 16 mars. Écrivez à dir@dupont.test.",
            Auto_Submitted="auto-replied",
        )
    )
    look(story)
    (mail,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_READ)
    assert (mail.kind.value, str(mail.back_on), mail.instead) == ("absence", "2026-03-16", "dir@dupont.test")
    assert not inbox_queries.unread_of([debtor.id])


def test_machines_and_our_own_messages_are_put_aside(story: Story, debtor: Debtor, box: ImapServer) -> None:
    (message,) = story.messages(debtor, MessageState.ACCEPTED)
    box.lay(a_mail("Votre demande est enregistrée, ticket 12.", Auto_Submitted="auto-generated"))
    box.lay(a_mail("Nos offres", Precedence="bulk", List_Unsubscribe="<mailto:x@y.test>"))
    box.lay(a_mail("Bonjour", From="compta@morel.test"))
    box.lay(a_mail("Bonjour", Message_ID=message.message_id))
    look(story)
    assert not inbox_queries.unread(story.entity.pk)
    assert inbox_queries.counts(story.entity.pk) == {}
    assert InboundMail.objects.count() == 4


def test_a_server_that_is_down_is_said_once_and_left_alone_longer_each_time(
    story: Story, imap_server: ImapServer
) -> None:
    link(story, imap_server, port=1)
    for _ in range(3):
        assert look(story) == 0
    known = inbox_queries.mailbox(story.entity.pk)
    assert known is not None and known.why is not None
    assert known.why.trouble is Trouble.NOTHING_THERE
    lines = evidence_queries.latest(f"entity:{story.entity.pk}", limit=50)
    assert [line.kind for line in lines].count("inbox.mailbox_failed") == 1
    assert Mailbox.objects.get().failures == 3
    Mailbox.objects.update(port=imap_server.port)
    look(story)
    known = inbox_queries.mailbox(story.entity.pk)
    assert known is not None and known.why is None


@pytest.mark.parametrize(
    ("fields", "password", "words"),
    [
        ({}, "faux", "l'identifiant ou le mot de passe est refusé"),
        ({"folder": "Clients"}, "secret", "ce dossier n'existe pas"),
        ({"security": "tls"}, "secret", "cette sécurité"),
        ({"security": "starttls"}, "secret", "cette sécurité"),
        ({"host": "imap.nowhere.invalid"}, "secret", "n'existe pas"),
    ],
)
def test_the_trial_says_plainly_what_is_wrong(
    story: Story, imap_server: ImapServer, fields: dict[str, object], password: str, words: str
) -> None:
    draft = MailboxDraft(
        **(
            {
                "host": imap_server.host,
                "port": imap_server.port,
                "security": "none",
                "username": "compta",
                "folder": "INBOX",
            }
            | fields
        )
    )  # type: ignore[arg-type]
    refused = rounds.check(story.clock(ON), draft, password)
    assert isinstance(refused, Refused)
    assert words in str(refused.reason)


def test_of_a_mail_that_is_too_large_only_the_words_are_taken(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    mail = an_answer(story, debtor, "Tout le dossier.")
    mail.add_attachment(b"PLACE", maintype="text", subtype="csv", filename="tout.csv", cte="7bit")
    box.lay(
        mail.as_bytes()
        .replace(b"PLACE", b"x" * 76 + b"\n", 1)
        .replace(b"x" * 76 + b"\n", (b"x" * 76 + b"\n") * 600_000, 1)
    )
    assert look(story) == 1
    (found,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_READ)
    assert (found.text, [fault.value for fault in found.faults]) == ("Tout le dossier.", ["too_large"])
    assert not MailPiece.objects.exists()


@pytest.mark.long
def test_a_piece_of_thirty_megabytes_stays_in_the_mailbox(
    story: Story, debtor: Debtor, box: ImapServer
) -> None:
    mail = an_answer(story, debtor, "Ci-joint.")
    mail.add_attachment(b"x" * 30_000_000, maintype="application", subtype="zip", filename="gros.zip")
    mail.add_attachment(b"%PDF-1.4 avis", maintype="application", subtype="pdf", filename="avis.pdf")
    box.lay(mail)
    assert look(story) == 1
    kept = dict(MailPiece.objects.values_list("name", "document_id"))
    assert kept["gros.zip"] is None
    assert kept["avis.pdf"] is not None


def a_report(message_id: str, recipient: str) -> bytes:
    return f"""From: MAILER-DAEMON@mx.test
To: compta@morel.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <{abs(hash((message_id, recipient)))}@mx.test>
Date: Wed, 04 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: {recipient}

--b--
""".replace("\n", "\r\n").encode()


@pytest.mark.long
def test_ten_thousand_mails_are_worked_through_in_rounds(
    story: Story, debtor: Debtor, box: ImapServer, record_property: Callable[[str, object], None]
) -> None:
    """In memory that does not grow with the mailbox; what it took is told (docs/how-to/link-the-mailbox)."""
    for number in range(10_000):
        box.lay(a_mail(f"Courrier {number}", From=f"inconnu{number}@ailleurs.test"))
    rounds_run, waiting, used, first = 0, 1, time.process_time(), 0
    while waiting:
        assert look(story) > 0
        known = inbox_queries.mailbox(story.entity.pk)
        assert known is not None
        waiting, rounds_run = known.waiting, rounds_run + 1
        first = first or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    used, most = time.process_time() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert InboundMail.objects.count() == 10_000
    assert rounds_run >= 50
    assert most - first < 60_000, "kilobytes more than after the first round"
    told = f"{10_000 / used:.0f} mails a second of processor time, {(most - first) / 1000:.0f} MB more at the end"
    record_property("mails", told)
