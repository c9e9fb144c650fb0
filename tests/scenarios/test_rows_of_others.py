"""Rows of other programs' tests, lived through ours, each with our own outcome (S.. and 3.2 of the peers)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from encours.books.creditor import actions as creditor_actions
from encours.flows import outbox, promises
from encours.flows.steps import Done, done_by_hand
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.models import Case
from encours.method.cases.rules.contact import CallOutcome
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState, Mode
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.procedures import shipped_procedures
from tests.story import Debtor, Story, day, plain, refused

pytestmark = pytest.mark.either


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="01 44 00 00 00")


# --- amounts ------------------------------------------------------------------------------


def dollars(story: Story) -> None:
    """1 USD = 0,90 €."""
    creditor_actions.set_rate(
        story.act("2026-01-02"), currency="USD", from_on=date(2026, 1, 1), rate=Decimal("0.9")
    )


def test_s11_a_small_balance_is_small_in_our_own_currency(story: Story, dupont: Debtor) -> None:
    """52 USD are 46,80 €: two messages, then it stays on the account, and nobody calls."""
    dollars(story)
    story.invoice("U-1", dupont, "52,00", due="2026-03-02", currency="USD")
    story.lives("2026-03-03", "2026-03-25")
    assert [s.level for s in story.left(dupont)] == ["courtesy", "second_reminder"], story.told(dupont)
    assert story.planned(dupont) is None or story.action(dupont, "2026-03-25") == "wait"


def test_s11_the_same_figure_is_not_small_where_the_currency_is_worth_more(
    story: Story, dupont: Debtor
) -> None:
    creditor_actions.set_rate(
        story.act("2026-01-02"), currency="GBP", from_on=date(2026, 1, 1), rate=Decimal("1.2")
    )
    story.invoice("P-1", dupont, "45,00", due="2026-03-02", currency="GBP")
    story.lives("2026-03-03", "2026-03-12")
    progress = CaseProgress.objects.get()
    assert progress.procedure != "small_balance"


def test_2026_11_22_what_has_no_rate_comes_last_in_both_lists_and_says_why(
    story: Story, dupont: Debtor
) -> None:
    """The stored list ranked 90 000 $ by its bare figure, above everybody who had a rate."""
    story.invoice("F-1", dupont, "900,00 €", due="2026-03-02")
    other = story.customer("Harbour Ltd", phone="01 44 00 00 02")
    story.invoice("F-2", other, "90 000,00 €", due="2026-03-02", currency="USD")
    story.night("2026-03-03")
    lines = strategy_queries.work_items_among([other.id, dupont.id])
    assert list(lines) == [dupont.id, other.id]
    (stored,) = lines[other.id]
    assert "Aucun taux de change pour USD" in plain(say(stored.why[0]))
    line = story.line(other, "2026-03-03")
    assert line is not None and not line.is_ranked and line.why[0] == stored.why[0]


def test_the_ceiling_counts_in_our_own_currency(story: Story, dupont: Debtor) -> None:
    dollars(story)
    creditor_actions.change_entity(story.act("2026-01-02"), fields={"ceiling_minor": 100_000})
    martin = story.customer("Martin SARL")
    tanaka = story.customer("Tanaka KK")
    story.invoice("U-1", dupont, "1 100,00", due="2026-03-02", currency="USD")
    story.invoice("U-2", martin, "1 150,00", due="2026-03-02", currency="USD")
    story.invoice("C-1", tanaka, "200,00", due="2026-03-02", currency="CHF")
    story.night("2026-03-03")
    states = {m.customer_id: m.state for m in Message.objects.all()}
    assert states[dupont.id] == MessageState.READY, "990 €"
    assert states[martin.id] == MessageState.TO_CONFIRM, "1 035 €"
    assert states[tanaka.id] == MessageState.TO_CONFIRM, "no rate: nobody knows what it is worth"


def test_s44_what_is_left_of_a_big_invoice_is_a_small_balance(story: Story, dupont: Debtor) -> None:
    """100 €, 80 € paid: two messages about 20 €, then it stays on the account."""
    story.invoice("F-1", dupont, "100,00 €", due="2026-03-02")
    story.pay(dupont, "80,00 €", on="2026-03-02", number="F-1")
    story.lives("2026-03-03", "2026-03-25")
    assert [s.level for s in story.left(dupont)] == ["courtesy", "second_reminder"]
    assert all("20,00" in plain(m.text) for m in story.messages(dupont))
    assert story.action(dupont, "2026-03-25") == "wait"
    assert not any("appel" in line.lower() for line in story.journal(dupont))


def test_s21_a_payment_that_nobody_allocated_counts_before_the_reminder(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "500,00 €", due="2026-03-02")
    story.pay(dupont, "60,00 €", on="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    (message,) = story.messages(dupont)
    assert "440,00" in plain(message.text)


def test_s71_a_confirmation_lapses_when_the_money_comes(story: Story, dupont: Debtor) -> None:
    """1 140 € confirmed in the evening, 1 140 € received before the mail leaves: nothing leaves, the case closes."""
    creditor_actions.change_entity(story.act("2026-01-02"), fields={"ceiling_minor": 10_000})
    story.invoice("F-1", dupont, "1 140,00 €", due="2026-03-04")
    story.night("2026-03-05")
    story.approve(dupont, on="2026-03-05", hour="19:30")
    story.pay(dupont, "1 140,00 €", on="2026-03-06", hour="08:00", number="F-1")
    story.dispatch("2026-03-06")
    story.nothing_left_for(dupont, because="n'est plus ouverte")
    story.night("2026-03-07")
    assert story.case(dupont) is None


# --- rhythm -------------------------------------------------------------------------------


def test_s15_seven_days_between_two_contacts_and_a_call_is_no_second_reminder(
    story: Story, dupont: Debtor
) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-09")
    assert len(story.left(dupont)) == 1
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-11", level="call_1", next_on="2026-03-19")
    story.lives("2026-03-12", "2026-03-20")
    assert [str(s) for s in story.left(dupont)][1:] == ["2026-03-19 second_reminder"], story.told(dupont)


@pytest.mark.parametrize("hour", ["09:00", "14:00", "17:59"])
def test_s60_the_gap_counts_in_whole_days_whatever_the_hour_it_left(
    story: Story, dupont: Debtor, hour: str
) -> None:
    story.invoice("F-1", dupont, "40,00 €", due="2026-03-02")
    story.night("2026-03-12")
    story.dispatch("2026-03-12", hour)
    story.lives("2026-03-13", "2026-03-20")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-12 courtesy", "2026-03-19 second_reminder"]


def test_s60_a_step_that_was_passed_over_keeps_the_same_gap(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "40,00 €", due="2026-03-02")
    story.night("2026-03-12")
    story.skip(dupont, on="2026-03-12")
    story.lives("2026-03-13", "2026-03-20")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-19 second_reminder"], story.told(dupont)


def test_s60_a_later_day_fixed_by_a_person_wins(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-11", level="call_1", next_on="2026-04-01")
    story.lives("2026-03-12", "2026-04-01")
    assert [str(s) for s in story.left(dupont)][1:] == ["2026-04-01 second_reminder"], story.told(dupont)


def test_s60_the_deadline_of_a_letter_holds_the_next_step(story: Story, dupont: Debtor) -> None:
    """The firm letter leaves nine days: the formal notice waits for the day after them, not for its age."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-01-05")
    story.lives("2026-03-02", "2026-03-02")
    for on in ("2026-03-09", "2026-03-16", "2026-03-23"):
        story.night(on)
        story.skip(dupont, on=on)
    story.night("2026-03-30")
    assert story.action(dupont, "2026-03-30") == "firm_letter"
    done = done_by_hand(story.act("2026-03-30"), customer_id=dupont.id)
    assert isinstance(done, Done) and done.answer_by == day("2026-04-08")
    story.night("2026-04-08")
    assert story.action(dupont, "2026-04-08") == "wait"
    story.night("2026-04-09")
    assert story.action(dupont, "2026-04-09") == "formal_notice"
    assert "Il manque" in refused(done_by_hand(story.act("2026-04-09"), customer_id=dupont.id))


