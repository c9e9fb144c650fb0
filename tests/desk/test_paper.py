"""Letters on the desk: gathered, printed, posted, taken back; the settings of paper; strangers see none."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.books.creditor.models import CreditorEntity
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Customer
from encours.method.outreach.models import Message, PaperStyle, PrintBatch, PrintedLetter
from encours.method.outreach.rules.states import MessageState
from tests import factories
from tests.desk.conftest import House, words
from tests.outreach.paper import pages_in

pytestmark = pytest.mark.either

S = MessageState


@pytest.fixture
def letter(house: House) -> Message:
    """A thank-you that waits for a person's hand, to a customer with a postal address."""
    CreditorEntity.objects.filter(pk=house.entity.pk).update(address="12 rue des Cordiers", postcode="44000")
    Customer.objects.filter(pk=house.customer.pk).update(
        address="3 place du Marché", postcode="69001", city="Lyon"
    )
    return factories.a_message(
        house.customer,
        S.BY_HAND,
        stage="thanks",
        template="T29",
        occasion="service",
        contact=house.customer.contacts.get(),
        to_email="anne@dupont.test",
        from_email=house.entity.email,
    )


def test_from_a_message_to_a_posted_letter_and_back(owner: Client, house: House, letter: Message) -> None:
    page = f"/messages/{letter.pk}"
    assert "L'envoyer par courrier" in words(owner.get(page))
    assert "C'est une lettre" in words(owner.post(f"{page}/courrier", follow=True))
    shown = owner.get(f"{page}/lettre")
    assert shown["Content-Type"] == "application/pdf"
    assert pages_in(shown.content) == 1
    listed = words(owner.get("/lettres"))
    assert "Faire un lot" in listed and "69001 Lyon" in listed
    made = words(owner.post("/lettres/lot", {"letter": [letter.pk]}, follow=True))
    batch = PrintBatch.objects.get()
    assert "Lot de courrier n° 1" in made and "C'est imprimé" in made
    assert pages_in(owner.get(f"/lettres/{batch.pk}/pdf").content) == 1
    assert "Elles comptent" not in words(owner.post(f"/lettres/{batch.pk}/imprime", follow=True))
    one = PrintedLetter.objects.get()
    posted = {"letter": [one.pk], "posted_on": "2026-11-23", f"tracking-{one.pk}": "1A 2B"}
    done = words(owner.post(f"/lettres/{batch.pk}/poste", posted, follow=True))
    assert "comptent comme envoyées" in done and "1A 2B" in done
    assert Message.objects.get().state == S.SENT_BY_HAND
    undo = owner.session["undo"][-1]["key"]
    owner.post(f"/annuler/{undo}")
    assert Message.objects.get().state == S.BY_HAND
    assert PrintedLetter.objects.get().state == "in_batch"
    assert owner.get("/lettres?onglet=a-poster").status_code == 200


def test_what_speaks_against_a_letter_stands_on_its_batch_unticked(
    owner: Client, house: House, letter: Message
) -> None:
    owner.post(f"/messages/{letter.pk}/courrier")
    owner.post("/lettres/lot", {"letter": [letter.pk]})
    batch, one = PrintBatch.objects.get(), PrintedLetter.objects.get()
    owner.post(f"/lettres/{batch.pk}/imprime")
    factories.a_hold(house.customer)
    shown = words(owner.get(f"/lettres/{batch.pk}"))
    assert "Ne pas poster." in shown and "ne doit pas partir" in shown
    assert f'name="letter" value="{one.pk}" aria' in shown  # unticked
    said = words(
        owner.post(f"/lettres/{batch.pk}/poste", {"letter": [one.pk], "posted_on": "2026-11-23"}, follow=True)
    )
    assert "Pas notées : 1" in said
    out = owner.post(f"/lettre/{one.pk}/retirer", {"why": "en pause"}, follow=True)
    assert "ne la postez pas" in words(out)
    assert "Pas aujourd'hui" in words(owner.get("/lettres"))


def test_a_letter_never_leaves_by_a_server_and_its_words_stay_those_that_are_printed(
    owner: Client, house: House, letter: Message
) -> None:
    owner.post(f"/messages/{letter.pk}/courrier")
    assert "elle s'imprime" in words(owner.post(f"/messages/{letter.pk}/confirmer", follow=True))
    owner.post("/lettres/lot", {"letter": [letter.pk]})
    changed = owner.post(f"/messages/{letter.pk}", {"subject": "Autre", "text": "Bonjour,"}, follow=True)
    assert "dans un lot" in words(changed)
    assert (Message.objects.get().state, Message.objects.get().subject) == (S.BY_HAND, letter.subject)


