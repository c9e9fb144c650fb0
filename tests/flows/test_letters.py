"""A message on paper: drawn, gathered in a batch, printed, posted when a person says so; and what speaks against it."""

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from encours.books.creditor.models import BankAccount, CreditorEntity
from encours.books.receivables.models import Customer, InvoiceDue
from encours.flows import forgetting, letter_steps, letters, own_hand, print_batches
from encours.flows.print_batches import Made, Posted, Told
from encours.ground.documents import actions as documents_actions
from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.pdf_pages import PdfUnreadable, joined, pages_of
from encours.method.cases.models import ContactFact
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.adapters.letter_pdf import letter_pdf
from encours.method.outreach.models import Attachment, Message, PrintBatch, PrintedLetter
from encours.method.outreach.rules.letter import Cover
from encours.method.outreach.rules.pictures import MOST_PIXELS, as_svg, picture_of
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.procedures import shipped_procedures
from tests.factories import kinds_about
from tests.outreach.paper import AT, FRENCH, a_letter, codes_on, pages_in, text_of, words_on
from tests.story import Debtor, Story, day, plain

pytestmark = pytest.mark.either

THURSDAY = "2026-03-05"
FRIDAY = "2026-03-06"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """A customer with a postal address whose courtesy note for F-2031, 1 200 €, is to be sent on paper."""
    CreditorEntity.objects.update(address="12 rue des Cordiers", postcode="44000", city="Nantes")
    BankAccount.objects.create(entity=story.entity, label="Compte", iban=FRENCH, bic="AGRIFRPP")
    customer = story.customer("Dupont SARL", phone="01 44 00 00 00")
    Customer.objects.filter(pk=customer.id).update(address="3 place du Marché", postcode="69001", city="Lyon")
    story.invoice("F-2031", customer, "1 200,00 €", due="2026-03-04")
    story.night(THURSDAY)
    message = story.queued("courtesy", to=customer)
    assert outreach_actions.put_on_paper(story.act(THURSDAY), message_id=message.pk) is None
    return customer


def made(story: Story, customer: Debtor, on: str = THURSDAY) -> PrintedLetter:
    """The letter to a customer in a batch of its own, made on a day."""
    message = Message.objects.get(customer_id=customer.id)
    outcome = print_batches.make(story.act(on), message_ids=[message.pk])
    assert isinstance(outcome, Made), plain(str(outcome))
    return outreach_queries.letters_of(outcome.batch_id)[0]


def printed(story: Story, customer: Debtor) -> PrintedLetter:
    letter = made(story, customer)
    assert print_batches.note_printed(story.act(THURSDAY), batch_id=letter.batch_id) is None
    return letter


def test_the_address_of_the_page_stands_on_the_paper_as_a_code(
    story: Story, dupont: Debtor, settings: LazySettings
) -> None:
    """What the telephone reads is what the words say; without a public address there is no code."""
    assert not [code for code in codes_on(drawn(story, dupont)) if "/p/" in code]
    settings.ENCOURS_PUBLIC_URL = "https://compta.example.fr"
    link = "https://compta.example.fr/p/abcdefghij234567abcdefghij234567abcdefghij234/"
    Message.objects.update(text=f"Bonjour,\n\nVoir le relevé : {link}\n\nClaire Morel")
    assert link in codes_on(drawn(story, dupont))
    assert "Votre relevé et vos réponses" in text_of(drawn(story, dupont))


def drawn(story: Story, customer: Debtor) -> bytes:
    """The letter to a customer as it would be printed."""
    act = story.act(THURSDAY)
    return letters.drawn(act, letters.paper_of(act), Message.objects.get(customer_id=customer.id))


def post(story: Story, letter: PrintedLetter, on: str = THURSDAY, **told: object) -> Posted:
    values = {"on": day(on), "letter_ids": [letter.pk], **told}
    outcome = print_batches.note_posted(story.act(on), batch_id=letter.batch_id, told=Told(**values))
    assert isinstance(outcome, Posted)
    return outcome


def a_copy() -> bytes:
    """An enclosed PDF of one page."""
    return letter_pdf(a_letter(), made_at=AT)


def message_of(customer: Debtor) -> Message:
    return Message.objects.get(customer_id=customer.id)