DAILY = tuple(range(1, 46))
CALENDARS = {
    "each day": DAILY,
    "around the dates of the ladder": (9, 10, 29, 30, 59, 60, 65),
    "once a week": tuple(range(7, 64, 7)),
    "for the first time after 65 days, then daily": tuple(range(65, 90)),
    "four times on one day": (65, 65, 65, 65),
}


@pytest.mark.parametrize("calendar", sorted(CALENDARS))
def test_3_2_whatever_days_it_runs_no_level_is_skipped_and_no_gap_is_short(
    story: Story, dupont: Debtor, calendar: str
) -> None:
    """The written ladder of a statement a week, run daily, rarely, late, or four times on one day."""
    start = day("2026-03-02")
    story.invoice("F-1", dupont, "1 200,00 €", due=start)
    for stage in ("courtesy", "reminder2"):
        strategy_actions.set_step_mode(story.act("2026-01-02"), stage=stage, mode=Mode.AUTOMATIC)
    for place, after in enumerate(CALENDARS[calendar]):
        on = start + timedelta(days=after)
        story.night(on, hour=f"{2 + place % 4:02}:30")
        if place == 0:
            CaseProgress.objects.update(chosen_procedure="key_small", review_on=on)
            Message.objects.all().delete()
            story.night(on, hour="06:30")
        story.dispatch(on)
    left = story.left(dupont)
    ladder = [level.key for level in shipped_procedures()["key_small"].levels]
    assert [s.level for s in left] == ladder[: len(left)], story.told(dupont)
    assert all((later.on - earlier.on).days >= 7 for earlier, later in pairwise(left))
    assert len(left) >= (1 if calendar == "four times on one day" else 3), story.told(dupont)


