"""Money that waits is spent by a person on the invoice they choose, whole or in part, and freed again."""

from django.test import Client

from encours.books.receivables.models import InvoiceDue, Payment
from tests import factories
from tests.desk.conftest import House, words


def test_what_is_left_pays_the_chosen_invoice_in_part(owner: Client, house: House) -> None:
    second = factories.an_invoice(house.customer, factories.euros("500"), number="F-77")
    due = InvoiceDue.objects.get(invoice=second)
    fields = {"customer": house.customer.name, "amount": "300,00", "received_on": "2026-11-23"}
    owner.post("/reglements/nouveau", fields | {"method": "transfer", "currency": "EUR"})
    payment = Payment.objects.get()
    here = f"/reglements/{payment.pk}/affecter/{due.pk}"
    assert here in words(owner.get(f"/reglements/{payment.pk}"))
    assert "300,00" in words(owner.get(here))
    for wrong in ("400", "0", "-1"):
        assert owner.post(here, {"amount": wrong}).status_code == 422
    assert owner.post(here, {"amount": "100 CHF"}).status_code == 422
    owner.post(here, {"amount": "100"})
    payment.refresh_from_db()
    due.refresh_from_db()
    assert (payment.unallocated_minor, due.open_minor) == (20000, 40000)
    assert owner.get(f"/reglements/{payment.pk}/affecter/99999").status_code == 404


def test_a_statement_adds_up_to_what_we_owe_where_credits_are_larger(owner: Client, house: House) -> None:
    fields = {
        "customer": house.customer.name,
        "number": "A-1",
        "issued_on": "2026-11-23",
        "total": "1 500,00",
    }
    owner.post("/avoirs/nouveau", fields | {"currency": "EUR", "invoice": house.invoice.number})
    shown = words(owner.get(f"/clients/{house.customer.pk}"))
    assert "−300,00 €" in shown[shown.index("<tfoot>") :]
