"""How a case opens, goes on, closes and comes back, told by day."""

from datetime import date, timedelta

import pytest

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import CreditNote
from encours.flows import recording
from encours.method.cases.models import Case
from encours.method.cases.rules.contact import CallOutcome
from encours.method.outreach.models import Message
from encours.method.strategy import queries as strategy_queries
from tests.story import Debtor, Story, plain


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="01 44 00 00 00")


def level_of(story: Story, customer: Debtor) -> str:
    """The level that the customer has reached."""
    case = story.case(customer) or Case.objects.get(customer_id=customer.id)
    position = strategy_queries.progress_of([case.pk if isinstance(case, Case) else case.id])
    (progress,) = position.values()
    return progress.position.level if progress.position else ""


def test_a_case_opens_one_business_day_after_the_due_date(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-05")
    story.lives("2026-03-05", "2026-03-05")
    assert story.case(dupont) is None
    story.lives("2026-03-06", "2026-03-06")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-06 courtesy"]


def test_due_on_friday_nothing_leaves_before_tuesday_morning(story: Story, dupont: Debtor) -> None:
    """A transfer of Friday arrives on Monday: the case opens on Monday, the bank of Friday was read."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-06")
    story.lives("2026-03-06", "2026-03-09")
    assert [s.on.isoformat() for s in story.left(dupont)] in ([], ["2026-03-09"])
    story.lives("2026-03-10", "2026-03-10")
    assert len(story.left(dupont)) == 1


def test_an_hour_an_hour_and_another_make_one_reminder(story: Story, dupont: Debtor) -> None:
    """S50: a job that runs every hour sends exactly one reminder per step."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    for on in ("2026-03-05", "2026-03-06"):
        for hour in range(3, 22, 2):
            story.night(on, hour=f"{hour:02}:15")
            story.dispatch(on, f"{hour:02}:30")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]
    assert Message.objects.count() == 1
    assert story.journal(dupont).count("Dossier ouvert (EUR)") == 1


def test_a_night_run_twice_prepares_nothing_new(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    first, second = story.night("2026-03-05"), story.night("2026-03-05")
    assert (first.queued, second.queued) == (1, 0)
    assert len(story.messages(dupont)) == 1


def test_a_missed_night_is_made_up_in_the_morning(story: Story, dupont: Debtor) -> None:
    """Ruling 10: the computer was off; the night runs at the next start and the mail leaves in hours."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05", hour="17:20")
    story.dispatch("2026-03-05", "17:25")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]


def test_run_after_hours_it_leaves_the_next_morning_if_it_is_still_right(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05", hour="19:30")
    story.dispatch("2026-03-05", "19:31")
    assert story.left(dupont) == []
    story.lives("2026-03-06", "2026-03-06")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-06 courtesy"]


def test_after_three_weeks_off_one_step_leaves_and_the_next_waits_its_gap(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.lives("2026-03-25", "2026-03-26")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-03 courtesy"]
    assert story.action(dupont, "2026-03-26") == "call", "the call that was due is still to be made"
    story.call(dupont, CallOutcome.NO_ANSWER, on="2026-03-26", level="call_1")
    story.call(dupont, CallOutcome.NO_ANSWER, on="2026-03-30", level="call_1")
    story.lives("2026-03-31", "2026-04-10")
    second = "2026-04-02 second_reminder"  # a call nobody answered counts from its first attempt
    assert [str(s) for s in story.left(dupont)] == ["2026-03-03 courtesy", second], story.told(dupont)


def test_an_old_debt_starts_with_a_courtesy_note_not_with_the_last_level(
    story: Story, dupont: Debtor
) -> None:
    """3.2, first run on D+65: one step, the first one, and no other that day or the next ones."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-01-05")
    for hour in ("03:00", "04:00", "05:00", "06:00"):
        story.night("2026-03-11", hour=hour)
        story.dispatch("2026-03-11")
    story.lives("2026-03-12", "2026-03-17")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-11 courtesy"]


