"""Tomorrow is foreseen a part at a time: the parts together are the night, and nothing of them stays."""

import pytest

from encours.flows.night.run import preview
from encours.flows.night.run import run as run_night
from encours.flows.night.scope import Part, scope_of
from encours.method.cases.models import Case
from encours.method.outreach.models import Message
from tests.story import Story, day

ON = "2026-03-10"


@pytest.fixture
def late(story: Story) -> list[int]:
    """Five customers who are late, by number; the third one is known by the case of an earlier night."""
    found = [story.customer(f"Client{place} SARL") for place in range(5)]
    story.invoice("F-2", found[2], "800,00 €", due="2026-03-02")
    story.night("2026-03-04")
    for place in (0, 1, 3, 4):
        story.invoice(f"F-{place}", found[place], "800,00 €", due="2026-03-02")
    return [debtor.id for debtor in found]


def test_each_part_says_how_many_come_behind_it(story: Story, late: list[int]) -> None:
    seen: list[int] = []
    part, told = Part(most=2), []
    while True:
        report = preview(story.entity.pk, story.clock(ON), as_of=day(ON), part=part)
        seen += [planned.customer_id for planned in report.planned]
        told.append((len(report.planned), report.left))
        if not report.left:
            break
        assert report.after is not None
        part = Part(report.after, most=2)
    assert told == [(2, 3), (2, 1), (1, 0)]
    assert seen == late


def test_the_parts_together_are_the_night_and_nothing_stays(story: Story, late: list[int]) -> None:
    messages = Message.objects.count()
    first = preview(story.entity.pk, story.clock(ON), as_of=day(ON), part=Part(most=3))
    rest = preview(story.entity.pk, story.clock(ON), as_of=day(ON), part=Part(first.after or 0))
    assert (Case.objects.count(), Message.objects.count()) == (1, messages)
    story.bank(ON)
    night = run_night(story.entity.pk, story.clock(ON), as_of=day(ON), dry_run=True)
    assert [(p.customer_id, p.subject) for p in (*first.planned, *rest.planned)] == [
        (p.customer_id, p.subject) for p in night.planned
    ]


def test_everybody_is_in_one_part_where_there_are_few() -> None:
    scope = scope_of(Part(most=3), [(1, "EUR"), (2, "EUR")], [(2, "USD"), (7, "EUR")])
    assert (scope.until, scope.left) == (None, 0)
    assert scope.of([(1, "EUR"), (9, "EUR")]) == [(1, "EUR"), (9, "EUR")]
