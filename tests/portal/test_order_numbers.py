"""An order number given on the page: one click at the desk notes it and sends the copy again."""

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Invoice
from encours.flows.portal.order_numbers import item_of, order_given
from encours.ground.documents import actions as documents_actions
from encours.method.inbox.models import InboundItem
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import words
from tests.portal.conftest import MONDAY, Page
from tests.portal.test_answers import say

pytestmark = pytest.mark.either


def test_one_click_notes_the_number_and_sends_the_copy_again(page: Page, visitor: Client) -> None:
    invoice = page.house.invoice
    owner = f"entity:{page.house.entity.pk}"
    invoice.document_id = documents_actions.store(
        owner=owner, name="f.pdf", content=b"%PDF-1.7", media_type="application/pdf", at=MONDAY
    )
    invoice.save()
    assert "C'est noté" in words(say(visitor, page, "autre", order="BC-7788"))
    item = InboundItem.objects.get()
    desk, owner_of_it = Client(), page.house.members[Role.OWNER].user
    assert owner_of_it is not None
    desk.force_login(owner_of_it)
    assert f"Noter BC-7788 sur {invoice.number} et renvoyer la copie" in words(desk.get(f"/recu/{item.pk}"))
    assert desk.post(f"/recu/{item.pk}", {"order": "yes"}).status_code == 302
    assert Invoice.objects.get(pk=invoice.pk).po_number == "BC-7788"
    sent = Message.objects.get(template="T02")
    assert "BC-7788" in sent.text
    item.refresh_from_db()
    assert item.read_at is not None
    assert "renvoyer la copie" not in words(desk.get(f"/recu/{item.pk}")), "it is done"


def test_of_several_invoices_the_one_that_was_chosen_is_meant(page: Page, visitor: Client) -> None:
    second = factories.an_invoice(page.house.customer, factories.euros("80"), number="F-8")
    say(visitor, page, "autre", order="BC-1")
    assert order_given(page.house.entity.pk, InboundItem.objects.get().pk) is None, "which one is not said"
    say(visitor, page, "autre", order="BC-2", invoice=str(second.dues.get().pk))
    latest = InboundItem.objects.latest("pk")
    given = order_given(page.house.entity.pk, latest.pk)
    assert given is not None
    assert (given.invoice, given.number) == ("F-8", "BC-2")
    assert order_given(page.house.entity.pk + 1, latest.pk) is None, "of another company"


def test_what_a_use_led_to_is_read_back() -> None:
    assert item_of("item:5") == 5
    assert item_of("item:5/order:7:BC/9:1") == 5
    assert item_of("question:3") is None
