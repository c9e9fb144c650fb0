"""What every customer of a house is measured against, and how long it holds."""

from encours.method.insight.rules.house_figures import are_fresh, figures_of


def test_the_biggest_tenth_of_thirty_buyers_is_three_of_them() -> None:
    figures = figures_of([100 * place for place in range(1, 31)], median_invoice_minor=120_000)
    assert (figures.revenue_12m_minor, figures.key_from_minor) == (46_500, 2_800)
    assert figures.knows_key_accounts
    assert figures.median_invoice_minor == 120_000


def test_few_buyers_say_nothing_of_who_is_big() -> None:
    figures = figures_of([100] * 19, median_invoice_minor=None)
    assert not figures.knows_key_accounts
    assert (figures.revenue_12m_minor, figures.key_from_minor) == (1_900, 0)


def test_figures_hold_until_more_than_one_invoice_in_a_hundred_is_new() -> None:
    assert are_fresh(counted=1_000, new=10)
    assert not are_fresh(counted=1_000, new=11)
    assert not are_fresh(counted=0, new=1)
    assert are_fresh(counted=0, new=0)
