"""What contested points and promises take out of an account before anybody is asked."""

from datetime import date

from encours.books.receivables.rules.open_item import OpenItem as BookItem
from encours.ground.kernel.money import Money
from encours.method.strategy.rules.account import Covered, account_items
from encours.method.strategy.rules.balance import balance_on

TODAY = date(2026, 4, 1)
PROMISED_FOR = date(2026, 3, 20)


def book(number: str, open_minor: int, *, due_on: date = date(2026, 3, 2)) -> BookItem:
    place = int(number)
    issued_on = date(2026, 2, 1)
    return BookItem(
        place, place, 1, number, "invoice", issued_on, due_on, "EUR", 1_000_000, open_minor, None, False
    )


def actionable(*items: BookItem, covered: Covered) -> int:
    account = account_items(items, disputed={}, covered=covered, mentioned=(), today=TODAY)
    return balance_on(TODAY, account, Money(covered.unallocated, "EUR")).actionable.minor


def test_the_rest_of_a_promise_that_was_kept_stays_on_account() -> None:
    rest = Covered(rests=[(PROMISED_FOR, 20_000)])
    assert actionable(book("1", 20_000), covered=rest) == 0
    assert actionable(book("1", 12_000), book("2", 8_000), covered=rest) == 0
    assert actionable(book("1", 12_000), book("2", 8_001), covered=rest) == 8_001


def test_money_that_nobody_allocated_counts_before_the_rest() -> None:
    rest = Covered(rests=[(PROMISED_FOR, 20_000)], unallocated=980_000)
    assert actionable(book("1", 1_000_000), covered=rest) == 0
    assert actionable(book("1", 1_000_000), book("2", 30_000), covered=rest) == 30_000


def test_a_rest_shields_no_larger_invoice_and_none_that_fell_due_later() -> None:
    rest = Covered(rests=[(PROMISED_FOR, 20_000)])
    assert actionable(book("1", 20_001), covered=rest) == 20_001
    assert actionable(book("1", 15_000, due_on=date(2026, 3, 25)), covered=rest) == 15_000


def test_an_agreement_on_time_covers_its_amount_beside_a_rest() -> None:
    both = Covered(on_time=50_000, rests=[(PROMISED_FOR, 20_000)])
    assert actionable(book("1", 20_000), book("2", 70_000), covered=both) == 20_000
