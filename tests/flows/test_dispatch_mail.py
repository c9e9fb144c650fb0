"""The mail that arrives: whose it is, in which thread, with which copies; and no name that adds a header."""

from email.message import EmailMessage

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.drafts import ContactDraft
from encours.flows import bounces
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests.story import Story, plain

PDF = b"%PDF-1.7\n% a copy of the invoice\n"


def only(story: Story) -> EmailMessage:
    (received,) = story.server.messages
    return received.message


def test_the_copy_of_the_invoice_travels_with_the_mail(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-2031", dupont, "1 200,00 €", due="2026-03-04", pdf=PDF)
    story.night("2026-03-05")
    story.dispatch("2026-03-05")
    (piece,) = only(story).iter_attachments()
    assert (piece.get_content_type(), piece.get_filename()) == ("application/pdf", "F-2031.pdf")
    assert piece.get_content() == PDF
    assert "Je la joins de nouveau" in story.server.messages[0].text


def test_several_invoices_travel_in_one_mail_with_the_copies_we_have(story: Story) -> None:
    """S08: one communication, the total, and both numbers in it."""
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "500,00 €", due="2026-03-03", pdf=PDF)
    story.invoice("F-2", dupont, "500,00 €", due="2026-03-03")
    story.night("2026-03-05")
    story.dispatch("2026-03-05")
    text = plain(story.server.messages[0].text)
    assert "F-1" in text and "F-2" in text and "1 000,00 €" in text
    assert [piece.get_filename() for piece in only(story).iter_attachments()] == ["F-1.pdf"]


def test_a_text_and_the_same_in_html_leave_from_the_companys_own_address(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-2031", dupont, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.dispatch("2026-03-05")
    mail = only(story)
    assert mail["From"] == "Claire Morel – Atelier Morel <compta@morel.test>"
    assert mail["To"] == "Anne Petit <compta@dupont.test>"
    html = mail.get_body(("html",))
    assert html is not None and "F-2031" in html.get_content()
    assert "http" not in html.get_content(), "no picture, no tracker, no link of ours"


def test_the_second_mail_answers_the_first_and_names_the_thread(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-2031", dupont, "40,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-12")
    first, second = [received.message for received in story.server.messages]
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["References"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    assert second["Subject"].startswith("Facture F-2031")


def test_a_mail_never_answers_one_that_did_not_leave(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-2031", dupont, "40,00 €", due="2026-03-02")
    story.night("2026-03-03")
    story.pay(dupont, "10,00 €", on="2026-03-03", hour="08:00", number="F-2031")
    story.dispatch("2026-03-03")
    story.lives("2026-03-04", "2026-03-06")
    assert only(story)["In-Reply-To"] is None


def test_names_with_line_breaks_and_signs_add_nothing_to_the_mail(story: Story) -> None:
    dupont = story.customer("Dupont, <Fils> SARL\r\nBcc: tiers@ailleurs.test")
    Contact.objects.update(
        name="Anne\r\nBcc: tiers@ailleurs.test\r\n\r\nautre texte", email="anne@dupont.test"
    )
    story.invoice("F-1\r\nBcc: tiers@ailleurs.test", dupont, "500,00 €", due="2026-03-03")
    story.night("2026-03-05")
    Message.objects.filter(state=MessageState.TO_CONFIRM.value).update(state=MessageState.READY.value)
    story.dispatch("2026-03-05")
    (received,) = story.server.messages
    assert received.recipients == ("anne@dupont.test",)
    assert received.message["Bcc"] is None
    assert received.text.startswith("Bonjour")


def test_a_customer_who_reads_english_is_written_to_in_english(story: Story) -> None:
    smith = story.customer("Smith Ltd", language="en")
    story.invoice("F-2031", smith, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.dispatch("2026-03-05")
    (received,) = story.server.messages
    assert received.text.startswith("Hello") or received.text.startswith("Dear")
    assert "€1,200.00" in plain(received.text)


def test_the_policy_is_told_to_a_new_customer_once(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-03", "2026-03-06")
    story.invoice("F-2", dupont, "600,00 €", due="2026-03-20", on="2026-03-06")
    story.lives("2026-03-07", "2026-03-24")
    told = [m.has_policy for m in story.messages(dupont, MessageState.ACCEPTED)]
    assert told.count(True) == 1, story.told(dupont)


def test_two_currencies_of_a_new_customer_tell_the_policy_once(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.invoice("F-2", dupont, "600,00 €", due="2026-03-04", currency="GBP")
    story.night("2026-03-05")
    assert sorted(m.has_policy for m in story.messages(dupont)) == [False, True]


def test_the_policy_is_told_with_a_small_balance_too(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "40,00 €", due="2026-03-04")
    story.night("2026-03-05")
    (message,) = story.messages(dupont)
    assert message.has_policy and "notre façon de faire" in message.text


def test_a_payment_of_what_we_had_asked_for_is_thanked_once(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    story.pay(dupont, "1 200,00 €", on="2026-03-09", number="F-1")
    story.dispatch("2026-03-09", "11:00")
    story.lives("2026-03-10", "2026-03-12")
    assert [str(s) for s in story.left(dupont, services=True)] == ["2026-03-05 courtesy", "2026-03-09 thanks"]
    assert "Merci" in story.server.messages[-1].text


def test_a_payment_nobody_had_asked_for_is_not_thanked(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.pay(dupont, "1 200,00 €", on="2026-03-05", number="F-1")
    assert story.messages(dupont) == []


def test_a_payment_that_comes_back_takes_the_thanks_back_if_they_wait(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    paid = story.pay(dupont, "1 200,00 €", on="2026-03-09", number="F-1", hour="20:00")
    story.payment_comes_back(paid, on="2026-03-09", hour="20:10")
    story.dispatch("2026-03-10", "11:00")
    assert [str(s) for s in story.left(dupont, services=True)] == ["2026-03-05 courtesy"], story.told(dupont)


def test_a_new_address_gets_the_step_that_the_old_one_sent_back(story: Story) -> None:
    """S12: the mail of level 1 came back, so level 1 leaves again; level 2 waits."""
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    contact = story.contact(dupont)
    assert contact is not None
    bounces.note_bounce(story.act("2026-03-06"), customer_id=dupont.id, contact_id=contact)
    story.lives("2026-03-06", "2026-03-09")
    assert story.action(dupont, "2026-03-09") == "fix_minor_issue"
    receivables_actions.change_contact(
        story.act("2026-03-09", "15:00"),
        contact_id=contact,
        draft=ContactDraft(name="Anne Petit", email="anne@dupont.test", is_main=True),
    )
    story.lives("2026-03-10", "2026-03-10")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy", "2026-03-10 courtesy"], story.told(
        dupont
    )