def test_a_letter_is_made_printed_and_counts_as_sent_only_once_posted(story: Story, dupont: Debtor) -> None:
    letter = made(story, dupont)
    said = text_of(b"".join([path_of(letter.document.sha256).read_bytes()]))
    assert "3 place du Marché" in said
    assert "F-2031" in plain(said)
    assert letter.recipient[-1] == "69001 Lyon"
    assert "FR7630006000011234567890189\nEUR1200" in codes_on(path_of(letter.document.sha256).read_bytes())[0]
    before = PrintBatch.objects.get()
    assert isinstance(
        print_batches.note_posted(
            story.act(THURSDAY), batch_id=before.pk, told=Told(day(THURSDAY), [letter.pk])
        ),
        Refused,
    )
    print_batches.note_printed(story.act(THURSDAY), batch_id=before.pk)
    assert message_of(dupont).state == MessageState.BY_HAND
    assert not ContactFact.objects.exists()
    assert len(post(story, letter, tracking={letter.pk: "1A 123"}).letters) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.posted_on, letter.tracking) == ("posted", day(THURSDAY), "1A 123")
    assert message_of(dupont).state == MessageState.SENT_BY_HAND
    assert ContactFact.objects.get().channel == "letter"
    assert PrintBatch.objects.get().state == "posted"
    kinds = kinds_about(Customer.objects.get(pk=dupont.id))
    assert {"outreach.message_put_on_paper", "outreach.letter_made", "outreach.letter_posted"} <= set(kinds)


