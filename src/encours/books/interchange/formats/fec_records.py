"""Records from the movements of some customers: invoices, credit notes, payments, items brought forward.

Written column by column: records of one kind are made together, by position, in the order of `records.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import repeat
from operator import neg
from typing import TypeVar

from encours.books.interchange.formats.fec_aside import Moved
from encours.books.interchange.formats.fec_columns import keys_of
from encours.books.interchange.formats.fec_journals import (
    BANK_DEBIT,
    CREDIT_NOTE,
    INVOICE,
    MISC_CREDIT,
    MISC_DEBIT,
    OPENING,
    PAYMENT,
    where,
)
from encours.books.interchange.formats.fec_lettering import Lettered, allocate
from encours.books.interchange.formats.fec_lines import Days
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.records import (
    KEY_CHARACTERS,
    CreditNoteRecord,
    CustomerRecord,
    InvoiceRecord,
    Kind,
    OpeningItemRecord,
    OtherKind,
    OtherRecord,
    Parsed,
    PaymentRecord,
    short_key,
)
from encours.ground.kernel.text import search_key

_PLAIN_CHARACTERS = KEY_CHARACTERS - 20

Document = TypeVar("Document", InvoiceRecord, CreditNoteRecord)

_OTHERS = {
    BANK_DEBIT: OtherKind.BANK_DEBIT,
    MISC_DEBIT: OtherKind.MISC_DEBIT,
    MISC_CREDIT: OtherKind.MISC_CREDIT,
}
_opening_item = partial(tuple.__new__, OpeningItemRecord)
_invoice = partial(tuple.__new__, InvoiceRecord)
_credit_note = partial(tuple.__new__, CreditNoteRecord)
_payment = partial(tuple.__new__, PaymentRecord)
_other = partial(tuple.__new__, OtherRecord)


class Written(dict[date, str]):
    """Dates as they stand in names."""

    def __missing__(self, on: date) -> str:
        self[on] = value = f"{on}"
        return value


@dataclass(frozen=True, slots=True)
class Known:
    """What a person and the entity say of the file, and what was read of it before: dates come again and again."""

    currency: str
    terms: timedelta | None
    days: Days = field(default_factory=Days)
    written: Written = field(default_factory=Written)


def records_of(
    moved: Moved, numbers: Mapping[int, str], customers: Mapping[str, CustomerRecord], known: Known
) -> Parsed:
    """Records and lettering of all movements of some customers; `numbers` are those of documents by line
    that are not the one of their piece."""
    books = _Books(known, numbers)
    made = [kind for kind in set(moved.becomes) if kind not in _OTHERS]
    keys = {kind: iter(books.make(kind, moved.only(where(moved.becomes, kind)))) for kind in made}
    is_other = moved.becomes.translate(_IS_OTHER)
    if any(is_other):
        keys |= dict.fromkeys(_OTHERS, iter(books.make_others(moved.only(is_other))))
    told = Lettered(
        customers=moved.customers,
        keys=list(map(next, map(keys.__getitem__, moved.becomes))),
        days=books.on(moved.days),
        minors=moved.minors,
        codes=moved.letters,
        lettered_on=list(map(books.days.__getitem__, moved.letter_days)),
        openings=where(moved.becomes, OPENING),
    )
    allocations, uneven = allocate(told, known.currency)
    met = sorted((customers[code] for code in set(moved.customers)), key=lambda customer: customer.line)
    return Parsed(
        kind=Kind.FEC,
        customers=tuple(met),
        invoices=tuple(books.invoices),
        credit_notes=tuple(books.credit_notes),
        payments=tuple(books.payments),
        opening_items=tuple(books.opening_items),
        others=tuple(books.others),
        allocations=allocations,
        warnings=(issue(Code.LETTERING_UNBALANCED, field="EcritureLet", count=uneven),) if uneven else (),
    )


def true_date(piece_on: date | None, as_of: date) -> date | None:
    """An item's own date, where the line gives one that is earlier than the opening."""
    return piece_on if piece_on is not None and piece_on < as_of else None


