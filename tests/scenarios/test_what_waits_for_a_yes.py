"""A message that waits for a person's yes has reached nobody: the days after are told as they are."""

from datetime import date

import pytest

from encours.books.creditor import actions as creditor_actions
from encours.ground.plumbing.say import say
from tests.story import Debtor, Story, plain


@pytest.fixture
def lumen(story: Story) -> Debtor:
    """A first-time customer whose large invoice asks for a yes before anything leaves."""
    creditor_actions.change_entity(story.act("2026-01-02"), fields={"ceiling_minor": 1_000_000})
    customer = story.customer("Lumen SAS", phone="01 44 00 00 00", since_on=date(2026, 1, 19))
    story.invoice("F-1", customer, "15 000,00 €", due="2026-03-12")
    return customer


def test_2026_11_22_a_large_first_invoice_stays_on_top_while_its_message_waits_for_a_yes(
    story: Story, lumen: Debtor
) -> None:
    """It sank under «do not contact» for a week, because of a message that nobody had sent."""
    for on in ("2026-03-13", "2026-03-16", "2026-03-18"):
        story.night(on)
        line = story.line(lumen, on)
        assert line is not None and line.section == "first", story.told(lumen)
        assert not any("7 jours pleins" in plain(say(reason)) for reason in line.why), story.told(lumen)
        story.queued("courtesy", to=lumen)


def test_once_the_message_left_the_week_counts(story: Story, lumen: Debtor) -> None:
    story.night("2026-03-13")
    story.approve(lumen, on="2026-03-13")
    story.dispatch("2026-03-13")
    story.night("2026-03-16")
    line = story.line(lumen, "2026-03-16")
    assert line is not None and line.section == "do_not_contact", story.told(lumen)
