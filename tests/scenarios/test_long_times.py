"""Time that does not run evenly: two months off, hours that change, leap days, holidays here and there."""

from datetime import UTC, date, datetime, time

import pytest

from encours.flows import nightly
from encours.ground.kernel.clock import FixedClock, at, local_date
from encours.method.outreach.rules.states import MessageState
from tests.story import Debtor, Story

pytestmark = pytest.mark.either

BACK = "2026-05-11"  # a Monday; the last night was that of Thursday 5 March


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="01 44 00 00 00")


# --- two months off -----------------------------------------------------------------------


@pytest.fixture
def off_for_two_months(story: Story, dupont: Debtor) -> dict[str, Debtor]:
    """Six customers on the evening before everything stopped; nobody looks until the eleventh of May."""
    told = dupont
    story.invoice("F-1", told, "1 200,00 €", due="2026-03-02")
    held = story.customer("Held SAS")
    story.invoice("F-2", held, "800,00 €", due="2026-03-02")
    promised = story.customer("Promet SA", phone="01 44 00 00 01")
    story.invoice("F-3", promised, "900,00 €", due="2026-03-02")
    story.hold(held, on="2026-03-02", until="2026-03-31", hour="00:30")
    story.lives("2026-03-03", "2026-03-04")
    story.promise(promised, "900,00 €", on="2026-03-20", made_on="2026-03-05", accepted=True)
    assert story.promise_of(promised) == "accepted"
    ready = story.customer("Pret SARL")
    story.invoice("F-4", ready, "700,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.queued("courtesy", to=ready)
    silent = story.customer("Silence SARL")
    story.invoice("F-5", silent, "600,00 €", due="2026-03-31", on="2026-03-01")
    paid = story.customer("Paye SA")
    story.invoice("F-6", paid, "500,00 €", due="2026-03-31", on="2026-03-01")
    return {
        "told": told,
        "held": held,
        "promised": promised,
        "ready": ready,
        "silent": silent,
        "paid": paid,
    }


def test_after_two_months_off_nothing_leaves_before_the_bank_is_read(
    story: Story, off_for_two_months: dict[str, Debtor]
) -> None:
    story.reads_bank = False
    before = {name: story.left(debtor) for name, debtor in off_for_two_months.items()}
    assert nightly.run_due(story.clock(BACK, "08:05")) == 1, (
        "the night that was missed runs at the next start"
    )
    story.dispatch(BACK, "09:30")
    for name, debtor in off_for_two_months.items():
        assert story.left(debtor) == before[name], story.told(debtor)
    assert story.planned(off_for_two_months["silent"]) is None
    assert story.promise_of(off_for_two_months["promised"]) == "due", (
        "a promise is not broken while nobody has looked at the bank"
    )


def test_after_two_months_off_one_word_leaves_to_each_and_never_two(
    story: Story, off_for_two_months: dict[str, Debtor]
) -> None:
    debtors = off_for_two_months
    story.pay(debtors["paid"], "500,00 €", on="2026-04-02", number="F-6")
    before = {name: len(story.left(debtor)) for name, debtor in debtors.items()}
    story.lives(BACK, "2026-05-12")
    now = {name: len(story.left(debtor)) - before[name] for name, debtor in debtors.items()}
    assert all(count <= 1 for count in now.values()), now
    assert now["paid"] == 0
    assert [str(s) for s in story.left(debtors["silent"])] == ["2026-05-11 courtesy"]
    assert [str(s) for s in story.left(debtors["held"])] == ["2026-05-11 courtesy"], "its pause is long over"
    assert story.promise_of(debtors["promised"]) == "broken"
    assert story.line(debtors["told"], BACK) is not None


def test_what_was_ready_before_the_two_months_is_written_anew(
    story: Story, off_for_two_months: dict[str, Debtor]
) -> None:
    ready = off_for_two_months["ready"]
    story.lives(BACK, BACK)
    states = [m.state for m in story.messages(ready)]
    assert states[0] == MessageState.CANCELLED, story.told(ready)
    left = [m for m in story.messages(ready) if m.sent_at]
    assert len(left) == 1 and left[0].decided_on == date(2026, 5, 11), story.told(ready)


def test_the_ladder_goes_on_where_it_stood_and_no_step_is_made_up_for(
    story: Story, off_for_two_months: dict[str, Debtor]
) -> None:
    """Seventy days late, the second step is next: not the fifth, and not all five in a week."""
    told = off_for_two_months["told"]
    story.lives(BACK, BACK)
    assert story.action(told, BACK) == "call", story.told(told)
    assert story.level(told) == "call_1", story.told(told)


def test_the_night_of_the_first_day_back_is_one_night_and_the_days_between_none(
    story: Story, off_for_two_months: dict[str, Debtor]
) -> None:
    story.reads_bank = False
    clock = story.clock(BACK, "08:05")
    assert nightly.run_due(clock) == 1
    assert nightly.run_due(clock) == 0


# --- hours that change --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "night", "gone"),
    [
        (
            "2026-03-27",
            "2026-03-30",
            datetime(2026, 3, 30, 7, 0, tzinfo=UTC),
        ),  # summer time began on the 29th
        ("2026-10-23", "2026-10-26", datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),  # and ended on the 25th
    ],
)
def test_the_morning_after_the_hour_changed_messages_leave_at_nine_by_the_wall(
    story: Story, dupont: Debtor, due: str, night: str, gone: datetime
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=due)
    story.night(night)
    message = story.queued("courtesy", to=dupont)
    assert message.send_from == gone
    story.dispatch(night, "08:59")
    assert story.left(dupont) == []
    story.dispatch(night, "09:00")
    assert [str(step) for step in story.left(dupont)] == [f"{night} courtesy"]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_night_whose_hour_does_not_exist_or_comes_twice_runs_once(story: Story, day: str) -> None:
    """Half past two is skipped on the 29th of March and comes twice on the 25th of October."""
    instants = [
        datetime.combine(date.fromisoformat(day), time(hour, minute), UTC)
        for hour, minute in ((0, 5), (0, 20), (0, 40), (1, 0), (1, 20), (1, 45), (2, 30))
    ]
    done = [nightly.run_due(FixedClock(instant)) for instant in instants]
    assert sum(done) == 1, dict(zip(instants, done, strict=True))


