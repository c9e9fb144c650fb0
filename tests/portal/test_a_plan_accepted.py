"""A plan accepted on the customer's page is confirmed once, by the letter with its schedule."""

import re
from datetime import date, timedelta

from django.test import Client

from encours.flows import commitments
from encours.ground.kernel.money import Money
from encours.method.agreements.models import Agreement
from encours.method.agreements.rules.plan import PlanWish, Rhythm
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import words
from tests.portal.conftest import Page


def test_one_letter_confirms_a_plan_and_it_names_each_date(page: Page, visitor: Client) -> None:
    house = page.house
    due = house.invoice.dues.get()
    wish = PlanWish(Money(due.open_minor, "EUR"), date(2026, 11, 27), 2, Rhythm.FORTNIGHTLY)
    act = factories.an_act(house.entity)
    made = commitments.propose_plan_from_customer(act, customer_id=house.customer.pk, wish=wish)
    Agreement.objects.filter(pk=made).update(awaits_us=False)
    address = f"{page.url}accord/{made}"
    form = words(visitor.get(address))
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("once", "shown")}
    sent = {name: found[1] for name, found in fields.items() if found}
    assert visitor.post(address, {"name": "Anne", **sent}).status_code == 200
    assert Agreement.objects.get(pk=made).state == "accepted"
    (letter,) = Message.objects.all()
    assert (letter.template, letter.attachments.count()) == ("T15", 1)
    for day in (date(2026, 11, 27), date(2026, 11, 27) + timedelta(days=14)):
        assert f"{day.day} {('novembre', 'décembre')[day.month - 11]}" in letter.text.replace("\u00a0", " ")
