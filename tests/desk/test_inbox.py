"""What came in, at the desk: read, filed, taken back, accepted into the right form, answered, never run."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.books.receivables.models import Invoice
from encours.ground.documents import actions as documents_actions
from encours.method.agreements.models import Agreement, OwnPromise
from encours.method.cases.models import Hold
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.models import InboundMail, MailPiece, MailSaying
from encours.method.inbox.rules.order_numbers import order_number_in
from encours.method.outreach.models import Message
from tests.desk.conftest import House, words
from tests.factories import NOW, TODAY, a_contact, a_customer, an_entity

pytestmark = pytest.mark.django_db


def a_mail(house: House, *, is_filed: bool = True, **fields: object) -> InboundMail:
    customer = house.customer if is_filed else None
    contact = customer.contacts.order_by("pk").first() if customer else None
    values = {
        "entity_id": house.customer.entity_id, "customer": customer, "contact": contact, "kind": "reply",
        "filing": "thread" if is_filed else "none", "origin": "unproved", "pile": "to_read" if is_filed else "to_file",
        "fingerprint": str(InboundMail.objects.count()), "from_name": "Anne", "subject": "Facture", "text": "Bonjour",
        "from_email": contact.email if contact else "x@gmail.com", "language": "fr",
        "received_at": NOW, "taken_at": NOW,
    }  # fmt: skip
    return InboundMail.objects.create(**(values | fields))


def a_saying(mail: InboundMail, kind: str, **fields: object) -> MailSaying:
    return MailSaying.objects.create(mail=mail, kind=kind, sentence=f"phrase {kind}", **fields)


def test_the_piles_show_what_waits(owner: Client, house: House) -> None:
    a_saying(a_mail(house), "paid")
    a_mail(house, is_filed=False, subject="Salon")
    assert "c'est déjà payé" in words(owner.get("/courrier"))
    assert "Salon" in words(owner.get("/courrier?pile=a-classer"))
    assert owner.get("/courrier?pile=reponses-dues").status_code == 200


def test_hostile_words_are_shown_as_words(owner: Client, house: House) -> None:
    mail = a_mail(
        house, from_name="<script>alert(1)</script>", subject="<b>x</b>", text="<img src=x onerror=y>",
        html='<p onclick="x()">Bonjour<img src="https://t.test/p.gif"><script>alert(2)</script></p>',
    )  # fmt: skip
    page = owner.get(f"/courrier/{mail.pk}").content.decode()
    assert "<script>alert" not in page
    assert "p.gif" not in page
    assert "onclick" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in owner.get("/courrier").content.decode()


def test_filing_and_taking_off_can_both_be_undone(owner: Client, house: House) -> None:
    mail = a_mail(house, is_filed=False)
    shown = owner.post(f"/courrier/{mail.pk}/classer", {"customer_id": house.customer.pk}, follow=True)
    mail.refresh_from_db()
    assert mail.customer_id == house.customer.pk
    assert inbox_queries.unread_of([house.customer.pk])
    undo = next(line for line in shown.content.decode().split('"') if "/annuler/" in line)
    owner.post(undo)
    mail.refresh_from_db()
    assert (mail.customer_id, mail.pile) == (None, "to_file")
    assert not inbox_queries.unread_of([house.customer.pk])


def test_a_mail_is_filed_by_a_name_that_is_typed(owner: Client, house: House) -> None:
    mail = a_mail(house, is_filed=False)
    owner.post(f"/courrier/{mail.pk}/classer", {"customer": house.customer.name})
    mail.refresh_from_db()
    assert mail.customer_id == house.customer.pk


def test_reading_lets_the_ladder_go_on(owner: Client, house: House) -> None:
    mail = a_mail(house, is_filed=False)
    owner.post(f"/courrier/{mail.pk}/classer", {"customer_id": house.customer.pk})
    owner.post(f"/courrier/{mail.pk}/lu")
    mail.refresh_from_db()
    assert mail.pile == "done"
    assert not inbox_queries.unread_of([house.customer.pk])


@pytest.mark.parametrize(
    ("kind", "path", "starts"),
    [
        ("promise", "promesse", ("promised_for", str(TODAY))),
        ("bereavement", "attente", ("kind", "bereavement")),
        ("insolvency", "attente", ("kind", "insolvency")),
        ("paid", "attente", ("reason", "phrase paid")),
        ("question", "parole", ("what", "phrase question")),
        ("correction", "parole", ("kind", "repair")),
        ("dispute", "litige", ("subject", "phrase dispute")),
    ],
)
def test_each_meaning_opens_its_form_with_what_was_said(
    owner: Client, house: House, kind: str, path: str, starts: tuple[str, str]
) -> None:
    saying = a_saying(a_mail(house), kind, named_on=TODAY)
    form = owner.get(f"/clients/{house.customer.pk}/{path}?dit={saying.pk}").context["form"]
    assert str(form.initial[starts[0]]) == starts[1]


def test_saving_the_form_accepts_the_proposal_or_corrects_it(owner: Client, house: House) -> None:
    mail = a_mail(house)
    right, wrong = a_saying(mail, "question"), a_saying(mail, "promise")
    where = f"/clients/{house.customer.pk}/parole"
    given = {"kind": "answer", "what": "Envoyer le RIB", "due_on": ""}
    assert owner.post(f"{where}?dit={right.pk}", given).status_code == 302
    assert owner.post(f"{where}?dit={wrong.pk}&sens=question", given).status_code == 302
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.state, wrong.state, wrong.said_kind) == ("accepted", "corrected", "question")
    assert OwnPromise.objects.filter(customer=house.customer, what="Envoyer le RIB").exists()


def test_an_order_number_is_noted_and_the_copy_leaves_again_with_it(owner: Client, house: House) -> None:
    mail = a_mail(house, text=f"Il manque le bon de commande 4500087 sur {house.invoice.number}")
    saying = a_saying(mail, "correction")
    MailSaying.objects.filter(pk=saying.pk).update(sentence="Il manque notre bon de commande 4500087-B.")
    document = documents_actions.store(
        owner=str(house.customer.entity_id),
        name="f.pdf",
        content=b"%PDF-1.4",
        media_type="application/pdf",
        at=NOW,
    )
    Invoice.objects.filter(pk=house.invoice.pk).update(document_id=document)
    (fixes,) = [p["fixes"] for p in owner.get(f"/courrier/{mail.pk}").context["proposals"]]
    assert len(fixes) == 3
    form = owner.get(fixes[0]["url"]).context["form"]
    assert form.initial["po_number"] == "4500087-B"
    owner.post(fixes[0]["url"], {"po_number": "4500087-B"})
    saying.refresh_from_db()
    house.invoice.refresh_from_db()
    assert (saying.state, house.invoice.po_number) == ("accepted", "4500087-B")
    message = Message.objects.order_by("-pk").first()
    assert message is not None
    assert "Bon de commande repris : 4500087-B." in message.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Il manque notre bon de commande BC-2026/118.", "BC-2026/118"),
        ("Please add our PO 4500123 to it", "4500123"),
        ("PO number: AB12-77, thanks", "AB12-77"),
        ("Il manque le n° de commande sur F-1042", ""),
        ("Le bon de commande manque, total 1 200,50 €", ""),
        ("bon de commande 12 ou bon de commande 13", ""),
        ("Sans numéro d'engagement, pas de paiement", ""),
    ],
)
def test_an_order_number_is_read_only_where_one_stands(sentence: str, number: str) -> None:
    assert order_number_in(sentence) == number


def test_what_it_does_not_say_is_dismissed_in_one_key(owner: Client, house: House) -> None:
    mail = a_mail(house)
    saying = a_saying(mail, "anger")
    owner.post(f"/courrier/{mail.pk}/propositions/{saying.pk}/ecarter")
    saying.refresh_from_db()
    assert saying.state == "dismissed"
    assert not Hold.objects.filter(customer=house.customer).exists()


def test_a_suggested_sender_accepts_no_agreement(owner: Client, house: House) -> None:
    mail = a_mail(house, filing="suggested")
    saying = a_saying(mail, "promise", named_on=TODAY)
    form = owner.get(f"/clients/{house.customer.pk}/promesse?dit={saying.pk}").context["form"]
    assert "trace" not in form.initial
    a_saying(mail, "agreed")
    assert not Agreement.objects.exists()
    assert "C'est bien lui" in words(owner.get(f"/courrier/{mail.pk}"))


def test_an_answer_waits_for_a_yes_in_its_conversation(owner: Client, house: House) -> None:
    mail = a_mail(house, message_id="<m@client.test>", thread="<ours@morel.test>")
    owner.post(f"/courrier/{mail.pk}/repondre", {"subject": "Re: Facture", "text": "Bonjour Anne, la voici."})
    message = Message.objects.order_by("-pk").first()
    assert message is not None
    assert (message.in_reply_to, message.references) == (
        "<m@client.test>",
        "<ours@morel.test> <m@client.test>",
    )
    assert message.state in {"to_confirm", "by_hand"}
    mail.refresh_from_db()
    assert mail.pile == "done"


def test_nobody_is_written_to_whom_the_file_does_not_know(owner: Client, house: House) -> None:
    mail = a_mail(house, from_email="stranger@x.test", contact=None)
    answer = owner.post(f"/courrier/{mail.pk}/repondre", {"subject": "Re", "text": "Bonjour"})
    assert answer.status_code in {200, 422}
    assert not Message.objects.filter(text="Bonjour").exists()


def test_files_are_saved_and_never_opened(owner: Client, house: House) -> None:
    mail = a_mail(house)
    document = documents_actions.store(
        owner=f"entity:{mail.entity_id}",
        name="a.html",
        content=b"<script>x()</script>",
        media_type="text/html",
        at=NOW,
    )
    piece = MailPiece.objects.create(
        mail=mail, document_id=document, name="a.html", media_type="text/html", size_bytes=9
    )
    answer = owner.get(f"/courrier/{mail.pk}/pieces/{piece.pk}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_absence_opens_a_pause_until_the_day_before(owner: Client, house: House) -> None:
    mail = a_mail(house, kind="absence", back_on=TODAY.replace(day=30))
    form = owner.get(f"/clients/{house.customer.pk}/attente?absence={mail.pk}").context["form"]
    assert form.initial["until_on"] == TODAY.replace(day=29)


def test_a_pile_takes_the_same_number_of_questions_however_long(owner: Client, house: House) -> None:
    counts = []
    for more in (1, 6):
        for _ in range(more):
            a_saying(a_mail(house, text="F-00001 F-00002"), "paid")
            a_mail(house, is_filed=False, text="au sujet de F-00001")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            owner.get("/courrier")
            owner.get("/courrier?pile=a-classer")
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_another_companys_mail_is_not_there(owner: Client, house: House) -> None:
    other = a_customer(an_entity(name="Autre"), "Ailleurs")
    a_contact(other)
    mail = a_mail(house)
    InboundMail.objects.filter(pk=mail.pk).update(entity_id=other.entity_id, customer_id=other.pk)
    for path in ("", "/repondre", "/classer"):
        assert owner.get(f"/courrier/{mail.pk}{path}").status_code == 404
    assert owner.post(f"/courrier/{mail.pk}/lu").status_code == 404
