"""The books: what is recorded, allocated and taken back always adds up."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import actions, queries
from encours.books.receivables.models import CreditNote, InvoiceDue, Payment
from encours.books.receivables.rules.drafts import (
    ContactDraft,
    CreditNoteDraft,
    CustomerDraft,
    InvoiceDraft,
    PaymentDraft,
)
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 17)


@pytest.fixture
def act() -> Act:
    entity = CreditorEntity.objects.create(name="Atelier", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    return Act(entity.pk, "user:1", datetime(2026, 3, 17, 9, tzinfo=UTC), TODAY)


def customer(act: Act, name: str = "Dupont SARL", **fields: object) -> int:
    made = actions.record_customer(act, CustomerDraft(name=name, **fields))  # type: ignore[arg-type]
    assert isinstance(made, int)
    return made


def invoice(act: Act, customer_id: int, number: str, minor: int, due_on: date = date(2026, 2, 28)) -> int:
    draft = InvoiceDraft(customer_id, number, date(2026, 1, 29), "EUR", minor, ((due_on, minor),))
    made = actions.record_invoice(act, draft)
    assert isinstance(made, int)
    return made


def pay(act: Act, customer_id: int, minor: int, on: date = TODAY, named: str = "") -> int:
    made = actions.record_payment(act, PaymentDraft(customer_id, on, "EUR", minor), named=named)
    assert isinstance(made, int)
    return made


def open_minor(customer_id: int) -> int:
    return sum(i.open_minor for i in queries.open_items_of([customer_id]).get(customer_id, []))


def test_a_name_and_an_email_are_enough(act: Act) -> None:
    pk = customer(act, contacts=(ContactDraft(email="compta@dupont.example"),))
    row = queries.customer(act.entity_id, pk)
    assert row is not None
    assert row.contacts.get().is_main


@pytest.mark.parametrize("fields", [{"siren": "123456789"}, {"vat_number": "FR00"}, {"siret": "1"}])
def test_a_wrong_identifier_is_refused_and_changes_nothing(act: Act, fields: dict[str, str]) -> None:
    refusal = actions.record_customer(act, CustomerDraft(name="Dupont", **fields))
    assert isinstance(refusal, Refused)
    assert refusal.field in fields
    assert not queries.has_books(act.entity_id)


def test_another_entity_sees_nothing(act: Act) -> None:
    pk = customer(act)
    other = CreditorEntity.objects.create(name="Autre", created_at=act.at)
    assert queries.customer(other.pk, pk) is None
    assert queries.search_customers(other.pk, "dupont") == []
    refused = actions.record_invoice(
        Act(other.pk, "user:1", act.at, TODAY), InvoiceDraft(pk, "F-1", TODAY, "EUR", 100, ((TODAY, 100),))
    )
    assert isinstance(refused, Refused)


def test_the_same_number_twice_is_refused(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 1000)
    again = actions.record_invoice(act, InvoiceDraft(pk, "F-1", TODAY, "EUR", 500, ((TODAY, 500),)))
    assert isinstance(again, Refused)


@pytest.mark.parametrize(
    ("dues", "field"),
    [
        ((), "due_on"),
        (((TODAY, 400),), "total"),
        (((date(2025, 1, 1), 500),), "due_on"),
        (((TODAY, 600), (TODAY, -100)), "total"),
    ],
)
def test_an_impossible_invoice_is_refused(act: Act, dues: tuple[tuple[date, int], ...], field: str) -> None:
    refusal = actions.record_invoice(
        act, InvoiceDraft(customer(act), "F-1", date(2026, 3, 1), "EUR", 500, dues)
    )
    assert isinstance(refusal, Refused)
    assert refusal.field == field


def test_a_payment_of_the_exact_amount_closes_its_invoice(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 120000)
    pay(act, pk, 120000)
    assert open_minor(pk) == 0
    assert InvoiceDue.objects.get().closed_on == TODAY


def test_money_that_matches_nothing_waits_and_counts(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 120000)
    pay(act, pk, 50000)
    assert queries.free_credits_of([pk]) == {(pk, "EUR"): 50000}
    actions.allocate_oldest_first(act, credit=Payment.objects.get())
    assert queries.free_credits_of([pk]) == {}
    assert open_minor(pk) == 70000


def test_a_payment_that_the_bank_returns_opens_the_invoice_again(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 120000)
    payment = pay(act, pk, 120000)
    actions.cancel_payment(act, payment_id=payment)
    assert open_minor(pk) == 120000
    assert queries.balances_on([pk], TODAY) == {(pk, "EUR"): 120000}
    actions.restore_payment(act, payment_id=payment)
    assert open_minor(pk) == 0


def test_a_credit_note_covers_its_invoice_and_can_be_taken_back(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 120000)
    note = actions.record_credit_note(act, CreditNoteDraft(pk, "A-1", TODAY, "EUR", 120000), named="F-1")
    assert isinstance(note, int)
    assert open_minor(pk) == 0
    actions.cancel_credit_note(act, credit_note_id=note)
    assert open_minor(pk) == 120000
    assert CreditNote.objects.get().unallocated_minor == 120000


def test_an_invoice_with_a_payment_on_it_is_not_cancelled(act: Act) -> None:
    pk = customer(act)
    first = invoice(act, pk, "F-1", 1000)
    payment = pay(act, pk, 1000)
    assert isinstance(actions.cancel_invoice(act, invoice_id=first), Refused)
    actions.cancel_payment(act, payment_id=payment)
    assert actions.cancel_invoice(act, invoice_id=first) is None
    assert open_minor(pk) == 0
    actions.restore_invoice(act, invoice_id=first)
    assert open_minor(pk) == 1000


def test_two_currencies_never_mix(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 1000)
    actions.record_payment(act, PaymentDraft(pk, TODAY, "CHF", 1000))
    assert open_minor(pk) == 1000
    assert queries.free_credits_of([pk]) == {(pk, "CHF"): 1000}


def test_the_balance_of_any_day_comes_from_the_facts(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 1000)
    pay(act, pk, 400, on=date(2026, 2, 10))
    assert queries.balances_on([pk], date(2026, 1, 28)) == {}
    assert queries.balances_on([pk], date(2026, 2, 9)) == {(pk, "EUR"): 1000}
    assert queries.balances_on([pk], TODAY) == {(pk, "EUR"): 600}


def test_the_aged_balance_counts_by_days_late(act: Act) -> None:
    pk = customer(act)
    for number, day, minor in (("A", 18, 100), ("B", 16, 200), ("C", 1, 400)):
        invoice(act, pk, number, minor, due_on=date(2026, 3 if day > 1 else 2, day))
    (balance,) = queries.aged_balance(act.entity_id, TODAY)
    assert list(balance.minor.values()) == [100, 200, 400, 0, 0]
    assert balance.total_minor == 700


def test_cash_is_known_up_to_the_latest_day_told(act: Act) -> None:
    assert queries.cash_known_to(act.entity_id) is None
    actions.note_cash_known(act, known_to=date(2026, 3, 10))
    slip = actions.confirm_bank(act)
    assert queries.cash_known_to(act.entity_id) == TODAY
    actions.withdraw_confirmation(act, confirmation_id=slip)
    assert queries.cash_known_to(act.entity_id) == date(2026, 3, 10)
    assert isinstance(actions.note_cash_known(act, known_to=date(2026, 3, 18)), Refused)


def test_every_change_is_told_in_the_journal(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 1000)
    pay(act, pk, 1000)
    kinds = [line.kind for line in evidence_queries.lines_about(act.chain, [f"customer:{pk}"])]
    assert kinds == [
        "receivables.credit_allocated",
        "receivables.payment_recorded",
        "receivables.invoice_recorded",
        "receivables.customer_recorded",
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["invoice", "pay", "note", "cancel", "spread", "restore"]), st.integers(1, 900)
    ),
    max_size=14,
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_done_open_amounts_and_the_balance_agree(act: Act, steps: list[tuple[str, int]]) -> None:
    pk = customer(act, name="Propriété")
    for number, (verb, minor) in enumerate(steps):
        payments = Payment.objects.filter(customer_id=pk)
        match verb:
            case "invoice":
                invoice(act, pk, f"{pk}-{number}", minor)
            case "pay":
                pay(act, pk, minor)
            case "note":
                actions.record_credit_note(act, CreditNoteDraft(pk, f"A{pk}-{number}", TODAY, "EUR", minor))
            case "cancel" if found := payments.filter(cancelled_at__isnull=True).first():
                actions.cancel_payment(act, payment_id=found.pk)
            case "restore" if found := payments.filter(cancelled_at__isnull=False).first():
                actions.restore_payment(act, payment_id=found.pk)
            case "spread" if found := payments.filter(cancelled_at__isnull=True).last():
                actions.allocate_oldest_first(act, credit=found)
    free = queries.free_credits_of([pk]).get((pk, "EUR"), 0)
    assert open_minor(pk) - free == queries.balances_on([pk], TODAY).get((pk, "EUR"), 0)


def test_what_was_mistyped_and_cancelled_can_be_typed_again_under_its_number(act: Act) -> None:
    pk = customer(act)
    wrong = invoice(act, pk, "F-1", 10000)
    assert actions.cancel_invoice(act, invoice_id=wrong) is None
    right = invoice(act, pk, "F-1", 12000)
    assert queries.invoice_ids_by_number(act.entity_id, ["F-1"]) == {"F-1": right}
    refused = actions.restore_invoice(act, invoice_id=wrong)
    assert isinstance(refused, Refused)
    assert open_minor(pk) == 12000


def test_a_cancelled_credit_note_comes_back_and_pays_what_is_certain(act: Act) -> None:
    pk = customer(act)
    invoice(act, pk, "F-1", 10000)
    made = actions.record_credit_note(act, CreditNoteDraft(pk, "AV-1", TODAY, "EUR", 10000))
    assert isinstance(made, int)
    assert actions.cancel_credit_note(act, credit_note_id=made) is None
    assert open_minor(pk) == 10000
    assert actions.restore_credit_note(act, credit_note_id=made) is None
    assert open_minor(pk) == 0


def test_the_journal_names_every_instalment_of_an_invoice_typed_in(act: Act) -> None:
    first, second = date(2026, 3, 31), date(2026, 4, 30)
    dues = ((second, 600), (first, 400))
    pk = customer(act)
    actions.record_invoice(act, InvoiceDraft(pk, "F-1", date(2026, 3, 1), "EUR", 1_000, dues))
    told = evidence_queries.latest(act.chain, limit=1)[0].summary.replace("\u00a0", " ")
    assert "échéances : 4,00 € le 31 mars 2026 et 6,00 € le 30 avril 2026" in told
