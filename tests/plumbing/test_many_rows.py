"""Many rows in few statements: what is asked, stored and changed is the same as one by one."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.receivables.models import Contact, Customer, InvoiceDue
from encours.ground.evidence.models import JournalEntry
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import insert_for_keys, insert_in_order, insert_values, update_rows
from encours.ground.plumbing.plain_rows import plain_rows
from tests.factories import a_customer, an_entity, an_invoice, euros

pytestmark = pytest.mark.django_db


@pytest.fixture
def dues() -> list[InvoiceDue]:
    customer = a_customer(an_entity())
    for day in (1, 2, 3):
        an_invoice(customer, euros(str(day)), due_on=date(2026, 3, day))
    return list(InvoiceDue.objects.order_by("pk"))


def test_one_of_some_numbers_is_found_as_in_would_find_it(dues: list[InvoiceDue]) -> None:
    wanted = [dues[0].pk, dues[2].pk, 0]
    by_key = InvoiceDue.objects.filter(Among("pk", wanted)).order_by("pk")
    assert list(by_key) == [dues[0], dues[2]]
    through_a_key = InvoiceDue.objects.filter(Among("invoice__customer_id", [dues[0].customer_id]))
    assert set(through_a_key) == set(dues)
    assert not InvoiceDue.objects.exclude(Among("pk", [due.pk for due in dues])).exists()


def test_of_no_numbers_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert list(InvoiceDue.objects.filter(Among("pk", []))) == []
        assert plain_rows(InvoiceDue.objects.filter(Among("pk", [])).values_list("pk")) == []


def test_plain_rows_are_those_of_the_query(dues: list[InvoiceDue]) -> None:
    found = InvoiceDue.objects.order_by("pk").values_list(
        "pk", "due_on", "open_minor", "currency", "closed_on"
    )
    assert plain_rows(found) == list(found)


def test_rows_are_changed_each_to_its_own_values(dues: list[InvoiceDue]) -> None:
    values = [(due.pk, due.open_minor - 1, date(2026, 4, place)) for place, due in enumerate(dues, start=1)]
    update_rows(InvoiceDue, [*values, (0, 5, date(2026, 5, 1))], by="id", fields=["open_minor", "due_on"])
    found = InvoiceDue.objects.order_by("pk").values_list("pk", "open_minor", "due_on")
    assert list(found) == values


def test_new_rows_know_their_keys_in_order(dues: list[InvoiceDue]) -> None:
    invoice = dues[0].invoice
    rows = [
        InvoiceDue(
            entity_id=invoice.entity_id,
            customer_id=invoice.customer_id,
            invoice=invoice,
            due_on=date(2026, 5, day),
            amount_minor=day,
            open_minor=day,
            currency="EUR",
        )
        for day in (9, 7, 8)
    ]
    insert_in_order(rows)
    assert InvoiceDue.objects.in_bulk([row.pk for row in rows]) == {row.pk: row for row in rows}
    assert [InvoiceDue.objects.get(pk=row.pk).amount_minor for row in rows] == [9, 7, 8]
    insert_in_order([])


def test_rows_of_values_get_their_keys_in_order_and_defaults_for_the_rest() -> None:
    customer = a_customer(an_entity())
    names = ["Zoé", "Anne", "Léa"]
    keys = insert_for_keys(Contact, [{"customer_id": customer.pk, "name": name} for name in names])
    stored = Contact.objects.in_bulk(keys)
    assert [stored[key].name for key in keys] == names
    assert all(
        row.accepts_email and row.role == "accounting" and row.removed_at is None for row in stored.values()
    )
    assert insert_for_keys(Contact, []) == []


def test_json_that_is_written_already_is_stored_as_it_is() -> None:
    values = {
        "chain": "entity:1", "sequence": 1, "kind": "x.y", "subject": "s", "actor": "system", "text_hash": "t",
        "recorded_at": datetime(2026, 3, 17, 8, tzinfo=UTC), "payload": '{"à":[1,null]}', "hash": "h",
    }  # fmt: skip
    insert_values(JournalEntry, [values], json_text=["payload"])
    row = JournalEntry.objects.get()
    assert (row.payload, row.recorded_at, row.previous_hash) == ({"à": [1, None]}, values["recorded_at"], "")


def test_moments_are_plain_rows_too() -> None:
    at = datetime(2026, 3, 17, 8, 30, 0, 5, tzinfo=UTC)
    customer = a_customer(an_entity())
    Customer.objects.filter(pk=customer.pk).update(created_at=at)
    assert plain_rows(Customer.objects.values_list("created_at", "archived_at")) == [(at, None)]
