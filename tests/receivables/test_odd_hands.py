"""What people type in the wrong order, twice, or after something else happened."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import actions, queries
from encours.books.receivables.models import Allocation, CreditNote, Customer, InvoiceDue, Payment
from encours.books.receivables.rules.allocation import Match
from encours.books.receivables.rules.drafts import CreditNoteDraft, CustomerDraft, InvoiceDraft, PaymentDraft
from encours.ground.evidence.acts import Act
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.reason import Reason, Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 17)
ISSUED = date(2026, 1, 29)


@pytest.fixture
def act() -> Act:
    return an_act("Atelier")


def an_act(name: str) -> Act:
    entity = CreditorEntity.objects.create(name=name, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    return Act(entity.pk, "user:1", datetime(2026, 3, 17, 9, tzinfo=UTC), TODAY)


def customer(act: Act, name: str = "Dupont", **fields: object) -> int:
    made = actions.record_customer(act, CustomerDraft(name=name, **fields))  # type: ignore[arg-type]
    assert isinstance(made, int)
    return made


def draft(customer_id: int, number: str, minor: int, **fields: object) -> InvoiceDraft:
    due = ((date(2026, 2, 28), minor),)
    return replace(InvoiceDraft(customer_id, number, ISSUED, "EUR", minor, due), **fields)  # type: ignore[arg-type]


def invoice(act: Act, customer_id: int, number: str, minor: int, **fields: object) -> InvoiceDue:
    made = actions.record_invoice(act, draft(customer_id, number, minor, **fields))
    assert isinstance(made, int)
    return InvoiceDue.objects.get(invoice_id=made)


def pay(act: Act, customer_id: int, minor: int, on: date = TODAY) -> Payment:
    made = actions.record_payment(act, PaymentDraft(customer_id, on, "EUR", minor))
    assert isinstance(made, int)
    return Payment.objects.get(pk=made)


def match(due: InvoiceDue, minor: int) -> Match:
    return Match(due.pk, minor, Reason("à la main"))


def test_a_cancelled_payment_pays_nothing(act: Act) -> None:
    pk = customer(act)
    due, money = invoice(act, pk, "F-1", 10000), pay(act, pk, 4000)
    assert actions.cancel_payment(act, payment_id=money.pk) is None
    money.refresh_from_db()
    assert isinstance(actions.allocate(act, credit=money, matches=[match(due, 4000)]), Refused)
    assert actions.allocate_oldest_first(act, credit=money) == ()
    assert [item.open_minor for item in queries.open_items_of([pk])[pk]] == [10000]


def test_money_that_somebody_spent_in_between_is_not_spent_again(act: Act) -> None:
    """Two people press the same button: the second is told, and nothing breaks."""
    pk = customer(act)
    invoice(act, pk, "F-1", 10000)
    money = pay(act, pk, 4000)
    seen_by_another = Payment.objects.get(pk=money.pk)
    assert len(actions.allocate_oldest_first(act, credit=money)) == 1
    assert actions.allocate_oldest_first(act, credit=seen_by_another) == ()
    assert Allocation.objects.count() == 1


def test_two_parts_for_one_invoice_together_do_not_exceed_it(act: Act) -> None:
    pk = customer(act)
    due, money = invoice(act, pk, "F-1", 10000), pay(act, pk, 12000)
    refused = actions.allocate(act, credit=money, matches=[match(due, 6000), match(due, 6000)])
    assert isinstance(refused, Refused)
    assert Allocation.objects.count() == 0


def test_money_of_another_customer_or_entity_pays_nothing_here(act: Act) -> None:
    mine, other = customer(act), customer(act, "Martin")
    due, money = invoice(act, mine, "F-1", 10000), pay(act, other, 4000)
    assert isinstance(actions.allocate(act, credit=money, matches=[match(due, 4000)]), Refused)
    stranger = an_act("Autre")
    with pytest.raises(Payment.DoesNotExist):
        actions.allocate(stranger, credit=money, matches=[match(due, 4000)])


def test_money_received_before_the_invoice_pays_it_from_the_day_of_the_invoice(act: Act) -> None:
    """Else it would seem paid before it was written."""
    pk = customer(act)
    money = pay(act, pk, 4000, on=date(2026, 1, 10))
    due = invoice(act, pk, "F-1", 4000)
    assert actions.allocate(act, credit=money, matches=[match(due, 4000)]) is None
    due.refresh_from_db()
    assert (due.closed_on, Allocation.objects.get().allocated_on) == (ISSUED, ISSUED)


def test_a_credit_note_larger_than_its_invoice_leaves_the_rest_to_the_customer(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 10000)
    made = actions.record_credit_note(act, CreditNoteDraft(pk, "AV-1", TODAY, "EUR", 15000), named="F-1")
    assert CreditNote.objects.get(pk=made).unallocated_minor == 5000
    assert queries.balances_on([pk], TODAY) == {(pk, "EUR"): -5000}


@pytest.mark.parametrize(("day", "number"), [(date(2026, 3, 18), "AV-1"), (TODAY, " ")])
def test_a_credit_note_of_tomorrow_or_without_a_number_is_refused(act: Act, day: date, number: str) -> None:
    pk = customer(act)
    assert isinstance(actions.record_credit_note(act, CreditNoteDraft(pk, number, day, "EUR", 100)), Refused)


def test_an_invoice_of_the_next_decade_is_refused_and_one_of_next_month_is_not(act: Act) -> None:
    pk = customer(act)
    far = date(2036, 1, 29)
    refused = actions.record_invoice(act, draft(pk, "F-1", 100, issued_on=far, dues=((far, 100),)))
    assert isinstance(refused, Refused)
    assert refused.field == "issued_on"
    soon = date(2026, 4, 1)
    assert isinstance(
        actions.record_invoice(act, draft(pk, "F-1", 100, issued_on=soon, dues=((soon, 100),))), int
    )


def test_one_number_stands_once_in_an_entity_and_may_stand_in_another(act: Act) -> None:
    invoice(act, customer(act), "F-1", 100)
    assert isinstance(actions.record_invoice(act, draft(customer(act, "Martin"), "F-1", 100)), Refused)
    other = an_act("Autre")
    invoice(other, customer(other), "F-1", 100)


def test_a_code_that_another_customer_has_is_refused_when_it_is_changed_too(act: Act) -> None:
    customer(act, code="C1")
    pk = customer(act, "Martin", code="C2")
    refused = actions.change_customer(act, customer_id=pk, fields={"code": " C1"})
    assert isinstance(refused, Refused)
    assert refused.field == "code"
    assert actions.change_customer(act, customer_id=pk, fields={"code": "C2", "city": "Lyon"}) is None
    assert isinstance(actions.change_customer(act, customer_id=pk, fields={"name": " "}), Refused)


def test_whoever_owes_stays_in_the_lists(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 100)
    assert isinstance(actions.archive_customer(act, customer_id=pk, to=True), Refused)
    pay(act, pk, 100)
    assert actions.archive_customer(act, customer_id=pk, to=True) is None
    assert Customer.objects.get().archived_at is not None
    invoice(act, pk, "F-2", 100)
    assert Customer.objects.get().archived_at is None, "who owes again is back"
    assert JournalEntry.objects.filter(kind="receivables.customer_restored").count() == 1


def test_a_customer_of_another_entity_is_not_archived_and_nothing_is_told(act: Act) -> None:
    pk, stranger = customer(act), an_act("Autre")
    with pytest.raises(Customer.DoesNotExist):
        actions.archive_customer(stranger, customer_id=pk, to=True)
    assert not JournalEntry.objects.filter(chain=stranger.chain).exists()


def test_what_is_done_already_is_not_told_twice(act: Act) -> None:
    pk, slip = customer(act), actions.confirm_bank(act)
    for _again in range(2):
        actions.archive_customer(act, customer_id=pk, to=True)
        actions.withdraw_confirmation(act, confirmation_id=slip)
    kinds = list(JournalEntry.objects.values_list("kind", flat=True))
    assert kinds.count("receivables.customer_archived") == 1
    assert kinds.count("receivables.bank_confirmation_withdrawn") == 1