# --- promises -----------------------------------------------------------------------------


@pytest.fixture
def told(story: Story, dupont: Debtor) -> Debtor:
    """Dupont owes 500 € in two invoices, and knows it."""
    story.invoice("F-1", dupont, "200,00 €", due="2026-03-02")
    story.invoice("F-2", dupont, "300,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    return dupont


def test_s66_while_a_promise_runs_nobody_is_reminded_and_it_breaks_once(story: Story, told: Debtor) -> None:
    promise = story.promise(told, "500,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-07", "2026-03-13")
    assert story.promise_state(promise) in {AgreementState.ACCEPTED, AgreementState.DUE}
    assert len(story.left(told)) == 1
    story.night("2026-03-16")
    story.night("2026-03-16", hour="12:00")
    story.night("2026-03-17")
    assert story.promise_state(promise) == AgreementState.BROKEN
    assert Case.objects.get().broken_agreements == 1
    assert sum("ne sont pas arrivés" in line for line in story.journal(told)) == 1
    line = story.line(told, "2026-03-17")
    assert line is not None and line.priority.value >= 80
    assert line.action == "broken_promise_contact"


def test_s66_two_promises_each_count_for_their_own_amount(story: Story, told: Debtor) -> None:
    """200 € then 300 €: both hold, and both are covered; ours does not forget the first."""
    story.promise(told, "200,00 €", on="2026-03-20", made_on="2026-03-06", accepted=True)
    story.promise(told, "300,00 €", on="2026-03-27", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-12")
    assert len(story.left(told)) == 1
    assert story.action(told, "2026-03-12") == "wait"


def test_s67_a_promise_is_judged_by_its_own_money_not_by_what_else_is_late(
    story: Story, told: Debtor
) -> None:
    promise = story.promise(told, "200,00 €", on="2026-03-10", made_on="2026-03-06", accepted=True)
    story.pay(told, "200,00 €", on="2026-03-10", number="F-1")
    story.night("2026-03-11")
    assert story.promise_state(promise) == AgreementState.KEPT
    assert Case.objects.get().broken_agreements == 0
    assert story.case(told) is not None, "300 € are still late"


def test_a_promise_of_which_the_bank_knows_nothing_yet_is_not_broken(story: Story, told: Debtor) -> None:
    """Ruling 8: it is «due»; read on Monday, the money of Friday has kept it."""
    promise = story.promise(told, "500,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-13")
    story.reads_bank = False
    story.night("2026-03-16")
    assert story.promise_state(promise) == AgreementState.DUE
    story.pay(told, "500,00 €", on="2026-03-13")
    story.bank("2026-03-16", "09:00")
    assert story.promise_state(promise) == AgreementState.KEPT


def test_ninety_eight_percent_keep_a_promise_and_the_rest_is_not_chased(story: Story, told: Debtor) -> None:
    promise = story.promise(told, "500,00 €", on="2026-03-10", made_on="2026-03-06", accepted=True)
    story.pay(told, "492,00 €", on="2026-03-10")
    story.night("2026-03-11")
    assert story.promise_state(promise) == AgreementState.KEPT
    story.lives("2026-03-12", "2026-04-10")
    assert all(s.level in {"courtesy", "second_reminder"} for s in story.left(told)), story.told(told)
    assert not any(m.level.startswith("call") for m in story.messages(told))


def test_a_proposal_without_a_written_yes_is_never_broken(story: Story, told: Debtor) -> None:
    promise = story.promise(told, "500,00 €", on="2026-03-20", made_on="2026-03-06")
    story.lives("2026-03-09", "2026-03-12")
    assert story.promise_state(promise) == AgreementState.UNCONFIRMED
    story.lives("2026-03-23", "2026-03-24")
    assert Case.objects.get().broken_agreements == 0


def test_2026_11_22_nobody_picked_up_and_the_rest_of_the_promise_is_still_to_be_agreed(
    story: Story, told: Debtor
) -> None:
    """One call in vain used the event up, and the ladder went on as if nothing had been promised."""
    promise = story.promise(told, "500,00 €", on="2026-03-20", made_on="2026-03-06", accepted=True)
    story.pay(told, "100,00 €", on="2026-03-20")
    story.lives("2026-03-21", "2026-03-24")
    assert story.promise_state(promise) == AgreementState.PARTLY_KEPT
    assert story.level(told) == "partly_kept"
    story.call(told, CallOutcome.NO_ANSWER, on="2026-03-24", level="partly_kept")
    assert story.level(told) == "partly_kept"
    story.call(told, CallOutcome.NO_ANSWER, on="2026-03-26", level="partly_kept")
    assert story.level(told) != "partly_kept"


def test_a_date_is_moved_once_before_it_and_a_second_time_the_promise_is_broken(
    story: Story, told: Debtor
) -> None:
    promise = story.promise(told, "500,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    ask = {"customer_id": told.id, "agreement_id": promise}
    assert promises.move(story.act("2026-03-09"), **ask, to=day("2026-03-18"), why="paie décalée") is None
    assert story.promise_state(promise) == AgreementState.PROPOSED
    story.accept(told, promise, on="2026-03-09")
    story.lives("2026-03-10", "2026-03-13")
    assert (story.promise_state(promise), len(story.left(told))) == (AgreementState.ACCEPTED, 1)
    assert promises.move(story.act("2026-03-16"), **ask, to=day("2026-03-30"), why="encore") is None
    assert story.promise_state(promise) == AgreementState.BROKEN
    assert Case.objects.get().broken_agreements == 1
    assert story.action(told, "2026-03-16") == "broken_promise_contact"
    assert promises.move(story.act("2026-03-17"), **ask, to=day("2026-03-31"), why="encore") is not None


def test_a_transfer_that_was_shown_travels_three_banking_days(story: Story, told: Debtor) -> None:
    promise = story.promise(told, "500,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-13")
    shown = promises.show_transfer(
        story.act("2026-03-13", "17:00"), customer_id=told.id, agreement_id=promise, proof="avis d'opéré"
    )
    assert shown is None
    story.lives("2026-03-16", "2026-03-18")
    assert story.promise_state(promise) == AgreementState.IN_TRANSIT
    assert story.action(told, "2026-03-18") == "wait"
    story.lives("2026-03-19", "2026-03-19")
    assert story.promise_state(promise) == AgreementState.BROKEN


def test_a_message_is_confirmed_once(story: Story, dupont: Debtor) -> None:
    creditor_actions.change_entity(story.act("2026-01-02"), fields={"ceiling_minor": 10_000})
    story.invoice("F-1", dupont, "1 140,00 €", due="2026-03-04")
    story.night("2026-03-05")
    (message,) = story.messages(dupont)
    assert outbox.approve(story.act("2026-03-05"), message_id=message.pk) is None
    assert "Impossible" in refused(outbox.approve(story.act("2026-03-05"), message_id=message.pk))