def test_nothing_is_printed_or_posted_twice(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    again = print_batches.make(story.act(THURSDAY), message_ids=[letter.message_id])
    assert isinstance(again, Refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedLetter.objects.create(batch=letter.batch, message=letter.message, place=2, pages=1)
    post(story, letter)
    second = post(story, letter)
    assert (second.letters, len(second.refused)) == ((), 1)
    assert ContactFact.objects.count() == 1


def test_posted_by_mistake_is_taken_back_whole(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    done = post(story, letter)
    assert print_batches.take_back_posted(story.act(THURSDAY), done.letters) is None
    letter.refresh_from_db()
    assert (letter.state, letter.posted_on) == ("in_batch", None)
    assert message_of(dupont).state == MessageState.BY_HAND
    assert not ContactFact.objects.exists()
    assert PrintBatch.objects.get().state == "printed"
    assert len(post(story, letter).letters) == 1


def test_a_payment_after_printing_says_at_once_not_to_post(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    story.pay(dupont, "1 200,00 €", on=THURSDAY, hour="10:00", number="F-2031")
    letters_now = outreach_queries.letters_of(letter.batch_id)
    assert (
        letters_now[0].message.state == MessageState.BY_HAND
    )  # left to the page, not withheld behind its back
    against = print_batches.objections(story.act(THURSDAY, "10:30"), letters_now)
    assert "F-2031" in plain(str(against[letter.pk]))
    outcome = post(story, letter)
    assert (outcome.letters, len(outcome.refused)) == ((), 1)
    # It had left all the same: a person who saw the warning says so, and what has left has left.
    assert len(post(story, letter, seen=[letter.pk]).letters) == 1


def test_a_hold_after_printing_speaks_against_posting_and_before_it_against_printing(
    story: Story, dupont: Debtor
) -> None:
    letter = printed(story, dupont)
    story.hold(dupont, until="2026-03-20", on=THURSDAY)
    assert letter.pk in print_batches.objections(story.act(THURSDAY), [letter])
    assert print_batches.take_out(story.act(THURSDAY), letter_id=letter.pk, why="en pause") is None
    outcome = print_batches.make(story.act(THURSDAY), message_ids=[letter.message_id])
    assert isinstance(outcome, Refused)


def test_a_spoiled_letter_leaves_its_batch_and_is_printed_again_in_another(
    story: Story, dupont: Debtor
) -> None:
    letter = printed(story, dupont)
    assert isinstance(print_batches.take_out(story.act(THURSDAY), letter_id=letter.pk, why=""), Refused)
    assert print_batches.take_out(story.act(THURSDAY), letter_id=letter.pk, why="tache d'encre") is None
    story.bank(FRIDAY)
    again = made(story, dupont, FRIDAY)
    assert again.batch.number == 2
    assert isinstance(print_batches.put_back(story.act(FRIDAY), letter_id=letter.pk), Refused)
    print_batches.note_printed(story.act(FRIDAY), batch_id=again.batch_id)
    assert len(post(story, again, FRIDAY).letters) == 1


def test_a_letter_taken_out_by_mistake_is_put_back(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    print_batches.take_out(story.act(THURSDAY), letter_id=letter.pk, why="par erreur")
    assert print_batches.put_back(story.act(THURSDAY), letter_id=letter.pk) is None
    assert len(post(story, letter).letters) == 1


def test_an_address_that_is_not_whole_or_has_changed_is_told(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    Customer.objects.filter(pk=dupont.id).update(city="Villeurbanne")
    found = print_batches.objections(story.act(THURSDAY), outreach_queries.letters_of(letter.batch_id))
    assert "adresse a changé" in str(found[letter.pk])
    Customer.objects.filter(pk=dupont.id).update(address="")
    (gone,) = print_batches.objections(
        story.act(THURSDAY), outreach_queries.letters_of(letter.batch_id)
    ).values()
    assert "pas complète" in str(gone)


def test_a_night_leaves_a_printed_letter_to_its_page_and_prepares_no_second_message(
    story: Story, dupont: Debtor
) -> None:
    letter = printed(story, dupont)
    story.night("2026-03-13")
    assert Message.objects.filter(customer_id=dupont.id).count() == 1
    assert message_of(dupont).state == MessageState.BY_HAND
    against = print_batches.objections(story.act("2026-03-13"), outreach_queries.letters_of(letter.batch_id))
    assert letter.pk in against  # its text is of another week


def test_the_batch_is_one_pdf_with_a_marked_cover_the_letter_and_its_copies(
    story: Story, dupont: Debtor
) -> None:
    message = message_of(dupont)
    for name, content, media in [
        ("F-2031.pdf", a_copy(), "application/pdf"),
        ("abîmé.pdf", b"%PDF-1.4 broken", "application/pdf"),
    ]:
        kept = documents_actions.store(
            owner="entity:1", name=name, content=content, media_type=media, at=message.created_at
        )
        Attachment.objects.create(message=message, document_id=kept)
    style = {"norm": "fr_dl", "cover": Cover.SHEET.value, "is_duplex": False}
    outreach_actions.change_style(story.act(THURSDAY), fields=style)
    letter = made(story, dupont)
    whole = print_batches.printable(story.act(THURSDAY), letter.batch_id)
    assert isinstance(whole, bytes)
    assert pages_in(whole) == 3
    assert words_on(whole)[0][0] == "FACTURE JOINTE"
    (missing,) = letters.to_add_by_hand(letter.message)
    assert "abîmé.pdf" in plain(str(missing))
    outreach_actions.change_style(
        story.act(THURSDAY), fields={"cover": Cover.LABELS.value, "is_duplex": True}
    )
    assert (
        pages_in(print_batches.printable(story.act(THURSDAY), letter.batch_id)) == 6
    )  # labels too begin in front


def test_the_envelope_of_a_private_person_tells_no_invoice_but_the_invoice_itself(
    story: Story, dupont: Debtor
) -> None:
    message = message_of(dupont)
    kept = documents_actions.store(
        owner="entity:1", name="F.pdf", content=a_copy(), media_type="application/pdf", at=message.created_at
    )
    Attachment.objects.create(message=message, document_id=kept)
    assert letters.mark_of(message) == "FACTURE JOINTE"
    Customer.objects.filter(pk=dupont.id).update(kind="consumer")
    assert letters.mark_of(message_of(dupont)) == ""
    Message.objects.update(stage="invoice", language="en")
    assert letters.mark_of(message_of(dupont)) == "INVOICE ENCLOSED"


def test_forgetting_a_customer_takes_the_copy_of_the_letter_off_the_disk(
    story: Story, dupont: Debtor, django_capture_on_commit_callbacks: object
) -> None:
    letter = printed(story, dupont)
    post(story, letter)
    story.pay(dupont, "1 200,00 €", on=FRIDAY, number="F-2031")
    story.night("2026-03-09")
    Message.objects.exclude(pk=letter.message_id).update(state=MessageState.CANCELLED.value)
    path = path_of(letter.document.sha256)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        outcome = forgetting.forget(
            story.act("2026-03-10"), customer_id=dupont.id, why="à sa demande", early=True
        )
    assert outcome is None, plain(str(outcome))
    letter.refresh_from_db()
    assert (letter.document_id, letter.recipient) == (None, [])
    assert not path.exists()
    assert not Document.objects.filter(pk=letter.document_id).exists()


def test_a_letter_noted_sent_elsewhere_cannot_be_posted_again_here(story: Story, dupont: Debtor) -> None:
    letter = printed(story, dupont)
    own_hand.note_sent(story.act(THURSDAY), message_id=letter.message_id)
    (against,) = print_batches.objections(
        story.act(THURSDAY), outreach_queries.letters_of(letter.batch_id)
    ).values()
    assert "déjà noté envoyé" in str(against)


def test_a_mail_becomes_a_letter_and_a_mail_again_until_it_is_in_a_batch(
    story: Story, dupont: Debtor
) -> None:
    act, message = story.act(THURSDAY), message_of(dupont)
    assert outreach_actions.take_off_paper(act, message_id=message.pk) is None
    assert outreach_actions.put_on_paper(act, message_id=message.pk) is None
    made(story, dupont)
    assert isinstance(outreach_actions.take_off_paper(act, message_id=message.pk), Refused)


def test_pdfs_that_cannot_be_joined_are_told() -> None:
    for bad in (
        b"",
        b"%PDF-1.4",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    ):
        with pytest.raises(PdfUnreadable):
            pages_of(bad)
    assert pages_in(joined([a_copy(), a_copy()], even=True)) == 4


def test_a_signature_is_a_small_png_or_jpeg_by_its_content() -> None:
    import struct
    import zlib

    def png(width: int, height: int) -> bytes:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        rows = zlib.compress(b"".join(b"\0" + b"\0\0\0" * width for _row in range(min(height, 40))))
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

    assert not isinstance(picture_of(png(60, 20)), Refused)
    assert as_svg(png(60, 20)).startswith("<svg")
    for bad in (
        b"",
        b"GIF89a",
        b"<svg onload=x>",
        b"\xff\xd8\xff\xe0",
        png(MOST_PIXELS + 1, 1),
        png(60, 20) + b"0" * 600_000,
    ):
        assert isinstance(picture_of(bad), Refused)
        assert as_svg(bad) == ""


def test_the_style_is_that_of_the_country_until_somebody_chooses(story: Story) -> None:
    assert outreach_queries.style_of(story.entity.pk).norm.key == "fr_dl"
    CreditorEntity.objects.update(country="CH")
    assert outreach_queries.style_of(story.entity.pk).norm.key == "ch_right_c56"


def test_a_customer_without_e_mail_is_written_to_on_paper(story: Story) -> None:
    customer = story.customer("Martin SARL", email="", phone="")
    story.invoice("F-1", customer, "900,00 €", due="2026-03-04")
    story.night(THURSDAY)
    bare = letter_steps.prepare(story.act(THURSDAY), customer_id=customer.id)
    assert isinstance(bare, Refused)
    Customer.objects.filter(pk=customer.id).update(address="3 place du Marché", postcode="69001", city="Lyon")
    message = letter_steps.prepare(story.act(THURSDAY), customer_id=customer.id)
    assert isinstance(message, int), plain(str(message))
    assert (message_of(customer).channel, message_of(customer).state) == ("letter", "by_hand")
    assert isinstance(letter_steps.prepare(story.act(THURSDAY), customer_id=customer.id), Refused)
    letter = printed(story, customer)
    assert len(post(story, letter).letters) == 1
    assert CaseProgress.objects.get(case__customer_id=customer.id).level == message_of(customer).level


def test_the_firm_letter_of_a_ladder_is_written_posted_and_moves_the_case(
    story: Story, dupont: Debtor
) -> None:
    Message.objects.all().delete()
    procedure = shipped_procedures()[CaseProgress.objects.get().procedure]
    case = story.case(dupont)
    assert case is not None
    place = procedure.index("firm")
    assert place
    before = procedure.levels[place - 1]
    InvoiceDue.objects.update(due_on=day("2026-01-05"))
    CaseProgress.objects.filter(case_id=case.id).update(
        level=before.key, level_day=before.day, level_tone=before.tone, level_done_on=day("2026-02-10")
    )
    Message.objects.all().delete()
    message = letter_steps.prepare(story.act(THURSDAY), customer_id=dupont.id)
    assert isinstance(message, int), plain(str(message))
    row = message_of(dupont)
    assert (row.template, row.channel, row.level) == ("T19", "letter", "firm")
    letter = printed(story, dupont)
    assert len(post(story, letter).letters) == 1
    assert CaseProgress.objects.get().level == "firm"