def test_a_gap_over_the_change_of_hour_is_seven_whole_days(story: Story, dupont: Debtor) -> None:
    """A note of Monday 23 March and the next one: the lost hour of the 29th takes no day away."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-20")
    story.lives("2026-03-23", "2026-03-23")
    story.skip(dupont, on="2026-03-30")
    story.lives("2026-03-31", "2026-04-10")
    left = story.left(dupont)
    assert [step.level for step in left] == ["courtesy", "second_reminder"], story.told(dupont)
    assert (left[1].on - left[0].on).days >= 7


def test_late_at_night_the_day_is_the_one_on_the_wall(story: Story) -> None:
    """Half past midnight in Paris is still the day before in UTC, in winter as in summer."""
    for day in ("2026-01-15", "2026-07-15"):
        instant = at(date.fromisoformat(day), time(0, 30), "Europe/Paris")
        assert local_date(instant, "Europe/Paris") == date.fromisoformat(day)
        assert story.act(day, "00:30").today == date.fromisoformat(day)


# --- leap days ----------------------------------------------------------------------------


def test_due_on_the_twenty_ninth_of_february_the_note_leaves_on_the_first_of_march(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2028-02-29")
    story.lives("2028-02-29", "2028-03-01")
    assert [str(step) for step in story.left(dupont)] == ["2028-03-01 courtesy"], story.told(dupont)


def test_a_leap_day_is_a_day_of_the_ladder_like_any_other(story: Story, dupont: Debtor) -> None:
    """Late since Monday 21 February 2028: the ninth day is Wednesday 1 March, the 29th counted."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2028-02-21")
    story.lives("2028-02-22", "2028-02-29")
    assert story.action(dupont, "2028-02-29") == "wait"
    story.night("2028-03-01")
    assert story.action(dupont, "2028-03-01") == "call", story.told(dupont)


def test_a_promise_for_the_leap_day_is_judged_the_day_after(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2028-02-11")
    story.lives("2028-02-14", "2028-02-14")
    promise = story.promise(dupont, "1 200,00 €", on="2028-02-29", made_on="2028-02-15", accepted=True)
    story.lives("2028-02-28", "2028-02-29")
    assert story.promise_state(promise) in {"accepted", "due"}
    story.lives("2028-03-01", "2028-03-01")
    assert story.promise_state(promise) == "broken", story.told(dupont)


# --- holidays of the customer's region, and our own weeks ---------------------------------


@pytest.mark.parametrize(
    ("postcode", "due", "left_on"),
    [
        ("75011", "2026-04-02", "2026-04-03"),  # Good Friday is a working day in most of France
        ("57000", "2026-04-02", "2026-04-07"),  # and none in Moselle; then the weekend and Easter Monday
        ("67 000", "2028-12-25", "2028-12-27"),  # the 26th of December, Saint Stephen, in Alsace
        ("", "2028-12-25", "2028-12-26"),
    ],
)
def test_the_holidays_of_the_customers_region_put_its_message_off(
    story: Story, postcode: str, due: str, left_on: str
) -> None:
    customer = story.customer("Muller SARL", postcode=postcode)
    story.invoice("F-1", customer, "1 200,00 €", due=due)
    first = date.fromisoformat(due)
    story.lives(due, date.fromordinal(first.toordinal() + 6).isoformat())
    assert [str(step) for step in story.left(customer)] == [f"{left_on} courtesy"], story.told(customer)


def test_two_closed_weeks_and_the_new_year_in_between_make_one_message_not_three(
    story: Story, dupont: Debtor
) -> None:
    story.closed("2026-12-21", "2027-01-03")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-12-18")
    story.invoice("F-2", dupont, "300,00 €", due="2026-12-28")
    story.lives("2026-12-21", "2027-01-08")
    left = story.left(dupont)
    assert [str(step) for step in left] == ["2027-01-04 courtesy"], story.told(dupont)
    (message,) = [m for m in story.messages(dupont) if m.sent_at]
    assert message.total_minor == 150_000, "both invoices stand in it"
