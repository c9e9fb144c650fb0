"""A call that reaches a machine or somebody else: it counts as an attempt, and nobody is taken to have answered."""

import pytest

from encours.method.calls.models import CallNote
from encours.method.cases.models import ContactFact
from encours.method.cases.rules.contact import CallOutcome
from tests.story import Debtor, Story

pytestmark = pytest.mark.either
MONDAY = "2026-03-09"


@pytest.fixture
def debtor(story: Story) -> Debtor:
    made = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", made, "1 200,00 €", due="2026-02-16")
    story.night(MONDAY)
    return made


@pytest.mark.parametrize(
    ("outcome", "channel"),
    [(CallOutcome.VOICEMAIL_LEFT, "voicemail"), (CallOutcome.SOMEONE_ELSE, "phone")],
)
def test_it_is_an_attempt_without_a_conversation(
    story: Story, debtor: Debtor, outcome: CallOutcome, channel: str
) -> None:
    story.call(debtor, outcome, on=MONDAY)
    (fact,) = ContactFact.objects.filter(customer_id=debtor.id, direction="outbound", stage="call")
    assert (fact.channel, fact.outcome, fact.answered_at) == (channel, outcome.value, None)
    (note,) = CallNote.objects.filter(customer_id=debtor.id)
    assert not note.owes_summary, "nothing was said that a summary could confirm"
    assert note.next_step
    assert not outcome.had_conversation
