"""A portfolio by type: shares add to a hundred, everybody is read within a month, the past is told as it was."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from encours.method.insight.rules.history import ClosedInvoice, OpenInvoice, PayerHistory
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.portfolio import (
    as_it_was,
    last_day_of,
    next_to_read,
    past_quarters,
    quarter_of,
    read_a_night,
    shares,
)

COUNTS = st.dictionaries(st.sampled_from(DebtorType), st.integers(0, 100_000))


@given(COUNTS)
def test_shares_add_to_a_hundred(counts: dict[DebtorType, int]) -> None:
    found = shares(counts)
    assert sum(found.values()) == (100 if sum(counts.values()) else 0)
    assert set(found) == {kind for kind, count in counts.items() if count}


@given(COUNTS)
def test_a_share_is_off_by_less_than_one_percent(counts: dict[DebtorType, int]) -> None:
    total = sum(counts.values())
    for kind, percent in shares(counts).items():
        assert abs(percent - counts[kind] * 100 / total) < 1


def test_three_equal_thirds_are_told_as_34_33_33() -> None:
    counts = {DebtorType.RELIABLE: 5, DebtorType.NEW: 5, DebtorType.AVOIDS: 5}
    assert list(shares(counts).values()) == [34, 33, 33]


def test_who_was_never_read_comes_first_then_who_was_read_longest_ago() -> None:
    assert next_to_read([3], [2, 4, 1], besides={4}, most=5) == [3, 2, 1]
    assert next_to_read([3], [2, 4, 1], besides=(), most=2) == [3, 2]


def test_a_small_portfolio_is_read_whole_and_a_big_one_within_a_month() -> None:
    assert read_a_night(499) >= 499
    assert 30 * read_a_night(60_001) >= 60_001


def test_quarters_are_those_of_the_calendar() -> None:
    assert quarter_of(date(2026, 3, 31)) == date(2026, 1, 1)
    assert quarter_of(date(2026, 12, 1)) == date(2026, 10, 1)
    assert last_day_of(date(2025, 10, 1)) == date(2025, 12, 31)
    assert past_quarters(date(2026, 2, 28)) == [
        date(2025, 10, 1),
        date(2025, 7, 1),
        date(2025, 4, 1),
        date(2025, 1, 1),
    ]


def test_what_was_paid_later_was_still_open_on_a_past_day() -> None:
    paid = ClosedInvoice(
        date(2026, 1, 5), date(2026, 2, 4), date(2026, 3, 20),
        ((date(2026, 2, 20), 40_00), (date(2026, 3, 20), 60_00)), 100_00,
    )  # fmt: skip
    later = OpenInvoice(date(2026, 3, 2), date(2026, 4, 1))
    then = as_it_was(
        PayerHistory(closed=[paid], open=[later], insolvency=True), date(2026, 2, 28), zone="Europe/Paris"
    )
    assert then is not None
    assert not then.closed
    assert not then.insolvency
    assert list(then.open) == [OpenInvoice(date(2026, 1, 5), date(2026, 2, 4), ((date(2026, 2, 20), 40_00),))]


def test_before_the_first_invoice_there_is_no_payer() -> None:
    history = PayerHistory(open=[OpenInvoice(date(2026, 3, 2), date(2026, 4, 1))])
    assert as_it_was(history, date(2026, 2, 28), zone="Europe/Paris") is None
