"""The reminders that went out in the last year for invoices paid late, as the ladder would have sent them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from encours.books.receivables.rules.party import CustomerKind
from encours.faces.demo.books import BookInvoice, Books
from encours.faces.demo.characters import Character
from encours.faces.demo.company import ACCOUNTS, TODAY, ZONE, is_open_day, login_of
from encours.faces.demo.events import MessageSent
from encours.ground.kernel.clock import at, days_between
from encours.method.cases.rules.contact import Channel
from encours.method.strategy.rules.step import Stage

SENT_FROM = TODAY - timedelta(days=365)
COURTESY_AFTER_DAYS, SECOND_AFTER_DAYS = 2, 11
LEAST_GAP_DAYS = 8
SENT_AT = time(9, 5)
# Reminders of invoices that are still open belong to the story.


@dataclass(frozen=True, slots=True)
class _Reminder:
    on: date
    stage: Stage
    invoice: BookInvoice


def past_reminders(books: Books, *, told_from: Mapping[str, date]) -> tuple[MessageSent, ...]:
    """Messages sent for invoices now paid: one a day and customer, a week apart, on days worked.

    `told_from` is the day on which the story of a customer begins: it tells its own letters.
    """
    sent: list[MessageSent] = []
    for character in books.customers:
        by_day: dict[date, list[_Reminder]] = {}
        for reminder in _wanted(books, character):
            by_day.setdefault(reminder.on, []).append(reminder)
        last, until = SENT_FROM, told_from.get(character.code, TODAY) - timedelta(days=LEAST_GAP_DAYS)
        for on, reminders in sorted(by_day.items()):
            if days_between(last, on) >= LEAST_GAP_DAYS and on <= until:
                sent.append(_message(character, on, reminders))
                last = on
    return tuple(sorted(sent, key=lambda message: (message.at, message.customer)))


def _wanted(books: Books, character: Character) -> Iterable[_Reminder]:
    if character.kind is CustomerKind.CONSUMER:
        return
    for invoice in books.invoices_of(character.code):
        settlements = books.settlements(invoice.number)
        if books.open_amount(invoice) or not settlements:
            continue
        paid_on = settlements[-1][0]
        for stage, after_days in (
            (Stage.COURTESY, COURTESY_AFTER_DAYS),
            (Stage.REMINDER2, SECOND_AFTER_DAYS),
        ):
            on = _open_day(invoice.due_on + timedelta(days=after_days))
            if SENT_FROM <= on < paid_on:
                yield _Reminder(on, stage, invoice)


def _message(character: Character, on: date, reminders: list[_Reminder]) -> MessageSent:
    second = any(reminder.stage is Stage.REMINDER2 for reminder in reminders)
    return MessageSent(
        customer=character.code,
        at=at(on, SENT_AT, ZONE),
        by=ACCOUNTS if second else login_of(character.manager),
        level="second_reminder" if second else "courtesy",
        stage=Stage.REMINDER2 if second else Stage.COURTESY,
        template="T06" if second else "T05",
        invoices=tuple(reminder.invoice.number for reminder in reminders),
        channel=Channel.EMAIL if character.email else Channel.LETTER,
    )


def _open_day(day: date) -> date:
    while not is_open_day(day):
        day += timedelta(days=1)
    return day