def test_a_day_to_come_and_nothing_ticked_are_refused(owner: Client, house: House, letter: Message) -> None:
    owner.post(f"/messages/{letter.pk}/courrier")
    owner.post("/lettres/lot", {"letter": [letter.pk]})
    batch, one = PrintBatch.objects.get(), PrintedLetter.objects.get()
    owner.post(f"/lettres/{batch.pk}/imprime")
    to = f"/lettres/{batch.pk}/poste"
    assert "pas encore venu" in words(
        owner.post(to, {"letter": [one.pk], "posted_on": "2026-11-24"}, follow=True)
    )
    assert "Aucune lettre" in words(owner.post(to, {"posted_on": "2026-11-23"}, follow=True))
    assert owner.post(to, {"letter": [one.pk], "posted_on": "hier"}).status_code == 422
    assert Message.objects.get().state == S.BY_HAND


def test_a_reader_makes_and_posts_nothing_and_a_stranger_sees_nothing(
    sign_in: object, house: House, stranger: House, letter: Message
) -> None:
    reader = sign_in(house, Role.READ_ONLY)  # type: ignore[operator]
    assert reader.get("/lettres").status_code == 200
    assert reader.post(f"/messages/{letter.pk}/courrier").status_code == 403
    assert reader.post("/lettres/lot", {"letter": [letter.pk]}).status_code == 403
    owner = sign_in(house, Role.OWNER)  # type: ignore[operator]
    owner.post(f"/messages/{letter.pk}/courrier")
    owner.post("/lettres/lot", {"letter": [letter.pk]})
    batch, one = PrintBatch.objects.get(), PrintedLetter.objects.get()
    other = sign_in(stranger, Role.OWNER)  # type: ignore[operator]
    for url in (
        f"/lettres/{batch.pk}",
        f"/lettres/{batch.pk}/pdf",
        f"/lettre/{one.pk}/pdf",
        f"/messages/{letter.pk}/lettre",
    ):
        assert other.get(url).status_code == 404
    assert other.post(f"/lettres/{batch.pk}/imprime").status_code == 404


def test_the_paper_is_set_and_a_picture_that_is_none_is_refused(owner: Client, house: House) -> None:
    page = "/reglages/paper"
    assert "Feuille d'essai" in words(owner.get(page))
    assert pages_in(owner.get("/reglages/courrier/essai?norme=ch_left_c5").content) == 1
    told = {"norm": "fr_c5", "cover": "sheet", "way": "by_hand", "has_payment_code": "on"}
    bad = owner.post(page, {**told, "signature": SimpleUploadedFile("moi.png", b"<svg/>")})
    assert bad.status_code == 422
    owner.post(page, {**told, "signature": SimpleUploadedFile("moi.png", _png())})
    style = PaperStyle.objects.get()
    assert (style.norm, style.cover, style.signature_id is not None) == ("fr_c5", "sheet", True)
    assert "Signature" in words(owner.get(page))
    owner.post("/reglages/courrier/signature/retirer")
    assert PaperStyle.objects.get().signature_id is None
    unsafe = owner.post(page, {**told, "way": "webhook", "webhook_url": "http://poste.test/"})
    assert unsafe.status_code == 422


def test_a_signed_letter_is_drawn_with_its_picture(owner: Client, house: House, letter: Message) -> None:
    before = len(owner.get(f"/messages/{letter.pk}/lettre").content)
    told = {"norm": "fr_dl", "cover": "none", "way": "by_hand"}
    owner.post("/reglages/paper", {**told, "signature": SimpleUploadedFile("moi.png", _png())})
    assert len(owner.get(f"/messages/{letter.pk}/lettre").content) != before


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x20\x20\x60" * 60 for _row in range(20)))
    head = struct.pack(">IIBBBBB", 60, 20, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_the_pages_of_paper_ask_the_same_number_of_questions_for_one_letter_and_for_four(
    owner: Client, house: House, letter: Message
) -> None:
    def asked(url: str) -> int:
        owner.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert owner.get(url).status_code == 200
        return len(asked)

    owner.post(f"/messages/{letter.pk}/courrier")
    owner.get("/lettres")
    few = asked("/lettres")
    others = []
    for name in ("A", "B", "C"):
        customer = factories.a_customer(house.entity, name, address="1 rue", postcode="69001", city="Lyon")
        others.append(
            factories.a_message(
                customer,
                S.BY_HAND,
                stage="thanks",
                template="T29",
                occasion="service",
                channel="letter",
                subject="Merci",
            )
        )
    assert asked("/lettres") == few
    for ids in ([letter.pk], [m.pk for m in others]):
        owner.post("/lettres/lot", {"letter": ids})
    one, three = PrintBatch.objects.order_by("pk")
    assert asked(f"/lettres/{one.pk}") == asked(f"/lettres/{three.pk}")
