"""Days on which nobody is contacted, and what waits for a person: closed weeks, holidays, bank, emotion."""

from datetime import date, time

import pytest

from encours.flows import holds
from encours.flows.contacting import CallExtras
from encours.ground.kernel.clock import at
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from tests.story import Debtor, Story

pytestmark = pytest.mark.either


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="01 44 00 00 00")


def test_nothing_leaves_while_we_are_closed_in_august_and_the_step_comes_after(
    story: Story, dupont: Debtor
) -> None:
    story.closed("2026-08-03", "2026-08-23")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-08-04")
    story.lives("2026-08-05", "2026-08-23")
    assert story.left(dupont) == []
    story.lives("2026-08-24", "2026-08-25")
    assert [str(s) for s in story.left(dupont)] == ["2026-08-24 courtesy"], story.told(dupont)


def test_a_step_that_falls_on_the_fourteenth_of_july_leaves_on_the_fifteenth(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-06-27")
    story.lives("2026-06-29", "2026-06-29")
    story.lives("2026-07-06", "2026-07-06")
    story.skip(dupont, on="2026-07-06")
    story.lives("2026-07-07", "2026-07-15")
    assert [str(s) for s in story.left(dupont)][1:] == ["2026-07-15 second_reminder"], story.told(dupont)
    assert any("14 juillet 2026" in line for line in story.journal(dupont)), "the refusal is written down"


def test_due_on_the_eve_of_a_holiday_the_case_opens_after_it(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-07-13")
    story.lives("2026-07-14", "2026-07-15")
    assert [str(s) for s in story.left(dupont)] == ["2026-07-15 courtesy"], story.told(dupont)


def test_the_holiday_that_counts_is_the_customers(story: Story) -> None:
    """Ascension Day is one in France; a customer in Italy is written to, one in France is not."""
    rossi = story.customer("Rossi SRL", country="IT", time_zone="Europe/Rome")
    martin = story.customer("Martin SARL")
    for customer in (rossi, martin):
        story.invoice(f"F-{customer.id}", customer, "1 200,00 €", due="2026-05-12")
    story.closed("2026-05-13", "2026-05-13")
    story.lives("2026-05-14", "2026-05-15")
    assert [str(s) for s in story.left(rossi)] == ["2026-05-14 courtesy"], story.told(rossi)
    assert [str(s) for s in story.left(martin)] == ["2026-05-15 courtesy"], story.told(martin)


def test_a_customer_far_away_is_written_to_in_its_own_morning(story: Story) -> None:
    smith = story.customer("Smith Inc", country="US", time_zone="America/New_York", language="en")
    story.invoice("F-1", smith, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.dispatch("2026-03-05", "09:30")
    assert story.left(smith) == []
    story.dispatch("2026-03-05", "15:01")
    assert [str(s) for s in story.left(smith)] == ["2026-03-05 courtesy"], story.told(smith)


def test_nothing_leaves_before_the_bank_is_read_and_then_it_does(story: Story, dupont: Debtor) -> None:
    """Clock mistake 12: a reminder never leaves because nobody looked whether the money had come."""
    story.reads_bank = False
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-03")
    story.bank("2026-03-03")
    story.lives("2026-03-05", "2026-03-09")
    assert story.messages(dupont) == []
    planned = story.planned(dupont)
    assert planned is not None and planned.decision == "check_bank"
    story.bank("2026-03-09", "10:00")
    story.lives("2026-03-10", "2026-03-10")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-10 courtesy"], story.told(dupont)


def test_the_payment_found_when_the_bank_is_read_is_never_reminded(story: Story, dupont: Debtor) -> None:
    story.reads_bank = False
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-03")
    story.lives("2026-03-04", "2026-03-09")
    story.pay(dupont, "1 200,00 €", on="2026-03-05", number="F-1", hour="10:00")
    story.bank("2026-03-09", "10:00")
    story.lives("2026-03-10", "2026-03-12")
    assert story.messages(dupont) == []
    assert story.case(dupont) is None


def test_a_bank_never_read_stops_everything_and_says_so(story: Story, dupont: Debtor) -> None:
    story.reads_bank = False
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-03")
    story.lives("2026-03-04", "2026-03-12")
    assert story.messages(dupont) == []
    line = story.line(dupont, "2026-03-12")
    assert line is not None
    assert any("un règlement est peut-être arrivé" in str(why) for why in line.why), [
        str(why) for why in line.why
    ]


def test_after_an_emotional_call_two_full_business_days_of_calm(story: Story, dupont: Debtor) -> None:
    """K10: called on Friday in tears, nobody moves before Wednesday; then the gap of the call still runs."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.call(dupont, CallOutcome.EMOTIONAL, on="2026-03-13", level="call_1", next_on="2026-03-16")
    story.lives("2026-03-16", "2026-03-19")
    assert len(story.left(dupont)) == 1, story.told(dupont)
    line = story.line(dupont, "2026-03-16")
    assert line is not None and line.section == "do_not_contact"
    story.lives("2026-03-20", "2026-03-20")
    assert [str(s) for s in story.left(dupont)][1:] == ["2026-03-20 second_reminder"], story.told(dupont)


def test_what_came_in_and_is_not_read_stops_the_ladder_until_it_is(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    item = story.inbound(dupont, "Nous regardons cela.", on="2026-03-02")
    story.lives("2026-03-03", "2026-03-11")
    assert story.messages(dupont) == []
    assert story.action(dupont, "2026-03-11") == "hold"
    story.read(dupont, item, on="2026-03-11")
    story.lives("2026-03-12", "2026-03-12")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-12 courtesy"], story.told(dupont)


def test_an_answer_sets_the_silence_back_to_nothing(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    item = story.inbound(dupont, "Bien reçu.", on="2026-03-05")
    story.read(dupont, item, on="2026-03-05")
    assert any("contacts en attente de réponse soldés (1)" in line for line in story.journal(dupont))


def test_a_pause_until_the_tenth_holds_the_tenth_and_ends_on_the_eleventh(
    story: Story, dupont: Debtor
) -> None:
    """S64: none on the last day of the pause, allowed the day after."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-06-01")
    story.hold(dupont, on="2026-06-02", until="2026-06-10", hour="00:30")
    story.lives("2026-06-02", "2026-06-10")
    assert story.messages(dupont) == []
    story.lives("2026-06-11", "2026-06-11")
    assert [str(s) for s in story.left(dupont)] == ["2026-06-11 courtesy"], story.told(dupont)


def test_a_pause_without_an_end_holds_until_somebody_lifts_it(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    hold = story.hold(dupont, on="2026-03-03", until=None, kind=HoldKind.INSOLVENCY, hour="00:30")
    story.lives("2026-03-03", "2026-03-20")
    assert story.messages(dupont) == []
    refused = holds.release(
        story.act("2026-03-20"), customer_id=dupont.id, hold_id=hold, why="erreur d'homonymie"
    )
    assert refused is None
    story.lives("2026-03-23", "2026-03-23")
    assert len(story.left(dupont)) == 1, story.told(dupont)


def test_bereavement_leaves_thirty_days_of_peace(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.hold(dupont, on="2026-03-09", until=None, kind=HoldKind.BEREAVEMENT)
    story.lives("2026-03-10", "2026-04-08")
    assert len(story.left(dupont)) == 1, story.told(dupont)
    assert story.action(dupont, "2026-04-08") == "hold"
    story.lives("2026-04-09", "2026-04-10")
    assert story.action(dupont, "2026-04-10") == "call"


def test_called_back_at_the_hour_the_customer_asked_for(story: Story, dupont: Debtor) -> None:
    """K5: asked on Tuesday for Thursday at ten, nobody writes in between, and Thursday it is a call."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    when = at(date(2026, 3, 12), time(10), "Europe/Paris")
    story.call(
        dupont,
        CallOutcome.CALL_BACK_REQUESTED,
        on="2026-03-10",
        next_on="2026-03-12",
        extras=CallExtras(level="call_1", call_back_at=when),
    )
    story.lives("2026-03-11", "2026-03-12")
    assert story.action(dupont, "2026-03-12") == "call_back"
    assert len(story.left(dupont)) == 1
