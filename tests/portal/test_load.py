"""Many debtors at once, over the loopback: nothing breaks, and no answer holds a word of another debtor's."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from encours.books.creditor.models import TryCount
from encours.books.receivables.models import Customer
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose
from encours.method.inbox.models import InboundItem
from tests import factories
from tests.desk.conftest import a_house
from tests.portal.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)
EXPECTED = {200, 400, 404, 405, 409, 413, 422, 429}
KINDS = ("deja-regle", "je-regle-le", "en-plusieurs-fois", "un-probleme", "autre")
FIELDS = (
    "on",
    "amount",
    "means",
    "words",
    "name",
    "invoice",
    "problem",
    "count",
    "every",
    "first_on",
    "order",
    "once",
)
VALUES = (
    "2026-12-01",
    "1200,00",
    "transfer",
    "Anne",
    "price",
    "3",
    "month",
    "",
    "\x00",
    "😀",
    "9" * 400,
    "<b>",
    "-1",
)


@dataclass(frozen=True)
class Debtor:
    """A debtor with a mark that stands in their name and invoice, and on no other page."""

    mark: str
    url: str
    customer_id: int


def debtors(count: int) -> list[Debtor]:
    """Debtors of two houses, each with one open invoice and an own link."""
    houses, found = [a_house("Atelier Morel"), a_house("Négoce Martin")], []
    for number in range(count):
        entity = houses[number % 2].entity
        customer = factories.a_customer(entity, name=f"Zq{number:03}x SARL")
        factories.an_invoice(customer, factories.euros(str(1000 + number)), number=f"Zq{number:03}x-1")
        factories.a_case(customer)
        link = links_queries.link_for(Purpose.PAGE, entity_id=entity.pk, subject_id=customer.pk, now=MONDAY)
        found.append(Debtor(f"Zq{number:03}x", f"/p/{links_queries.token_of(link)}/", customer.pk))
    return found


def visits(mine: Debtor, chance: random.Random, count: int) -> Iterator[tuple[str, str, str]]:
    """What one debtor, or somebody who plays with their link, asks for: method, address, body."""
    for _number in range(count):
        draw = chance.random()
        if draw < 0.55:
            yield "GET", mine.url, ""
        elif draw < 0.7:
            yield "GET", mine.url + chance.choice(KINDS), ""
        elif draw < 0.88:
            fields = {name: chance.choice(VALUES) for name in chance.sample(FIELDS, 7)}
            yield "POST", mine.url + chance.choice(KINDS), urlencode(fields)
        elif draw < 0.94:
            yield "GET", f"{mine.url}factures/{chance.randrange(2000)}.pdf", ""
        else:
            at = chance.randrange(4, len(mine.url) - 2)
            yield "GET", mine.url[:at] + chance.choice("abcdefg234") + mine.url[at + 1 :], ""


def visited(address: str, mine: Debtor, others: list[str], *, seed: int, count: int) -> Counter[int]:
    """Asks one thing after the other over one connection; counts the answers, and looks for others in each."""
    place, seen = urlsplit(address), Counter[int]()
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as line:
        for number, (method, url, body) in enumerate(visits(mine, random.Random(seed), count)):
            if number % 8 == 0:
                TryCount.objects.all().delete()  # all come from one address here, which would soon be too many
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            line.request(method, url, body.encode() or None, kind)
            answer = line.getresponse()
            said = answer.read().decode("utf-8", "replace")
            seen[answer.status] += 1
            assert not [mark for mark in others if mark in said], (method, url)
            assert answer.status in EXPECTED, (method, url, body, answer.status)
            if answer.status == 200 and url == mine.url:
                assert mine.mark in said
                assert "no-store" in (answer.getheader("Cache-Control") or "")
    return seen


def under_load(address: str, *, people: int, each: int, at_once: int) -> Counter[int]:
    """Everybody asks; returns how often each kind of answer came."""
    everybody = debtors(people)
    marks = [one.mark for one in everybody]
    TryCount.objects.all().delete()

    def ask(place: int) -> Counter[int]:
        mine = everybody[place]
        others = [mark for mark in marks if mark != mine.mark]
        try:
            return visited(address, mine, others, seed=place, count=each)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        counts: Counter[int] = sum(pool.map(ask, range(people)), Counter())
    of = dict(Customer.objects.values_list("pk", "name"))
    for item in InboundItem.objects.all():
        strange = [mark for mark in marks if mark in item.text and mark not in of[item.customer_id]]
        assert strange == []
    return counts


def test_a_few_debtors_at_once_break_nothing_and_see_only_their_own(
    live_server: LiveServer, stand_at: object
) -> None:
    found = under_load(live_server.url, people=4, each=12, at_once=4)
    assert sum(found.values()) == 48
    assert found[200] > 20


@pytest.mark.long
def test_thousands_of_visits_break_nothing_and_nobody_sees_another(
    live_server: LiveServer, stand_at: object
) -> None:
    found = under_load(live_server.url, people=40, each=100, at_once=12)
    assert sum(found.values()) == 4000
    assert found[200] > 2000
