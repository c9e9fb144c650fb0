"""The books of the demonstration: 24 months of invoices, credit notes and payments, always the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from encours.books.receivables.rules.party import PaymentMethod
from encours.faces.demo.characters import Character, characters
from encours.faces.demo.company import FORESEEN_TO, SEED
from encours.faces.demo.habits import Draft, drawn_invoices
from encours.ground.kernel.money import Money, total

_Paid = tuple[Character, str, tuple[date, int]]
"""A customer, the number of its invoice, and the day and minor units of a part."""


@dataclass(frozen=True, slots=True)
class BookInvoice:
    """An invoice of ours. `key` is the name the story gives it, empty when it was drawn."""

    number: str
    customer: str
    issued_on: date
    due_on: date
    total: Money
    label: str
    order_reference: str
    key: str


@dataclass(frozen=True, slots=True)
class BookCredit:
    """A credit note of ours; `invoice` is the number of the one it corrects, or empty."""

    number: str
    customer: str
    issued_on: date
    total: Money
    label: str
    invoice: str


@dataclass(frozen=True, slots=True)
class BookPayment:
    """Money that came at once; `parts` say which invoices it pays, none when nobody knows yet."""

    received_on: date
    customer: str
    amount: Money
    parts: tuple[tuple[str, Money], ...]
    method: PaymentMethod
    reference: str


@dataclass(frozen=True, slots=True)
class Books:
    """Everything, oldest first. `coming` is what customers pay after the day the bank is read to."""

    customers: tuple[Character, ...]
    invoices: tuple[BookInvoice, ...]
    credits: tuple[BookCredit, ...]
    payments: tuple[BookPayment, ...]
    coming: tuple[BookPayment, ...] = ()

    def invoice(self, key: str) -> BookInvoice:
        """The invoice that the story calls so. Raises KeyError."""
        for invoice in self.invoices:
            if invoice.key == key:
                return invoice
        raise KeyError(key)

    def invoices_of(self, customer: str) -> tuple[BookInvoice, ...]:
        """Invoices of a customer, by its code."""
        return tuple(invoice for invoice in self.invoices if invoice.customer == customer)

    def settlements(self, number: str) -> tuple[tuple[date, Money], ...]:
        """What settled an invoice and when, credit notes among it, oldest first."""
        paid = [(p.received_on, money) for p in self.payments for n, money in p.parts if n == number]
        credited = [(c.issued_on, c.total) for c in self.credits if c.invoice == number]
        return tuple(sorted(paid + credited, key=lambda part: part[0]))

    def open_amount(self, invoice: BookInvoice) -> Money:
        """What is left to pay of an invoice."""
        return invoice.total - total(
            (money for _, money in self.settlements(invoice.number)), invoice.total.currency
        )

    def open_invoices(self) -> tuple[BookInvoice, ...]:
        """Invoices of which something is left to pay."""
        return tuple(invoice for invoice in self.invoices if self.open_amount(invoice))


@cache
def make_books(seed: str = SEED) -> Books:
    """The books for a seed: the same seed gives the same books, on every machine."""
    drafts: list[tuple[Character, Draft]] = []
    for character in characters():
        random = Random(f"{seed}/{character.code}")  # noqa: S311 - the same books each time, no secret
        drafts += [(character, draft) for draft in drawn_invoices(character, random) + _written(character)]
    drafts.sort(key=lambda pair: (pair[1].issued_on, pair[0].code, pair[1].total_minor))
    numbers = _numbers("FA", (draft.issued_on for _, draft in drafts))
    numbered = [
        (character, draft, number) for (character, draft), number in zip(drafts, numbers, strict=True)
    ]
    invoices = tuple(_invoice(character, draft, number) for character, draft, number in numbered)
    paid = [(c, number, part) for c, draft, number in numbered for part in draft.parts]
    coming = [(c, number, part) for c, draft, number in numbered for part in draft.coming]
    return Books(characters(), invoices, _credits(invoices), _payments(paid), _coming(coming))


def _written(character: Character) -> list[Draft]:
    return [
        Draft(
            issued_on=invoice.issued_on,
            due_on=character.terms.due_on(invoice.issued_on),
            total_minor=invoice.total.minor,
            label=invoice.label,
            key=invoice.key,
            order_reference=invoice.order_reference,
            parts=[(on, money.minor) for on, money in invoice.paid],
            coming=[(on, money.minor) for on, money in invoice.coming],
        )
        for invoice in character.invoices
    ]


def _numbers(prefix: str, days: Iterable[date]) -> list[str]:
    """Numbers without a gap in each year. Source: CGI, ann. II, art. 242 nonies A, 7°."""
    last: dict[int, int] = {}
    numbers = []
    for day in days:
        last[day.year] = last.get(day.year, 0) + 1
        numbers.append(f"{prefix}-{day.year}-{last[day.year]:04d}")
    return numbers


def _invoice(character: Character, draft: Draft, number: str) -> BookInvoice:
    return BookInvoice(
        number=number,
        customer=character.code,
        issued_on=draft.issued_on,
        due_on=draft.due_on,
        total=Money(draft.total_minor, character.currency),
        label=draft.label,
        order_reference=draft.order_reference,
        key=draft.key,
    )


def _credits(invoices: tuple[BookInvoice, ...]) -> tuple[BookCredit, ...]:
    corrected = {invoice.key: invoice.number for invoice in invoices if invoice.key}
    found = [(c, credit, "") for c in characters() for credit in c.free_credits]
    found += [(c, i.credit, corrected[i.key]) for c in characters() for i in c.invoices if i.credit]
    found.sort(key=lambda entry: (entry[1].issued_on, entry[0].code))
    numbers = _numbers("AV", (credit.issued_on for _, credit, _ in found))
    return tuple(
        BookCredit(number, character.code, credit.issued_on, credit.total, credit.label, invoice)
        for (character, credit, invoice), number in zip(found, numbers, strict=True)
    )


def _payments(paid: list[_Paid]) -> tuple[BookPayment, ...]:
    """One payment for all that a customer paid on one day, and the money that named no invoice."""
    payments = _by_day(paid)
    payments += [
        BookPayment(free.received_on, c.code, free.amount, (), c.method, free.reference)
        for c in characters()
        for free in c.free_payments
    ]
    return tuple(sorted(payments, key=lambda payment: (payment.received_on, payment.customer)))


def _coming(paid: list[_Paid]) -> tuple[BookPayment, ...]:
    return tuple(payment for payment in _by_day(paid) if payment.received_on <= FORESEEN_TO)


def _by_day(paid: list[_Paid]) -> list[BookPayment]:
    parts: dict[tuple[date, str], list[tuple[str, Money]]] = {}
    for character, number, (on, minor) in paid:
        parts.setdefault((on, character.code), []).append((number, Money(minor, character.currency)))
    by_code = {character.code: character for character in characters()}
    return [
        _payment(by_code[code], on, tuple(settled), place)
        for place, ((on, code), settled) in enumerate(
            sorted(parts.items(), key=lambda item: item[0]), start=1
        )
    ]


def _payment(character: Character, on: date, parts: tuple[tuple[str, Money], ...], place: int) -> BookPayment:
    amount = total((money for _, money in parts), character.currency)
    return BookPayment(on, character.code, amount, parts, character.method, _reference(character, on, place))


def _reference(character: Character, on: date, place: int) -> str:
    words = {
        PaymentMethod.CHEQUE: f"CHQ {7_104_000 + place * 7}",
        PaymentMethod.CARD: f"CB {on:%d%m} {4_200 + place}",
        PaymentMethod.BILL_OF_EXCHANGE: f"LCR {on:%y%m%d} {character.code}",
    }
    return words.get(character.method, f"VIR {on:%y%m%d} {character.code}")
