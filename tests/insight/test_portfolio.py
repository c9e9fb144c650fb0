"""Shares per type are whole percents that add to a hundred, whatever the numbers."""

from hypothesis import given
from hypothesis import strategies as st

from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.portfolio import shares

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
