"""The day's list says before the night what it says after it, and changes nothing."""

import pytest

from encours.books.creditor.rules.roles import Role
from encours.flows.worklist import Line, worklist
from encours.ground.evidence.models import JournalEntry
from encours.method.cases.models import Case
from tests.factories import a_member, a_user
from tests.story import Story, day

ON = "2026-03-10"


@pytest.fixture
def lines(story: Story) -> list[Line]:
    late, owed = story.customer("Dupont SARL"), story.customer("Martin SARL")
    story.invoice("F-1", late, "1 200,00 €", due="2026-03-02")
    story.invoice("F-2", owed, "300,00 €", due="2026-03-02")
    story.invoice("F-3", story.customer("Pas encore SARL"), "900,00 €", due="2026-03-31")
    story.bank("2026-03-09")
    return worklist(story.entity.pk, story.clock(ON), on=day(ON))


def test_who_is_late_is_listed_before_any_night_and_nothing_is_written(
    story: Story, lines: list[Line]
) -> None:
    assert [(line.customer, line.action) for line in lines] == [
        ("Dupont SARL", "courtesy_email"),
        ("Martin SARL", "courtesy_email"),
    ]
    assert not Case.objects.exists()
    assert not JournalEntry.objects.filter(kind="cases.case_opened").exists()


def test_the_night_changes_no_line_of_it(story: Story, lines: list[Line]) -> None:
    story.night(ON)
    after = worklist(story.entity.pk, story.clock(ON), on=day(ON))
    assert [(line.customer, line.action, line.priority) for line in after] == [
        (line.customer, line.action, line.priority) for line in lines
    ]


def test_a_person_sees_the_customers_they_look_after(story: Story, lines: list[Line]) -> None:
    julien = a_user(email="julien@morel.test")
    a_member(story.entity, user=julien, role=Role.ACCOUNT_MANAGER)
    assert worklist(story.entity.pk, story.clock(ON), on=day(ON), user_id=julien.pk) == []
