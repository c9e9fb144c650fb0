"""The books are the same each time, add up, and hold the exact rows of the articles."""

from datetime import date
from itertools import pairwise

import pytest

from encours.books.creditor.rules.terms import TermRule
from encours.faces.demo.books import Books, make_books
from encours.faces.demo.company import BANK_READ_TO, BOOKS_FROM, COMPANY, TODAY, is_open_day
from encours.ground.kernel.business_days import is_business_day
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money, total

# Rows of the method's table 2b: customer, what is overdue, days past due of the oldest invoice.
ROWS = [
    ("GUILBAUD", "250.00", 10),
    ("LUMEN", "15000.00", 5),
    ("SEVERIN", "380.00", 18),
    ("TRIVELLE", "4200.00", 24),
    ("VIDAL", "6000.00", 41),
    ("BAZIN", "9800.00", 12),
    ("DIGIPLAN", "2600.00", 95),
    ("MOREL", "1900.00", 20),
    ("KERVADEC", "7000.00", 25),
    ("BELLEALLURE", "640.00", 400),
]


@pytest.fixture(scope="module")
def books() -> Books:
    return make_books()


def test_the_same_seed_gives_the_same_books_and_another_seed_others() -> None:
    first = make_books()
    make_books.cache_clear()

    assert make_books() == first
    assert make_books("autre") != first


@pytest.mark.parametrize(("customer", "amount", "days_late"), ROWS)
def test_the_rows_of_the_method_are_there_to_the_cent_and_to_the_day(
    books: Books, customer: str, amount: str, days_late: int
) -> None:
    late = [i for i in books.open_invoices() if i.customer == customer and i.due_on < TODAY]

    assert total((books.open_amount(i) for i in late), "EUR") == Money.from_text(amount, "EUR")
    assert max(days_between(i.due_on, TODAY) for i in late) == days_late


def test_the_three_customers_of_the_articles_are_who_they_should_be(books: Books) -> None:
    faithful = next(c for c in books.customers if c.code == "GUILBAUD")
    largest = max(revenues(books).items(), key=lambda pair: pair[1])

    assert days_between(faithful.since_on, TODAY) > 15 * 365
    assert not [payment for payment in books.payments if payment.customer == "LUMEN"]
    assert largest[0] == "SEVERIN"
    assert abs(largest[1] - 24_000_000) < 500_000
    assert sum(revenues(books).values()) < 20 * largest[1]


@pytest.mark.parametrize("code", ["BAZIN", "VIDAL"])
def test_those_who_must_not_be_key_accounts_are_below_five_percent(books: Books, code: str) -> None:
    assert revenues(books)[code] * 20 < sum(revenues(books).values())


def test_what_was_invoiced_is_paid_credited_or_open_for_each_customer(books: Books) -> None:
    for character in books.customers:
        currency = character.currency
        invoices = books.invoices_of(character.code)
        invoiced = total((i.total for i in invoices), currency)
        still_open = total((books.open_amount(i) for i in invoices), currency)
        paid = [p for p in books.payments if p.customer == character.code]
        allocated = total((money for p in paid for _, money in p.parts), currency)
        credited = total(
            (c.total for c in books.credits if c.customer == character.code and c.invoice), currency
        )

        assert invoiced == still_open + allocated + credited
        assert all(books.open_amount(i) >= Money.zero(currency) for i in invoices)
        assert all(total((m for _, m in p.parts), currency) == p.amount for p in paid if p.parts)


def test_each_payment_pays_invoices_of_its_own_customer_after_they_were_issued(books: Books) -> None:
    by_number = {invoice.number: invoice for invoice in books.invoices}
    for payment in books.payments:
        for number, money in payment.parts:
            invoice = by_number[number]
            assert invoice.customer == payment.customer
            assert invoice.issued_on < payment.received_on
            assert money.minor > 0


def test_nothing_is_dated_after_the_bank_was_read_or_before_the_books(books: Books) -> None:
    assert all(BOOKS_FROM <= i.issued_on <= BANK_READ_TO for i in books.invoices)
    assert all(BOOKS_FROM <= p.received_on <= BANK_READ_TO for p in books.payments)
    assert all(BOOKS_FROM <= c.issued_on <= BANK_READ_TO for c in books.credits)
    assert max(p.received_on for p in books.payments) == BANK_READ_TO


def test_invoices_are_issued_on_days_worked_and_money_comes_on_banking_days(books: Books) -> None:
    assert [i for i in books.invoices if not is_open_day(i.issued_on)] == []
    assert [c for c in books.credits if not is_open_day(c.issued_on)] == []
    assert [p for p in books.payments if not is_business_day(p.received_on, COMPANY.country)] == []


def test_numbers_have_no_gap_and_follow_the_dates(books: Books) -> None:
    assert len({invoice.number for invoice in books.invoices}) == len(books.invoices)
    for before, after in pairwise(books.invoices):
        assert before.issued_on <= after.issued_on
        if before.issued_on.year == after.issued_on.year:
            assert int(after.number[-4:]) == int(before.number[-4:]) + 1
        else:
            assert after.number.endswith("-0001")


def test_every_month_of_the_two_years_has_invoices_and_payments(books: Books) -> None:
    months = {(day.year, day.month) for day in (i.issued_on for i in books.invoices)}
    assert len(months) == 25
    paid = {(p.received_on.year, p.received_on.month) for p in books.payments}
    assert len(paid) == 24


def test_due_dates_follow_the_terms_of_the_customer(books: Books) -> None:
    terms = {character.code: character.terms for character in books.customers}
    for invoice in books.invoices:
        assert invoice.due_on == terms[invoice.customer].due_on(invoice.issued_on)
        if terms[invoice.customer].rule is TermRule.DAYS_THEN_END_OF_MONTH:
            assert invoice.due_on.month != date.fromordinal(invoice.due_on.toordinal() + 1).month


def test_vat_comes_out_to_the_cent(books: Books) -> None:
    by_code = {character.code: character for character in books.customers}
    for invoice in books.invoices:
        rate = by_code[invoice.customer].vat_rate
        net = invoice.total.times(1 / (1 + rate))
        assert net + net.times(rate) == invoice.total


def test_money_without_a_number_and_a_free_credit_note_cover_what_is_late(books: Books) -> None:
    unallocated = [p for p in books.payments if not p.parts]
    free = [c for c in books.credits if not c.invoice]

    (on_account,) = unallocated
    assert on_account.customer == "MARSAC"
    assert on_account.amount > books.invoice("marsac-plaquette").total
    assert [(c.customer, c.total) for c in free] == [
        ("CASTELNAU", books.invoice("castelnau-collerettes").total)
    ]


def revenues(books: Books) -> dict[str, int]:
    """Invoiced over the last twelve months, in minor units."""
    sums: dict[str, int] = {}
    for invoice in books.invoices:
        if days_between(invoice.issued_on, TODAY) <= 365:
            sums[invoice.customer] = sums.get(invoice.customer, 0) + invoice.total.minor
    return sums
