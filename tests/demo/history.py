"""What the classifier reads, put together from the demonstration's books and story."""

from datetime import date

from encours.faces.demo.books import BookInvoice, Books
from encours.faces.demo.company import BANK_READ_TO, ZONE
from encours.faces.demo.events import (
    CallNoted,
    DisputeRaised,
    Event,
    FactObserved,
    MessageReceived,
    MessageSent,
    PromiseMade,
)
from encours.ground.kernel.clock import local_date
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import Channel, Direction, PastContact
from encours.method.insight.rules.features import ClosedInvoice, OpenInvoice, PayerHistory
from encours.method.insight.rules.payer import Observation


def payer_history(books: Books, events: tuple[Event, ...], customer: str) -> PayerHistory:
    """The history of one customer on the morning of the demonstration."""
    mine = [event for event in events if event.customer == customer]
    invoices = books.invoices_of(customer)
    disputed = {event.invoice for event in mine if isinstance(event, DisputeRaised)}
    promises = [event for event in mine if isinstance(event, PromiseMade)]
    return PayerHistory(
        closed=[_closed(books, i, mine) for i in invoices if not books.open_amount(i)],
        open=[
            OpenInvoice(i.issued_on, i.due_on, _payments(books, i), i.number in disputed)
            for i in invoices
            if books.open_amount(i)
        ],
        contacts=[contact for event in mine if (contact := past_contact(event))],
        kept_on=tuple(p.promised_for for p in promises if p.ended is AgreementState.KEPT),
        broken_on=tuple(p.promised_for for p in promises if _broken(p)),
        observations=tuple(
            Observation(e.fact, local_date(e.at, ZONE), e.source) for e in mine if isinstance(e, FactObserved)
        ),
        reasons_given=tuple((1, e.reason.value) for e in mine if isinstance(e, CallNoted) and e.reason),
        has_open_dispute=bool(disputed),
    )


def past_contact(event: Event) -> PastContact | None:
    """The contact that an event is, if it is one."""
    if isinstance(event, MessageSent):
        return PastContact(
            event.at, Direction.OUTBOUND, event.channel, event.occasion, event.level, event.stage.value
        )
    if isinstance(event, CallNoted):
        return PastContact(event.at, Direction.OUTBOUND, Channel.PHONE, outcome=event.outcome)
    if isinstance(event, MessageReceived):
        return PastContact(event.at, Direction.INBOUND, event.channel)
    return None


def _closed(books: Books, invoice: BookInvoice, mine: list[Event]) -> ClosedInvoice:
    closed_on = books.settlements(invoice.number)[-1][0]
    return ClosedInvoice(
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        closed_on=closed_on,
        payments=_payments(books, invoice),
        total_minor=invoice.total.minor,
        reminders_before_payment=sum(
            1
            for event in mine
            if isinstance(event, MessageSent)
            and invoice.number in event.invoices
            and local_date(event.at, ZONE) < closed_on
        ),
        credited_minor=sum(
            credit.total.minor for credit in books.credits if credit.invoice == invoice.number
        ),
    )


def _payments(books: Books, invoice: BookInvoice) -> tuple[tuple[date, int], ...]:
    return tuple(
        (payment.received_on, money.minor)
        for payment in books.payments
        for number, money in payment.parts
        if number == invoice.number
    )


def _broken(promise: PromiseMade) -> bool:
    if promise.ended is AgreementState.BROKEN:
        return True
    return promise.ended is None and promise.accepted_at is not None and promise.promised_for <= BANK_READ_TO
