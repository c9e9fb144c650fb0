"""Debts that were old before Encours knew them: what leaves, what a person says, what is taken back."""

import pytest

from encours.flows import entries
from encours.flows.entries import OldDebt
from encours.method.strategy.actions import Confirmed
from tests.story import Debtor, Story

pytestmark = pytest.mark.either

FIRST_DAY = "2026-03-05"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """Owes since October; the invoice came in on the fourth of March, with all the others."""
    dupont = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", dupont, "1 200,00 €", due="2025-10-10", entered="2026-03-04")
    return dupont


def waiting(story: Story, *, sent_elsewhere: bool = False, on: str = FIRST_DAY) -> list[OldDebt]:
    return entries.old_debts(story.act(on), sent_elsewhere=sent_elsewhere, limit=50)


def confirm(story: Story, level: str, *, on: str) -> list[Confirmed]:
    (debt,) = waiting(story, on=on)
    done = entries.confirm(story.act(on), chosen={debt.case_id: level})
    assert isinstance(done, list), done
    return done


def test_the_first_night_asks_about_old_debts_and_about_no_other(story: Story, dupont: Debtor) -> None:
    lately = story.customer("Vidal SA")
    story.invoice("F-2", lately, "900,00 €", due="2026-03-03", entered="2026-03-04")
    story.night(FIRST_DAY)
    (debt,) = waiting(story)
    assert (debt.customer_id, debt.choice.proposed.key) == (dupont.id, "courtesy")
    assert waiting(story, sent_elsewhere=True)[0].choice.proposed.key == "call_2"


def test_until_somebody_says_where_it_enters_the_mildest_word_leaves_and_nothing_else(
    story: Story, dupont: Debtor
) -> None:
    story.lives(FIRST_DAY, "2026-04-30")
    assert [str(step) for step in story.left(dupont)] == ["2026-03-05 courtesy"], story.told(dupont)
    assert story.action(dupont, "2026-04-30") == "wait"
    assert len(waiting(story, on="2026-04-30")) == 1, "the question stays"


def test_confirmed_at_its_age_the_debt_goes_on_from_there(story: Story, dupont: Debtor) -> None:
    story.reads_bank = False  # nothing leaves before the choice is made
    story.night(FIRST_DAY)
    confirm(story, "second_reminder", on=FIRST_DAY)
    assert waiting(story) == []
    story.reads_bank = True
    story.lives("2026-03-06", "2026-03-06")
    assert [str(step) for step in story.left(dupont)] == ["2026-03-06 second_reminder"], story.told(dupont)
    assert any("Dette ancienne : elle entre à l'étape" in line for line in story.journal(dupont))


def test_what_was_prepared_before_the_choice_does_not_leave_after_it(story: Story, dupont: Debtor) -> None:
    story.night(FIRST_DAY)
    story.queued("courtesy", to=dupont)
    confirm(story, "call_2", on=FIRST_DAY)
    story.nothing_queued(dupont)
    story.dispatch(FIRST_DAY)
    assert story.left(dupont) == []
    assert story.action(dupont, FIRST_DAY) == "call"


def test_the_proposed_courtesy_confirmed_lets_the_ladder_run(story: Story, dupont: Debtor) -> None:
    story.lives(FIRST_DAY, FIRST_DAY)
    confirm(story, "courtesy", on="2026-03-06")
    story.lives("2026-03-09", "2026-03-16")
    assert story.action(dupont, "2026-03-16") == "call", story.told(dupont)


def test_a_choice_is_taken_back_until_the_ladder_has_gone_on(story: Story, dupont: Debtor) -> None:
    story.night(FIRST_DAY)
    done = confirm(story, "call_2", on=FIRST_DAY)
    assert entries.take_back(story.act(FIRST_DAY), confirmed=done) is None
    assert len(waiting(story)) == 1
    assert "Étape d'entrée reprise : elle est de nouveau à confirmer" in story.journal(dupont)
    done = confirm(story, "second_reminder", on=FIRST_DAY)
    story.lives("2026-03-06", "2026-03-06")
    assert entries.take_back(story.act("2026-03-06"), confirmed=done) is not None


def test_a_debt_that_grew_old_here_is_asked_nothing(story: Story) -> None:
    """After an outage of two months a case opens late; what it owes was known all along."""
    martin = story.customer("Martin SARL")
    story.invoice("F-3", martin, "700,00 €", due="2026-01-05", entered="2025-12-05")
    story.lives(FIRST_DAY, "2026-03-05")
    assert waiting(story) == []
    assert [str(step) for step in story.left(martin)] == ["2026-03-05 courtesy"]


def test_a_step_that_is_not_on_offer_confirms_nothing(story: Story, dupont: Debtor) -> None:
    story.night(FIRST_DAY)
    (debt,) = waiting(story)
    outcome = entries.confirm(story.act(FIRST_DAY), chosen={debt.case_id: "formal_notice"})
    assert "n'est plus proposée" in str(outcome)
    assert len(waiting(story)) == 1


def test_a_debt_that_is_paid_is_asked_nothing_any_more(story: Story, dupont: Debtor) -> None:
    story.night(FIRST_DAY)
    story.pay(dupont, "1 200,00 €", on="2026-03-06", number="F-1")
    story.night("2026-03-09")
    assert waiting(story, on="2026-03-09") == []


def test_nobody_confirms_the_entry_of_another_companys_customer(story: Story, dupont: Debtor) -> None:
    from encours.ground.evidence.acts import Act
    from tests.factories import an_entity

    story.night(FIRST_DAY)
    (debt,) = waiting(story)
    mine = story.act(FIRST_DAY)
    other = Act(an_entity(name="Négoce Martin").pk, mine.actor, mine.at, mine.today)
    assert entries.confirm(other, chosen={debt.case_id: "call_2"}) == []
    assert len(waiting(story)) == 1
