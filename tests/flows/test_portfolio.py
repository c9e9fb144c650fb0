"""The figures of a portfolio are counted once a day, and again as soon as the books have changed much."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.creditor import queries as creditor_queries
from encours.flows.review.portfolio import house_figures
from encours.method.insight import queries as insight_queries
from tests.story import Story, day

ON = "2026-03-10"


@pytest.fixture
def counted(story: Story) -> Callable[[str], int]:
    """What the house has sold in twelve months, as its customers are measured on a day."""
    entity = creditor_queries.entity(story.entity.pk)
    return lambda on: house_figures(entity, day(on)).revenue_12m_minor


def test_the_night_counts_and_the_day_reads(
    story: Story, counted: Callable[[str], int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    customer = story.customer()
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-31")
    story.night(ON)
    kept = insight_queries.counted_figures(story.entity.pk)
    assert kept is not None
    assert (kept.on, kept.invoice_count, kept.figures.revenue_12m_minor) == (day(ON), 1, 120_000)
    with django_assert_num_queries(2):
        assert counted(ON) == 120_000


def test_books_that_changed_much_are_counted_at_once(story: Story, counted: Callable[[str], int]) -> None:
    customer = story.customer()
    story.night(ON)
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-31")
    assert counted(ON) == 120_000


def test_another_day_is_counted_by_itself(story: Story, counted: Callable[[str], int]) -> None:
    story.invoice("F-1", story.customer(), "1 200,00 €", due="2026-03-31")
    story.night(ON)
    assert counted("2027-04-01") == 0, "more than twelve months later nothing of it counts"
