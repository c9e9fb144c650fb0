"""What an agreement takes out of the asking: exactly its amount, on the invoices it names, nowhere else."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encours.books.receivables.rules.open_item import OpenItem
from encours.method.strategy.rules.account import Covered, account_items

TODAY = date(2026, 3, 17)


def item(place: int, minor: int, late_days: int) -> OpenItem:
    due = TODAY - timedelta(days=late_days)
    return OpenItem(
        customer_id=7, invoice_id=place, due_id=place, number=f"F-{place}", kind="invoice", issued_on=due,
        due_on=due, amount_minor=minor, open_minor=minor, currency="EUR",
    )  # fmt: skip


def promised(items: list[OpenItem], covered: Covered) -> dict[int, int]:
    found = account_items(items, disputed={}, covered=covered, mentioned=(), today=TODAY)
    return {one.due_id: one.promised.minor for one in found if one.promised}


def test_what_names_its_invoice_covers_no_other() -> None:
    items = [item(1, 500_00, 30), item(2, 300_00, 10)]
    assert promised(items, Covered(named=[(300_00, {2: 300_00})])) == {2: 300_00}
    assert promised(items, Covered(named=[(600_00, {2: 300_00})])) == {2: 300_00}
    assert promised(items, Covered(on_time=100_00, named=[(300_00, {2: 300_00})])) == {1: 100_00, 2: 300_00}


@given(
    opens=st.lists(st.tuples(st.integers(1, 100_000), st.integers(-5, 60)), min_size=1, max_size=6),
    on_time=st.integers(0, 200_000),
    named=st.lists(
        st.tuples(
            st.integers(1, 200_000),
            st.dictionaries(st.integers(1, 6), st.integers(1, 100_000), min_size=1, max_size=3),
        ),
        max_size=3,
    ),
)
def test_pausing_never_leaks(
    opens: list[tuple[int, int]], on_time: int, named: list[tuple[int, dict[int, int]]]
) -> None:
    items = [item(place, minor, late) for place, (minor, late) in enumerate(opens, start=1)]
    found = promised(items, Covered(on_time=on_time, named=named))
    late = {one.due_id: one.open_minor for one in items if one.due_on < TODAY}
    assert set(found) <= set(late)
    assert all(minor <= late[place] for place, minor in found.items())
    assert sum(found.values()) <= on_time + sum(total for total, _parts in named)
    if not on_time:
        for place, minor in found.items():
            assert minor <= sum(parts.get(place, 0) for _total, parts in named)