def test_paying_the_oldest_invoice_does_not_start_the_ladder_again(story: Story, dupont: Debtor) -> None:
    """S38, clock mistake 1: the level is the customer's; the second invoice goes on from it."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.invoice("F-2", dupont, "900,00 €", due="2026-03-30")
    story.lives("2026-03-03", "2026-03-03")
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-11", level="call_1", next_on="2026-03-19")
    assert level_of(story, dupont) == "call_1"
    story.lives("2026-03-30", "2026-04-01")
    story.pay(dupont, "1 200,00 €", on="2026-04-01", number="F-1")
    story.lives("2026-04-02", "2026-04-24")
    assert level_of(story, dupont) == "second_reminder"
    levels = [s.level for s in story.left(dupont)]
    # F-2 gets its first word, which is no step of the ladder; then the call of its age comes.
    assert levels == ["courtesy", "second_reminder", "new_item", "light_statement"], story.told(dupont)
    story.night("2026-04-27")
    assert story.action(dupont, "2026-04-27") == "call"


def test_no_level_is_skipped_when_the_older_invoices_are_paid_in_between(
    story: Story, dupont: Debtor
) -> None:
    """S39: what is left gets its courtesy note first, never a firmer word without warning."""
    story.invoice("F-1", dupont, "250,00 €", due="2026-05-29")
    story.invoice("F-2", dupont, "250,00 €", due="2026-05-29")
    story.invoice("F-3", dupont, "700,00 €", due="2026-06-02")
    story.lives("2026-05-30", "2026-05-31")
    story.pay(dupont, "250,00 €", on="2026-06-01", number="F-1", hour="08:00")
    story.pay(dupont, "250,00 €", on="2026-06-01", number="F-2", hour="08:05")
    story.lives("2026-06-02", "2026-06-02")
    story.pay(dupont, "200,00 €", on="2026-06-03", number="F-3", hour="08:00")
    story.lives("2026-06-04", "2026-06-10")
    assert [s.level for s in story.left(dupont)] == ["courtesy"], story.told(dupont)
    (message,) = [m for m in story.messages(dupont) if m.level == "courtesy" and m.sent_at]
    assert [line.number for line in message.lines.all()] == ["F-3"]
    assert "500,00" in plain(message.text)


def test_two_invoices_are_one_conversation(story: Story, dupont: Debtor) -> None:
    """S16: what falls due after a mail is in the customer's total at once, and named in the next mail."""
    story.invoice("F-1", dupont, "400,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-05")
    story.invoice("F-2", dupont, "300,00 €", due="2026-03-06")
    line = story.line(dupont, "2026-03-10")
    assert line is not None and line.amount.minor == 70_000
    story.call(dupont, CallOutcome.NO_ANSWER, on="2026-03-11", level="call_1")
    story.call(dupont, CallOutcome.NO_ANSWER, on="2026-03-13", level="call_1")
    story.lives("2026-03-16", "2026-03-20")
    *_, last = [m for m in story.messages(dupont) if m.sent_at]
    assert {line.number for line in last.lines.all()} == {"F-1", "F-2"}, story.told(dupont)


def test_a_credit_note_that_covers_the_invoice_closes_the_case(story: Story, dupont: Debtor) -> None:
    """S28: against the invoice it is settled; cancelled, the case goes on where it stood."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    story.credit(dupont, "1 200,00 €", on="2026-03-09", against="F-1")
    story.lives("2026-03-10", "2026-03-10")
    assert story.case(dupont) is None
    act = story.act("2026-03-11")
    note = CreditNote.objects.get().pk
    recording.change_books(
        act, dupont.id, lambda: receivables_actions.cancel_credit_note(act, credit_note_id=note)
    )
    story.lives("2026-03-12", "2026-03-13")
    assert story.case(dupont) is not None
    assert level_of(story, dupont) == "courtesy"
    assert [s.level for s in story.left(dupont)] == ["courtesy"]


def test_a_credit_note_on_no_invoice_counts_before_anybody_is_reminded(story: Story, dupont: Debtor) -> None:
    """S28, S21: money in our hands comes first, allocated or not."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    story.credit(dupont, "1 500,00 €", on="2026-03-09")
    story.lives("2026-03-10", "2026-03-20")
    assert story.case(dupont) is None
    assert len(story.left(dupont)) == 1


def test_covered_by_a_credit_before_it_is_late_nobody_hears_of_it(story: Story, dupont: Debtor) -> None:
    story.credit(dupont, "1 200,00 €", on="2026-03-01")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04", on="2026-03-02")
    story.lives("2026-03-04", "2026-03-12")
    assert story.messages(dupont) == []
    assert story.case(dupont) is None


