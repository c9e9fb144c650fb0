"""A whole conversation over real servers, SMTP out and IMAP in: from the first word to the accepted summary."""

from datetime import date
from email.message import EmailMessage

from encours.flows import contacting, replying, resending
from encours.flows.contacting import CallExtras
from encours.flows.mail_in import by_hand, rounds
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.money import Money
from encours.method.agreements.models import Agreement
from encours.method.agreements.rules.drafts import PromiseDraft
from encours.method.agreements.rules.words import PromiseSource
from encours.method.cases.rules.contact import CallOutcome
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.models import Mailbox
from encours.method.inbox.queries import MailFact
from encours.method.inbox.rules.mailbox import MailboxDraft
from encours.method.inbox.rules.piles import Pile, SayingState
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.rules.states import MessageState
from tests.imap import ImapServer
from tests.story import Debtor, Story


def link(story: Story, server: ImapServer) -> None:
    draft = MailboxDraft(
        server.host, server.port, "none", server.username, "INBOX",
        address="compta@morel.test", trusted_server="mx.morel.test", has_signed_addresses=True,
    )  # fmt: skip
    assert inbox_actions.set_mailbox(story.act("2026-03-02"), draft=draft, password=server.password) is None


def writes(server: ImapServer, story: Story, text: str, *, on: str, number: int) -> None:
    """The debtor answers the last mail that reached them, as any mail program does."""
    sent = story.server.messages[-1].message
    mail = EmailMessage()
    mail["Authentication-Results"] = "mx.morel.test; dmarc=pass header.from=dupont.test"
    mail["From"], mail["To"] = "Anne Petit <compta@dupont.test>", sent["Reply-To"] or sent["From"]
    mail["Subject"], mail["Date"] = f"Re: {sent['Subject']}", f"{on} 10:00:00 +0100"
    mail["Message-ID"], mail["In-Reply-To"] = f"<{number}@dupont.test>", sent["Message-ID"]
    mail.set_content(f"{text}\n\nLe {on}, Atelier Morel a écrit :\n> Bonjour\n")
    server.lay(mail)


def taken(story: Story, on: str, hour: str) -> MailFact:
    """The worker looks into the mailbox; the one mail that waits to be read."""
    Mailbox.objects.update(next_at=None)
    rounds.run(story.clock(on, hour))
    (mail,) = inbox_queries.mails_in(story.entity.pk, Pile.TO_READ)
    return mail


def meaning(story: Story, mail: MailFact, on: str, hour: str) -> str:
    """What the mail seems to say; a person accepts it and has read it."""
    (saying,) = inbox_queries.sayings_of([mail.id])[mail.id]
    act = story.act(on, hour)
    inbox_actions.decide_saying(act, saying_id=saying.id, state=SayingState.ACCEPTED)
    by_hand.read(act, mail_id=mail.id)
    return saying.kind.value


def test_from_the_first_word_to_the_accepted_summary(story: Story, imap_server: ImapServer) -> None:
    link(story, imap_server)
    dupont = story.customer(phone="01 44 00 00 00")
    invoice = story.invoice("F-1", dupont, "1 000,00", due="2026-02-27", pdf=b"%PDF-1.4 facture")

    # Courtesy leaves; answers to it come to a signed address.
    story.lives("2026-03-03", "2026-03-03")
    assert [str(step) for step in story.left(dupont)] == ["2026-03-03 courtesy"]
    assert story.server.messages[-1].message["Reply-To"].addresses[0].addr_spec.startswith("compta+e")

    # «Nous n'avons pas reçu la facture»: filed, proved, understood; resent the same day.
    writes(imap_server, story, "Bonjour, nous n'avons pas reçu la facture.", on="Tue, 03 Mar 2026", number=1)
    mail = taken(story, "2026-03-03", "11:00")
    how = (mail.customer_id, mail.filing.value, mail.origin.value, mail.may_prove)
    assert how == (dupont.id, "thread", "proved", True)
    assert meaning(story, mail, "2026-03-03", "11:05") == "never_received"
    act = story.act("2026-03-03", "11:06")
    assert resending.resend(act, customer_id=dupont.id, invoice_id=invoice) == "compta@dupont.test"
    story.dispatch("2026-03-03", "11:10")
    assert b"F-1.pdf" in story.server.messages[-1].raw

    # Silence. A first call turns out badly: two full business days in which nobody is called, then a second one.
    story.night("2026-03-12")
    story.call(dupont, CallOutcome.EMOTIONAL, on="2026-03-12", next_on="2026-03-17")
    for quiet in ("2026-03-13", "2026-03-16"):
        story.lives(quiet, quiet)
    assert [step.on.isoformat() for step in story.left(dupont)][-1] == "2026-03-03"
    story.night("2026-03-17")
    promised = promise_of(story, dupont)
    story.call(
        dupont,
        CallOutcome.ORAL_PROMISE,
        on="2026-03-17",
        next_on="2026-03-20",
        extras=CallExtras(promise=promised),
    )
    (agreement,) = Agreement.objects.filter(customer_id=dupont.id)
    assert agreement.state == "proposed"

    # The written summary leaves the same day; here in one's own words, in the conversation, and confirmed by a person.
    made = replying.reply(
        story.act("2026-03-17", "11:00"),
        mail_id=mail.id,
        subject="Résumé de notre échange",
        text="Bonjour,\n\nVous réglez 1 000,00 € le 27 mars 2026 par virement. Est-ce exact ?\n\nClaire Morel",
    )
    assert isinstance(made, int), made
    outreach_actions.approve(story.act("2026-03-17", "11:02"), message_id=made)
    story.dispatch("2026-03-17", "11:10")
    assert story.messages(dupont, MessageState.ACCEPTED)[-1].subject == "Résumé de notre échange"

    # «C'est d'accord»: a proved yes, which a person takes as the written trace.
    writes(imap_server, story, "C'est d'accord pour cette date.", on="Tue, 17 Mar 2026", number=2)
    yes = taken(story, "2026-03-17", "15:00")
    assert yes.may_prove
    assert meaning(story, yes, "2026-03-17", "15:05") == "agreed"
    act = story.act("2026-03-17", "15:06")
    ids = {"customer_id": dupont.id, "agreement_id": agreement.pk}
    assert contacting.accept_promise(act, **ids, trace=f"E-mail : {yes.text}") is None
    agreement.refresh_from_db()
    assert agreement.state == "accepted"
    told(story, dupont)


def promise_of(story: Story, dupont: Debtor) -> PromiseDraft:
    case = story.case(dupont)
    assert case is not None
    amount = Money.from_text("1000.00", "EUR")
    return PromiseDraft(
        dupont.id, case.id, amount, date(2026, 3, 27), "virement", "Anne Petit", PromiseSource.CALL
    )


def told(story: Story, dupont: Debtor) -> None:
    """The journal tells it in this order."""
    lines = evidence_queries.lines_about(f"entity:{story.entity.pk}", [f"customer:{dupont.id}"], limit=500)
    kinds = [line.kind for line in reversed(lines)]
    expected = [
        "outreach.message_sent", "inbox.mail_received", "inbox.item_noted", "inbox.saying_accepted", "inbox.item_read",
        "outreach.message_sent", "calls.call_noted", "calls.call_noted", "agreements.promise_noted",
        "outreach.message_sent", "inbox.mail_received", "inbox.saying_accepted", "inbox.item_read",
        "agreements.promise_accepted",
    ]  # fmt: skip
    place = -1
    for kind in expected:
        assert kind in kinds[place + 1 :], (kind, kinds)
        place = kinds.index(kind, place + 1)
