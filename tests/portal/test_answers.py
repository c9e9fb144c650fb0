"""What a debtor says lands in the timeline once, stops the ladder until it is read, and is confirmed in writing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from encours.flows import contacting
from encours.flows.portal.answering import hear
from encours.flows.portal.answers import Answer, SaidYes
from encours.flows.portal.opening import act_of, open_page
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.method.agreements.models import Acceptance, Agreement
from encours.method.agreements.rules.words import AgreementState
from encours.method.disputes.models import Dispute
from encours.method.inbox.models import InboundItem, InboundPiece
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import words
from tests.portal.conftest import Page

PDF = b"%PDF-1.7 avis de virement"


def say(visitor: Client, page: Page, kind: str, **fields: object) -> HttpResponse:
    """One answer, sent as the form of the page sends it."""
    form = words(visitor.get(page.url + kind))
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once is not None
    return visitor.post(page.url + kind, {"once": once[1], "name": "Anne", **fields})


def item() -> InboundItem:
    return InboundItem.objects.get()


def test_already_paid_with_its_proof_waits_to_be_read_and_is_confirmed(page: Page, visitor: Client) -> None:
    proof = SimpleUploadedFile("avis.pdf", PDF)
    answer = say(
        visitor, page, "deja-regle", on="2026-11-20", means="transfer", reference="VIR 77", proof=proof
    )
    assert "C'est noté" in words(answer)
    assert (item().channel, item().noted_by, item().read_at) == ("page", "debtor", None)
    assert item().contact_id == page.house.customer.contacts.get().pk
    assert "déjà réglé" in item().text
    assert "VIR 77" in item().text
    assert InboundPiece.objects.get().document is not None
    confirmed = Message.objects.get(template="T31")
    assert confirmed.to_email == page.house.customer.contacts.get().email
    assert page.house.invoice.number in confirmed.text
    assert "20 novembre" in confirmed.text
    assert "inbox.item_noted" in factories.kinds_about(page.house.customer)


def test_a_proof_where_an_agreement_waits_for_money_puts_it_on_its_way(page: Page, visitor: Client) -> None:
    case = factories.Case.objects.get(customer=page.house.customer)
    agreed = factories.an_agreement(case)
    say(
        visitor, page, "deja-regle", on="2026-11-20", means="transfer", proof=SimpleUploadedFile("a.pdf", PDF)
    )
    agreed.refresh_from_db()
    assert agreed.state == AgreementState.IN_TRANSIT.value


def test_a_date_is_proposed_then_read_back_and_confirmed_word_for_word(page: Page, visitor: Client) -> None:
    answer = say(visitor, page, "je-regle-le", amount="1200", on="2026-11-30", means="transfer")
    proposed = Agreement.objects.get()
    assert proposed.state == AgreementState.PROPOSED.value
    address = f"{page.url}accord/{proposed.pk}"
    assert address in words(answer)
    shown = words(visitor.get(address))
    fields = dict(re.findall(r'name="(once|shown)" value="([^"]+)"', shown))
    assert "C'est noté" in words(visitor.post(address, {**fields, "name": "Anne Petit"}))
    proposed.refresh_from_db()
    assert proposed.state == AgreementState.ACCEPTED.value
    kept = Acceptance.objects.get()
    assert kept.text.replace("\u00a0", " ").replace("\u202f", " ").splitlines()[0] in shown
    assert kept.address.startswith("Anne Petit · ")
    again = words(visitor.post(address, {**fields, "name": "Anne Petit"}))
    assert "Accord de règlement" in again
    assert Acceptance.objects.count() == 1


def test_what_changed_meanwhile_is_not_accepted_and_the_page_says_so(page: Page, visitor: Client) -> None:
    case = factories.Case.objects.get(customer=page.house.customer)
    proposed = factories.an_agreement(case, state=AgreementState.PROPOSED)
    address = f"{page.url}accord/{proposed.pk}"
    fields = dict(re.findall(r'name="(once|shown)" value="([^"]+)"', words(visitor.get(address))))
    Agreement.objects.filter(pk=proposed.pk).update(amount_minor=90_000)
    refused = visitor.post(address, {**fields, "name": "Anne"})
    assert refused.status_code == 409
    assert "Quelque chose a changé" in words(refused)
    proposed.refresh_from_db()
    assert proposed.state == AgreementState.PROPOSED.value
    assert not InboundItem.objects.exists()


def test_a_person_who_cancels_first_wins_and_the_debtor_is_told(page: Page) -> None:
    """Both looked at the same promise; whoever comes second changes nothing."""
    case = factories.Case.objects.get(customer=page.house.customer)
    proposed = factories.an_agreement(case, state=AgreementState.PROPOSED)
    clock = installation_clock()
    opened = open_page(page.token, clock)
    act = act_of(opened, clock)  # type: ignore[arg-type]
    contacting.cancel_promise(
        factories.an_act(page.house.entity),
        customer_id=case.customer_id,
        agreement_id=proposed.pk,
        why="annulée",
    )
    heard = hear(act, opened, Answer(SaidYes(proposed.pk, "n'importe"), "form", "Anne"))  # type: ignore[arg-type]
    assert isinstance(heard, Refused)
    assert not InboundItem.objects.exists()
    assert not Acceptance.objects.exists()


def test_parts_are_proposed_to_the_cent(page: Page, visitor: Client) -> None:
    say(visitor, page, "en-plusieurs-fois", count="7", first_on="2026-12-01", every="month")
    assert not InboundItem.objects.exists()
    say(visitor, page, "en-plusieurs-fois", count="3", first_on="2026-12-01", every="month")
    parts = Agreement.objects.filter(plan__isnull=False)
    assert sum(parts.values_list("amount_minor", flat=True)) == 120_000
    assert "3 fois" in item().text


def test_a_problem_and_a_missing_number_are_told_whole(page: Page, visitor: Client) -> None:
    due = page.house.invoice.dues.get()
    say(visitor, page, "un-probleme", invoice=due.pk, problem="wrong_entity", words="Jamais commandé")
    say(visitor, page, "autre", order="BC-7788", address="compta@client.test")
    texts = list(InboundItem.objects.order_by("pk").values_list("text", flat=True))
    assert "Jamais commandé" in texts[0]
    assert Dispute.objects.get().subject == "Jamais commandé"
    assert Message.objects.filter(template="T16").exists()
    assert page.house.invoice.number in texts[0]
    assert "BC-7788" in texts[1]
    assert "compta@client.test" in texts[1]


def test_a_form_sent_twice_counts_once(page: Page, visitor: Client) -> None:
    fields = {"once": "abc", "name": "Anne", "order": "BC-1"}
    first, second = (visitor.post(f"{page.url}autre", fields) for _n in range(2))
    assert "C'est noté" in words(first)
    assert "Déjà noté" in words(second)
    assert InboundItem.objects.count() == 1
    assert Message.objects.filter(template="T31").count() == 1


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("deja-regle", {"on": "2026-12-24", "means": "transfer"}, "à venir"),
        ("deja-regle", {"on": "", "means": "transfer"}, "À quelle date"),
        ("je-regle-le", {"on": "2026-11-01", "amount": "10", "means": "transfer"}, "est passée"),
        ("je-regle-le", {"on": "2026-12-01", "amount": "99999", "means": "transfer"}, "entre zéro et"),
        ("un-probleme", {"problem": "price", "words": "x"}, "Choisissez une facture"),
        ("autre", {}, "au moins une ligne"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_kept(
    page: Page, visitor: Client, kind: str, fields: dict[str, str], why: str
) -> None:
    answer = say(visitor, page, kind, **fields)
    assert answer.status_code == 422
    assert why in words(answer)
    assert not InboundItem.objects.exists()


def test_a_file_is_what_it_holds_and_not_what_it_is_called(page: Page, visitor: Client) -> None:
    dressed_up = SimpleUploadedFile("avis.pdf", b"<html><script>alert(1)</script>")
    answer = say(visitor, page, "deja-regle", on="2026-11-20", means="transfer", proof=dressed_up)
    assert "ni un PDF ni une image" in words(answer)
    assert not InboundPiece.objects.exists()


def test_where_nothing_is_open_only_a_word_remains_possible(page: Page, visitor: Client) -> None:
    page.house.invoice.dues.update(open_minor=0, closed_on=(factories.TODAY - timedelta(days=1)))
    assert "Rien n'est ouvert" in words(visitor.get(page.url))
    assert visitor.get(f"{page.url}je-regle-le").status_code == 302
    assert "C'est noté" in words(say(visitor, page, "autre", order="BC-2"))
