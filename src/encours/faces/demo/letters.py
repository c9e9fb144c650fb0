"""The words of the story's past messages: the shipped templates as of then, or letters written by hand."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from encours.faces.demo.books import BookInvoice, make_books
from encours.faces.demo.characters import Character, Person
from encours.faces.demo.company import COMPANY, ZONE, Member
from encours.faces.demo.events import CallNoted, Event, MessageSent, PromiseMade
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.money import total as total_of
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say
from encours.ground.wording.civility import greeted
from encours.ground.wording.formats import amount, enumeration, long_date
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine, PaymentThanked, Sender
from encours.method.strategy.rules.step import Stage


@dataclass(frozen=True, slots=True)
class Words:
    """What a message of the story said."""

    subject: str
    text: str
    html: str
    has_policy: bool = False


def words_of(message: MessageSent, customer: Character, *, story: Iterable[Event]) -> Words:
    """The words of one past message; `story` is all that happened with this customer."""
    if message.template in _by_hand():
        return _written(message, customer, [event for event in story if event.at <= message.at])
    facts = _facts(message, customer, story)
    draft = compose(facts)
    if isinstance(draft, Refused):
        raise RuntimeError(f"{message.customer} {message.at:%Y-%m-%d} : {say(draft.reason, 'fr')}")
    return Words(draft.subject, draft.text, draft.html, facts.has_policy)


def signatory(message: MessageSent) -> Member:
    """Who signs a message."""
    return next(member for member in COMPANY.team if member.login == message.by)


def addressee(customer: Character) -> Person:
    """Whom we write to: who reads the address of the company, else the first of its people."""
    return next((one for one in customer.people if one.email == customer.email), customer.people[0])


def _facts(message: MessageSent, customer: Character, story: Iterable[Event]) -> ComposeFacts:
    on, signed = local_date(message.at, ZONE), signatory(message)
    thanked = message.stage is Stage.THANKS
    is_new = customer.payer == DebtorType.NEW and message.stage is Stage.COURTESY
    lines = [_line(invoice, on) for invoice in _invoices(message)]
    return ComposeFacts(
        template=message.template,
        language=customer.language,
        customer=customer.name,
        sender=Sender(signed.name, COMPANY.name, signed.phone),
        today=on,
        lines=lines,
        statement=_statement(message, on) if message.template == "T30" else (),
        contact=addressee(customer).name,
        iban=COMPANY.iban if customer.currency == "EUR" else "",
        last_message_on=_last_on(message, story) if message.stage is Stage.REMINDER2 else None,
        is_light=message.level.startswith("light_"),
        has_policy=is_new,
        payment=_payment(message, on) if thanked else None,
    )


def _line(invoice: BookInvoice, on: date) -> InvoiceLine:
    books = make_books()
    paid = [money for day, money in books.settlements(invoice.number) if day <= on]
    received = total_of(paid, invoice.total.currency)
    return InvoiceLine(
        invoice.number,
        invoice.issued_on,
        invoice.due_on,
        invoice.total - received,
        received if paid else None,
    )


def _statement(message: MessageSent, on: date) -> list[InvoiceLine]:
    """All that was open on the customer's account that day."""
    issued = [i for i in make_books().invoices_of(message.customer) if i.issued_on <= on]
    return [line for line in (_line(invoice, on) for invoice in issued) if line.open]


def _invoices(message: MessageSent) -> list[BookInvoice]:
    return [invoice for invoice in make_books().invoices if invoice.number in message.invoices]


def _last_on(message: MessageSent, story: Iterable[Event]) -> date | None:
    before = [
        event.at
        for event in story
        if isinstance(event, MessageSent)
        and event.at < message.at
        and {*event.invoices} & {*message.invoices}
    ]
    return local_date(max(before), ZONE) if before else None


def _payment(message: MessageSent, on: date) -> PaymentThanked:
    days = make_books().settlements(message.invoices[0])
    day, money = max(part for part in days if part[0] <= on)
    return PaymentThanked(money, day, is_date_kept=True)


def _written(message: MessageSent, customer: Character, before: list[Event]) -> Words:
    template, (invoice,) = _by_hand()[message.template], _invoices(message)
    facts = _said(message, customer, before) | {
        "number": invoice.number,
        "amount": amount(_line(invoice, local_date(message.at, ZONE)).open, customer.language),
    }
    subject = template["subject"].format(**facts)
    text = template["text"].strip().format(**facts)
    return Words(subject, text, html_of(text, language=customer.language))


def _said(message: MessageSent, customer: Character, before: list[Event]) -> dict[str, str]:
    signed, language = signatory(message), customer.language
    promises = [event for event in before if isinstance(event, PromiseMade)]
    calls = [event for event in before if isinstance(event, CallNoted) and event.words]
    noted = sorted({local_date(promise.at, ZONE) for promise in promises})
    return {
        "contact": greeted(calls[-1].person if calls else addressee(customer).name, language),
        "words": calls[-1].words if calls else "",
        "agreed": "\n".join(_agreed(p, language) for p in promises if p.at == message.at),
        "agreement": long_date(noted[-1], language),
        "agreements": enumeration([f"du {long_date(day, language)}" for day in noted], language),
        "promised": amount(promises[-1].amount, language),
        "date": long_date(promises[-1].promised_for, language),
        "deadline": long_date(message.deadline_on, language) if message.deadline_on else "",
        "phone": signed.phone,
        "signature": f"{signed.name} – {signed.phone}\n{COMPANY.name}",
    }


def _agreed(promise: PromiseMade, language: str) -> str:
    money: Money = promise.amount
    return f"– {amount(money, language)} le {long_date(promise.promised_for, language)}"


@cache
def _by_hand() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("letters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
