"""A customer pays on somebody else's page: the link says what is asked, and a signed notice writes the books once."""

import json
import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import OnlinePayment
from encours.books.creditor.rules.online_payment import signature
from encours.books.receivables.models import Payment
from encours.ground.plumbing.clock import installation_clock
from encours.method.disputes.models import Dispute
from encours.method.inbox.models import InboundItem
from tests import factories
from tests.desk.conftest import words
from tests.portal.conftest import MONDAY, Page

pytestmark = pytest.mark.either

SECRET = "a secret of twenty-four."
PATTERN = "https://pay.test/p?a={amount}&c={currency}&r={reference}&b={back}"
STAMP = str(int(MONDAY.timestamp()))


@pytest.fixture
def provided(page: Page) -> Page:
    act = creditor_queries.act(page.house.entity.pk, "user:1", installation_clock())
    refused = creditor_actions.set_online_payment(
        act, label="Payefacile", link_pattern=PATTERN, secret=SECRET
    )
    assert refused is None
    return page


def reference(page: Page) -> str:
    """What the button of the page carries."""
    shown = words(Client().get(page.url))
    found = re.search(r'href="(https://pay\.test/[^"]+)"', shown)
    assert found is not None, shown
    query = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert query["a"] == ["1200.00"]
    assert query["c"] == ["EUR"]
    return query["r"][0]


def tell(
    page: Page, *, stamp: str = STAMP, secret: str = SECRET, hook: str = "", **told: str
) -> tuple[int, dict[str, object]]:
    body = json.dumps(
        {"id": "evt_1", "state": "paid", "amount": "1200.00", "currency": "EUR", "paid_on": "2026-11-22",
         "means": "card", **told}
    )  # fmt: skip
    hook = hook or OnlinePayment.objects.get(entity=page.house.entity).hook
    answer = Client(enforce_csrf_checks=True).post(
        f"/paiement/{hook}",
        body,
        content_type="application/json",
        headers={
            "Encours-Timestamp": stamp,
            "Encours-Signature": f"sha256={signature(secret, stamp, body.encode())}",
        },
    )
    return answer.status_code, answer.json()


def test_a_signed_notice_pays_the_invoice_once(provided: Page) -> None:
    asked = reference(provided)
    assert tell(provided, reference=asked) == (200, {"taken": True, "new": True})
    assert tell(provided, reference=asked) == (200, {"taken": True, "new": False})
    paid = Payment.objects.get()
    assert (paid.amount_minor, paid.method, str(paid.received_on)) == (120000, "card", "2026-11-22")
    assert provided.house.invoice.dues.get().open_minor == 0
    assert "receivables.payment_recorded" in factories.kinds_about(provided.house.customer)
    assert "pay.test" not in words(Client().get(provided.url)), "nothing is asked any more"


def test_money_that_went_back_opens_the_invoice_again(provided: Page) -> None:
    asked = reference(provided)
    tell(provided, reference=asked)
    assert tell(provided, reference=asked, state="returned")[0] == 200
    assert provided.house.invoice.dues.get().open_minor == 120000
    assert tell(provided, reference=asked) == (200, {"taken": True, "new": False}), (
        "a replay pays nothing again"
    )
    assert provided.house.invoice.dues.get().open_minor == 120000


def test_another_amount_writes_nothing_and_waits_for_a_person(provided: Page) -> None:
    asked = reference(provided)
    for _again in range(2):
        assert tell(provided, reference=asked, amount="12.00") == (422, {"refused": "amount"})
    assert not Payment.objects.exists()
    item = InboundItem.objects.get()
    assert "12,00" in item.text
    assert item.read_at is None


def test_what_is_not_ours_is_not_believed(provided: Page, other: Page) -> None:
    asked = reference(provided)
    old = str(int(datetime(2026, 11, 23, 7, 0, tzinfo=MONDAY.tzinfo).timestamp()))
    assert tell(provided, reference=asked, secret="another secret of ours")[0] == 401
    assert tell(provided, reference=asked, stamp=old) == (401, {"refused": "time"})
    assert tell(provided, reference=asked, hook="0" * 32)[0] == 404
    assert tell(provided, reference=asked.replace("120000", "100"))[0] == 422
    assert tell(provided, reference="RF18539007547034")[0] == 422
    act = creditor_queries.act(other.house.entity.pk, "user:1", installation_clock())
    creditor_actions.set_online_payment(act, label="Autre", link_pattern=PATTERN, secret=SECRET + "2")
    hook = OnlinePayment.objects.get(entity=other.house.entity).hook
    assert tell(provided, reference=asked, hook=hook, secret=SECRET + "2") == (422, {"refused": "reference"})
    assert not Payment.objects.exists()
    assert not InboundItem.objects.exists()
    assert Client().get(f"/paiement/{hook}").status_code == 405
    large = Client().post(f"/paiement/{hook}", b"x" * 20000, content_type="application/json")
    assert large.status_code == 413


def test_many_guesses_are_not_looked_at(provided: Page) -> None:
    found = {tell(provided, reference="x", hook=f"{n:032x}")[0] for n in range(70)}
    assert found == {404, 429}


def test_what_is_contested_is_not_asked_for_online(provided: Page) -> None:
    house = provided.house
    Dispute.objects.create(
        customer=house.customer, invoice=house.invoice, disputed_minor=120000, currency="EUR",
        subject="Panneau", reported_on=MONDAY.date(), answer_due_on=MONDAY.date(),
    )  # fmt: skip
    assert "pay.test" not in words(Client().get(provided.url))
