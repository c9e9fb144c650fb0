"""What is really asked for: credits, disputes and promises first."""

from datetime import date

from encours.books.receivables.rules.netting import OpenItem, is_overdue, net_of_credits, set_aside


def item(due_id: int, minor: int, *, day: int = 1) -> OpenItem:
    return OpenItem(due_id, due_id, 1, f"F-{due_id}", "invoice", date(2026, 2, 1), date(2026, 3, day), "EUR", minor, minor)


def asked(items: list[OpenItem]) -> list[int]:
    return [i.actionable_minor for i in items]


def test_money_not_yet_allocated_counts_against_the_oldest() -> None:
    assert asked(net_of_credits([item(2, 500, day=9), item(1, 300)], 400)) == [0, 400]


def test_a_credit_larger_than_everything_leaves_nothing_to_ask() -> None:
    assert asked(net_of_credits([item(1, 300), item(2, 500)], 5000)) == [0, 0]


def test_the_disputed_part_rests_and_the_remainder_stays_due() -> None:
    assert asked(set_aside([item(1, 1000), item(2, 200)], disputed={1: 400}, promised_minor=0)) == [600, 200]


def test_a_promise_covers_exactly_its_amount_oldest_first() -> None:
    assert asked(set_aside([item(1, 1000), item(2, 200)], disputed={}, promised_minor=1100)) == [0, 100]


def test_the_due_day_itself_is_on_time() -> None:
    assert not is_overdue(date(2026, 3, 17), date(2026, 3, 17))
    assert is_overdue(date(2026, 3, 16), date(2026, 3, 17))
