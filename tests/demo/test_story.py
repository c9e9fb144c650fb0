"""What happened besides the books could have happened: on days worked, within the guard, before now."""

from datetime import time
from typing import TypeVar

from encours.faces.demo.books import make_books
from encours.faces.demo.company import BANK_READ_TO, COMPANY, NOW, TODAY, ZONE, is_open_day
from encours.faces.demo.events import (
    AnswerOwed,
    CallNoted,
    DisputeRaised,
    Event,
    HoldPlaced,
    MailBounced,
    MessageReceived,
    MessageSent,
    PromiseMade,
)
from encours.faces.demo.story import events
from encours.ground.kernel.clock import days_between, local_date, local_time
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CallOutcome, Occasion
from encours.method.strategy.rules.step import Stage

Kind = TypeVar("Kind", bound=Event)


def test_events_come_in_the_order_of_time_and_none_is_later_than_now() -> None:
    assert [e.at for e in events()] == sorted(e.at for e in events())
    assert all(event.at < NOW for event in events())


def test_each_event_is_about_a_customer_and_noted_by_somebody_of_the_team() -> None:
    codes = {character.code for character in make_books().customers}

    assert {event.customer for event in events()} <= codes
    assert {event.by for event in events()} <= {member.login for member in COMPANY.team}


def test_we_write_and_call_on_days_worked_within_hours() -> None:
    for event in _ours():
        moment = local_time(event.at, ZONE)
        assert is_open_day(local_date(event.at, ZONE)), event
        if isinstance(event, CallNoted):
            morning = time(9) <= moment.time() <= time(12, 30)
            assert morning or time(14) <= moment.time() <= time(18), event
        else:
            assert time(8) <= moment.time() <= time(19), event


def test_a_week_lies_between_two_contacts_that_we_begin() -> None:
    last: dict[str, Event] = {}
    for event in _ours():
        if isinstance(event, MessageSent) and event.occasion is not Occasion.LADDER:
            continue
        if isinstance(event, CallNoted) and not event.outcome.had_conversation:
            continue
        before = last.get(event.customer)
        if before is not None:
            gap = days_between(local_date(before.at, ZONE), local_date(event.at, ZONE))
            assert gap >= 7, (before, event)
        last[event.customer] = event


def test_reminders_name_invoices_of_the_customer_that_were_late_that_day() -> None:
    by_number = {invoice.number: invoice for invoice in make_books().invoices}
    dunning = {Stage.COURTESY, Stage.REMINDER2, Stage.BROKEN_PROMISE}
    for event in events():
        if isinstance(event, MessageSent):
            for number in event.invoices:
                assert by_number[number].customer == event.customer
                if event.stage in dunning:
                    assert by_number[number].due_on < local_date(event.at, ZONE)


def test_nobody_is_reminded_of_an_invoice_already_paid() -> None:
    books = make_books()
    invoices = {invoice.number: invoice for invoice in books.invoices}
    for event in events():
        if isinstance(event, MessageSent) and event.occasion is Occasion.LADDER:
            for number in event.invoices:
                settled = books.settlements(number)
                if not books.open_amount(invoices[number]):
                    assert local_date(event.at, ZONE) < settled[-1][0]


def test_the_kept_promise_was_paid_and_the_broken_ones_were_not() -> None:
    books = make_books()
    for promise in (e for e in events() if isinstance(e, PromiseMade)):
        paid = [
            p
            for p in books.payments
            if p.customer == promise.customer and p.received_on == promise.promised_for
        ]
        assert bool(paid) == (promise.ended is AgreementState.KEPT)
        if promise.ended is not None:
            assert promise.promised_for <= BANK_READ_TO


def test_an_instalment_was_missed_last_night_and_the_bank_is_read_to_that_day() -> None:
    missed = [p for p in _of(PromiseMade) if p.ended is None and p.promised_for <= BANK_READ_TO]

    assert [(p.customer, p.amount.minor, p.promised_for) for p in missed] == [
        ("VIDAL", 600_000, BANK_READ_TO)
    ]


def test_a_promise_is_running_and_another_one_waits_for_its_written_word() -> None:
    coming = [p for p in _of(PromiseMade) if p.promised_for > TODAY]

    assert {(p.customer, p.accepted_at is not None) for p in coming} == {
        ("TROISMOULINS", True),
        ("ESTEVE", False),
    }
    assert all(bool(p.acceptance) == (p.accepted_at is not None) for p in _of(PromiseMade))


def test_we_owe_one_answer_since_yesterday_and_one_for_tomorrow() -> None:
    owed = {(e.customer, days_between(e.due_on, TODAY)) for e in _of(AnswerOwed)}

    assert owed == {("MOREL", 1), ("AUGUSTINE", -1)}


def test_one_dispute_covers_the_whole_invoice_and_one_a_part() -> None:
    books = make_books()
    invoices = {invoice.number: invoice for invoice in books.invoices}
    shares = {e.customer: (e.disputed, books.open_amount(invoices[e.invoice])) for e in _of(DisputeRaised)}

    assert set(shares) == {"KERVADEC", "GRANDLARGE"}
    assert shares["KERVADEC"][0] == shares["KERVADEC"][1]
    assert shares["GRANDLARGE"][0] < shares["GRANDLARGE"][1]
    assert all(e.answer_due_on > TODAY for e in _of(DisputeRaised))


def test_a_bereaved_customer_is_left_in_peace_for_thirty_days() -> None:
    (hold,) = _of(HoldPlaced)
    assert days_between(local_date(hold.at, ZONE), hold.until_on) == 30
    assert hold.until_on > TODAY


def test_two_replies_wait_to_be_read_a_mail_bounced_and_a_call_was_hard() -> None:
    assert {e.customer for e in _of(MessageReceived) if e.read_at is None} == {"ORVEAU", "TILLEULS"}
    assert [e.customer for e in _of(MailBounced)] == ["MONTEIRO"]
    hard = [e for e in _of(CallNoted) if e.outcome is CallOutcome.EMOTIONAL]
    assert [days_between(local_date(e.at, ZONE), TODAY) for e in hard] == [1]


def test_the_first_time_customer_and_the_new_ones_have_heard_nothing_yet() -> None:
    spoken_to = {event.customer for event in events()}

    assert spoken_to.isdisjoint({"LUMEN", "PAMPILLE"})


def _ours() -> list[MessageSent | CallNoted]:
    return [event for event in events() if isinstance(event, MessageSent | CallNoted)]


def _of(kind: type[Kind]) -> list[Kind]:
    return [event for event in events() if isinstance(event, kind)]