class _Books:
    """The records being made. Each way of making some gives the keys they are known by."""

    def __init__(self, known: Known, numbers: Mapping[int, str]) -> None:
        self.known = known
        self.days = known.days
        self.invoices: Iterable[InvoiceRecord] = ()
        self.credit_notes: Iterable[CreditNoteRecord] = ()
        self.payments: Iterable[PaymentRecord] = ()
        self.opening_items: list[OpeningItemRecord] = []
        self.others: Iterable[OtherRecord] = ()
        self._numbers = numbers

    def make(self, kind: int, moved: Moved) -> Iterable[str]:
        """Records of movements that become the same."""
        makers: dict[int, Callable[[Moved], Iterable[str]]] = {
            OPENING: self._make_openings,
            INVOICE: self._make_invoices,
            CREDIT_NOTE: self._make_credit_notes,
            PAYMENT: self._make_payments,
        }
        return makers[kind](moved)

    def make_others(self, moved: Moved) -> list[str]:
        """Records of movements that are neither documents nor receipts; whatever they are they share their names."""
        keys = self._keys("other", moved)
        kinds = map(_OTHERS.__getitem__, moved.becomes)
        on, currency = self.on(moved.days), repeat(self.known.currency)
        columns = (
            moved.lines,
            keys,
            moved.customers,
            kinds,
            on,
            currency,
            moved.minors,
            moved.pieces,
            moved.labels,
        )
        self.others = map(_other, zip(*columns, strict=False))
        return keys

    def on(self, days: list[str]) -> list[date]:
        """The days of entries; lines without one have been refused."""
        return [*filter(None, map(self.days.__getitem__, days))]

    def _make_openings(self, moved: Moved) -> list[str]:
        """Items brought forward."""
        keys, terms, currency = self._keys("opening", moved), self.known.terms, self.known.currency
        rows = zip(
            moved.lines,
            keys,
            moved.customers,
            self.on(moved.days),
            moved.minors,
            map(self.days.__getitem__, moved.piece_days),
            moved.pieces,
            moved.labels,
            strict=True,
        )
        for line, key, customer, as_of, minor, piece_on, piece, label in rows:
            issued_on = true_date(piece_on, as_of)
            due_on = None if terms is None else (issued_on or as_of) + terms
            row = (
                line,
                key,
                customer,
                as_of,
                currency,
                minor,
                issued_on,
                due_on,
                terms is not None,
                piece,
                label,
            )
            self.opening_items.append(_opening_item(row))
        return keys

    def _make_invoices(self, moved: Moved) -> list[str]:
        """Invoices; several lines of one document are one."""
        numbers, issued, terms = self._numbers_of(moved), self._issued(moved), self.known.terms
        keys = list(map("invoice:".__add__, numbers))
        due = repeat(None) if terms is None else map(_Dues(terms).__getitem__, issued)
        columns = (
            moved.lines,
            keys,
            moved.customers,
            numbers,
            issued,
            repeat(self.known.currency),
            moved.minors,
            repeat(None),
            due,
            repeat(terms is not None),
            repeat(()),
            repeat(""),
            moved.labels,
        )
        self.invoices = _merged(list(map(_invoice, zip(*columns, strict=False))), numbers)
        return keys

    def _make_credit_notes(self, moved: Moved) -> list[str]:
        numbers = self._numbers_of(moved)
        keys = list(map("credit_note:".__add__, numbers))
        columns = (
            moved.lines,
            keys,
            moved.customers,
            numbers,
            self._issued(moved),
            repeat(self.known.currency),
            map(neg, moved.minors),
            repeat(None),
            repeat(""),
            moved.labels,
        )
        self.credit_notes = _merged(list(map(_credit_note, zip(*columns, strict=False))), numbers)
        return keys

    def _make_payments(self, moved: Moved) -> list[str]:
        keys = self._keys("payment", moved)
        columns = (
            moved.lines,
            keys,
            moved.customers,
            self.on(moved.days),
            repeat(self.known.currency),
            map(neg, moved.minors),
            moved.pieces,
            moved.labels,
            repeat(()),
            repeat(None),
        )
        self.payments = map(_payment, zip(*columns, strict=False))
        return keys

    def _numbers_of(self, moved: Moved) -> list[str]:
        """The numbers of documents: as their piece says, but for those that must have another."""
        if not self._numbers:
            return moved.pieces
        return [self._numbers.get(line, piece) for line, piece in zip(moved.lines, moved.pieces, strict=True)]

    def _issued(self, moved: Moved) -> list[date]:
        """The dates of documents: their own, else the day of the entry."""
        own = map(self.days.__getitem__, moved.piece_days)
        return [piece_on or on for piece_on, on in zip(own, self.on(moved.days), strict=True)]

    def _keys(self, what: str, moved: Moved) -> list[str]:
        """Names that the same lines have in the next export too, whatever their entry numbers became."""
        currency = self.known.currency
        whose = map(_Whose().__getitem__, moved.customers)
        on = map(self.known.written.__getitem__, self.on(moved.days))
        parts = zip(whose, on, moved.minors, keys_of(moved.pieces), strict=True)
        same = [f"{what}:{who}:{day}:{currency}{minor}:{piece}" for who, day, minor, piece in parts]
        if len(set(same)) == len(same) and max(map(len, same)) <= _PLAIN_CHARACTERS:
            return [f"{key}:1" for key in same]
        ranks: Counter[str] = Counter()
        keys = []
        for long_key in same:
            key = long_key if len(long_key) <= _PLAIN_CHARACTERS else short_key(long_key)
            ranks[key] += 1
            ranked = f"{key}:{ranks[key]}"
            keys.append(ranked if len(key) <= _PLAIN_CHARACTERS else short_key(ranked))
        return keys


def _merged(documents: list[Document], numbers: list[str]) -> Iterable[Document]:
    """Lines of the same number as one document: where its first line stands, as its last one says it."""
    if len(set(numbers)) == len(numbers):
        return documents
    found: dict[str, Document] = {}
    for document in documents:
        before = found.get(document.number)
        if before is None:
            found[document.number] = document
        else:
            total = before.total_minor + document.total_minor
            found[document.number] = document._replace(line=before.line, total_minor=total)
    return found.values()


class _Dues(dict[date, date]):
    """When what is issued on a day is due."""

    def __init__(self, terms: timedelta) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, issued_on: date) -> date:
        self[issued_on] = value = issued_on + self._terms
        return value


class _Whose(dict[str, str]):
    """A customer's code as it stands in names."""

    def __missing__(self, customer: str) -> str:
        self[customer] = value = search_key(customer)
        return value


_IS_OTHER = bytes(kind in _OTHERS for kind in range(256))
