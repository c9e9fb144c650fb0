"""Which open items a credit pays: the certain ones, and no others."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encours.books.receivables.rules.allocation import OpenDue, oldest_first, propose

MARCH = date(2026, 3, 1)


def due(due_id: int, minor: int, *, day: int = 0, number: str = "") -> OpenDue:
    return OpenDue(due_id, number or f"F-{due_id}", MARCH + timedelta(days=day), minor)


def parts(matches: tuple) -> list[tuple[int, int]]:  # type: ignore[type-arg]
    return [(match.due_id, match.amount_minor) for match in matches]


def test_the_invoice_that_is_named_is_paid_first() -> None:
    assert parts(propose(500, [due(1, 500), due(2, 800, number="FA-2026/08")], named="fa 2026 08")) == [
        (2, 500)
    ]


def test_what_exceeds_the_named_invoice_stays_unallocated() -> None:
    assert parts(propose(900, [due(1, 500), due(2, 800)], named="F-2")) == [(2, 800)]


def test_an_unknown_number_allocates_nothing() -> None:
    assert propose(500, [due(1, 500)], named="F-99") == ()


def test_an_exact_amount_pays_its_invoice_the_oldest_of_equals() -> None:
    assert parts(propose(500, [due(1, 500, day=9), due(2, 500, day=2), due(3, 700)])) == [(2, 500)]


def test_the_exact_sum_of_everything_pays_everything() -> None:
    assert parts(propose(1200, [due(1, 500), due(2, 700)])) == [(1, 500), (2, 700)]


def test_any_other_amount_is_left_to_a_person() -> None:
    assert propose(600, [due(1, 500), due(2, 700)]) == ()


def test_oldest_first_fills_in_the_order_of_due_dates() -> None:
    assert parts(oldest_first(600, [due(1, 500, day=9), due(2, 300, day=1)])) == [(2, 300), (1, 300)]


@given(
    st.integers(1, 10_000),
    st.lists(st.integers(1, 5_000), max_size=6),
    st.sampled_from(["", "F-1", "F-4", "X"]),
)
def test_a_credit_is_never_spent_twice_nor_beyond_an_item(amount: int, opens: list[int], named: str) -> None:
    dues = [due(position, minor, day=position) for position, minor in enumerate(opens)]
    for matches in (propose(amount, dues, named=named), oldest_first(amount, dues)):
        assert sum(m.amount_minor for m in matches) <= amount
        spent = {m.due_id: m.amount_minor for m in matches}
        assert len(spent) == len(matches)
        assert all(0 < spent[d.due_id] <= d.open_minor for d in dues if d.due_id in spent)