@pytest.mark.parametrize(
    ("due", "reopened", "level"),
    [
        ("2026-06-01", True, "second_reminder"),
        ("2026-08-17", True, "call_1"),
        ("2026-11-02", False, "courtesy"),
    ],
)
def test_how_long_the_level_is_remembered_after_the_case_closed(
    story: Story, dupont: Debtor, due: str, reopened: bool, level: str
) -> None:
    """Ruling 5: the same within 90 days, one lower within 180, then from the start."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.skip(dupont, on="2026-03-11")
    story.lives("2026-03-19", "2026-03-20")
    assert level_of(story, dupont) == "second_reminder", story.told(dupont)
    story.pay(dupont, "1 200,00 €", on="2026-03-23", number="F-1")
    story.lives("2026-03-24", "2026-03-24")
    assert story.case(dupont) is None
    story.invoice("F-2", dupont, "800,00 €", due=due)
    overdue = date.fromisoformat(due)
    story.lives(due, overdue.replace(day=overdue.day + 1).isoformat())
    assert level_of_open(story, dupont) == level, story.told(dupont)
    assert any("rouvert" in line for line in story.journal(dupont)) is reopened


def level_of_open(story: Story, customer: Debtor) -> str:
    case = story.case(customer)
    assert case is not None
    progress = strategy_queries.progress_of([case.id])[case.id]
    return progress.position.level if progress.position else ""


def test_six_invoices_on_time_wipe_the_slate(story: Story, dupont: Debtor) -> None:
    story.invoice("F-0", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.pay(dupont, "1 200,00 €", on="2026-03-05", number="F-0")
    story.lives("2026-03-06", "2026-03-06")
    for place, due in enumerate(("03-10", "03-17", "03-24", "03-31", "04-07", "04-14"), start=1):
        story.invoice(f"F-{place}", dupont, "100,00 €", due=f"2026-{due}", on="2026-03-06")
        story.pay(dupont, "100,00 €", on=f"2026-{due}", number=f"F-{place}")
    story.invoice("F-9", dupont, "900,00 €", due="2026-04-20")
    story.lives("2026-04-21", "2026-04-21")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-03 courtesy", "2026-04-21 courtesy"]


def test_a_returned_payment_opens_the_case_again_where_it_stood(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.lives("2026-03-05", "2026-03-05")
    paid = story.pay(dupont, "1 200,00 €", on="2026-03-09", number="F-1")
    story.lives("2026-03-10", "2026-03-10")
    assert story.case(dupont) is None
    story.payment_comes_back(paid, on="2026-03-12")
    story.lives("2026-03-13", "2026-03-16")
    assert level_of_open(story, dupont) == "courtesy"
    assert [s.level for s in story.left(dupont)] == ["courtesy"]


def test_passing_over_a_light_word_moves_nothing(story: Story, dupont: Debtor) -> None:
    """A word beside the ladder only waits a week: the ladder does not begin again."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.invoice("F-2", dupont, "900,00 €", due="2026-03-30")
    story.lives("2026-03-03", "2026-03-03")
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-11", level="call_1", next_on="2026-03-19")
    story.lives("2026-03-20", "2026-03-20")
    story.pay(dupont, "1 200,00 €", on="2026-03-23", number="F-1")
    story.night("2026-04-01")
    assert story.queued("new_item", to=dupont)
    story.skip(dupont, on="2026-04-01", hour="08:00")
    story.lives("2026-04-02", "2026-04-07")
    assert level_of(story, dupont) == "second_reminder", story.told(dupont)
    assert [s.level for s in story.left(dupont)] == ["courtesy", "second_reminder"]


def test_a_person_who_passes_over_a_step_moves_the_ladder_on_with_the_reason(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.skip(dupont, on="2026-03-05", hour="08:00")
    story.dispatch("2026-03-05")
    story.lives("2026-03-06", "2026-03-12")
    assert story.left(dupont) == []
    assert any("passée : déjà vu ensemble" in line for line in story.journal(dupont))
    story.lives("2026-03-13", "2026-03-13")
    assert story.action(dupont, "2026-03-13") == "call"


def test_2026_11_22_who_pays_after_each_note_is_not_silent(story: Story, dupont: Debtor) -> None:
    """K13 counted six notes without a word in reply, although each was followed by its payment."""
    story.has_always_paid(dupont, count=5, until="2025-12-30")
    for month in range(1, 9):
        due = date(2026, month, 2)
        story.invoice(f"F-{month}", dupont, "900,00 €", due=due)
        story.lives((due + timedelta(days=1)).isoformat(), (due + timedelta(days=3)).isoformat())
        assert len(story.left(dupont)) == month, story.told(dupont)
        story.pay(dupont, "900,00 €", on=due + timedelta(days=5), number=f"F-{month}")
        story.night(due + timedelta(days=7))
        assert story.case(dupont) is None


def test_2026_11_22_a_case_at_rest_is_looked_at_again_when_the_next_invoice_is_late(
    story: Story, dupont: Debtor
) -> None:
    """30 € were kept on the account, and the 5 000 € that fell due later went unnoticed."""
    story.invoice("F-1", dupont, "30,00 €", due="2026-03-02")
    story.invoice("F-2", dupont, "5 000,00 €", due="2026-04-02", on="2026-03-01")
    story.lives("2026-03-03", "2026-03-24")
    assert [step.level for step in story.left(dupont)] == ["courtesy", "second_reminder"]
    story.lives("2026-04-02", "2026-04-03")
    (line,) = strategy_queries.work_items_among([dupont.id])[dupont.id]
    assert (line.computed_on, line.amount_minor) == (date(2026, 4, 3), 5_030_00)


def test_who_has_a_number_and_no_address_is_called_where_the_step_has_a_call(story: Story) -> None:
    """A first purchase of 15 000 €: the note cannot be written, the call of the same step can be made."""
    lumen = story.customer("Lumen SAS", email="", phone="01 44 00 00 03")
    story.invoice("F-1", lumen, "15 000,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-06")
    assert story.action(lumen, "2026-03-06") == "call"
    story.call(
        lumen,
        CallOutcome.ANSWERED_NO_PROMISE,
        on="2026-03-06",
        level=story.level(lumen),
        next_on="2026-03-16",
    )
    story.lives("2026-03-09", "2026-03-13")
    assert story.action(lumen, "2026-03-13") == "wait"
