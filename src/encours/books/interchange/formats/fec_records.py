"""Records from the movements of some customers: invoices, credit notes, payments, items brought forward."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from encours.books.interchange.formats.fec_journals import Nature
from encours.books.interchange.formats.fec_lettering import Lettered, allocate
from encours.books.interchange.formats.fec_lines import Days
from encours.books.interchange.formats.fec_numbers import key_of
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


@dataclass(frozen=True, slots=True)
class Known:
    """What a person and the entity say of the file."""

    currency: str
    terms: timedelta | None


Moved = tuple[int, str, int, int, str, str, str, str, str, str, str]
"""What is laid aside of a movement: what it becomes (`place_of`), number of its document, line, amount, customer,
day, piece, its day, label, letter, its day."""


@dataclass(slots=True)
class Books:
    """The records being made, and the names they are known by."""

    known: Known
    days: Days = field(default_factory=Days)
    invoices: dict[str, InvoiceRecord] = field(default_factory=dict)
    credit_notes: dict[str, CreditNoteRecord] = field(default_factory=dict)
    payments: list[PaymentRecord] = field(default_factory=list)
    opening_items: list[OpeningItemRecord] = field(default_factory=list)
    others: list[OtherRecord] = field(default_factory=list)
    ranks: dict[str, int] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def day(self, text: str) -> date:
        """The day of an entry; the scan has refused lines without one."""
        found = self.days[text]
        assert found is not None
        return found

    def key(self, what: str, row: Moved) -> str:
        """A name that the same line has in the next export too, whatever its entry number became."""
        customer, day, piece = row[4], row[5], row[6]
        whose, on = self.whose.get(customer), self.written.get(day)
        if whose is None:
            whose = self.whose[customer] = search_key(customer)
        if on is None:
            on = self.written[day] = f"{self.day(day)}"
        same = f"{what}:{whose}:{on}:{self.known.currency}{row[3]}:{key_of(piece)}"
        if len(same) > _PLAIN_CHARACTERS:
            same = short_key(same)
        self.ranks[same] = rank = self.ranks.get(same, 0) + 1
        return f"{same}:{rank}" if len(same) <= _PLAIN_CHARACTERS else short_key(f"{same}:{rank}")


def place_of(nature: Nature, *, is_debit: bool) -> int:
    """What stands for «becomes …» in a row that is laid aside: a number is quicker to write and to look up."""
    return _PLACES[nature, is_debit]


def records_of(rows: Iterable[Any], customers: Mapping[str, CustomerRecord], known: Known) -> Parsed:
    """Records and lettering of rows (`Moved`), all those of their customers."""
    books = Books(known)
    days = books.days
    lettered: list[Lettered] = []
    met: set[str] = set()
    for row in rows:
        what, customer, letter = row[0], row[4], row[9]
        key = _MAKERS[what](books, row)
        met.add(customer)
        if letter or what in _OPENINGS:
            minor = row[3]
            left = minor if minor > 0 else -minor
            lettered.append(
                Lettered(
                    customer, key, books.day(row[5]), minor, letter, days[row[10]], what in _OPENINGS, left
                )
            )
    allocations, uneven = allocate(lettered, known.currency)
    return Parsed(
        kind=Kind.FEC,
        customers=tuple(sorted((customers[code] for code in met), key=lambda customer: customer.line)),
        invoices=tuple(books.invoices.values()),
        credit_notes=tuple(books.credit_notes.values()),
        payments=tuple(books.payments),
        opening_items=tuple(books.opening_items),
        others=tuple(books.others),
        allocations=allocations,
        warnings=(issue(Code.LETTERING_UNBALANCED, field="EcritureLet", count=uneven),) if uneven else (),
    )


def true_date(piece_on: date | None, as_of: date) -> date | None:
    """An item's own date, where the line gives one that is earlier than the opening."""
    return piece_on if piece_on is not None and piece_on < as_of else None


# Records are made by position, in the order of `records.py`: by name each takes twice as long.


def _opening(books: Books, row: Moved) -> str:
    """An item brought forward."""
    _what, _number, line, minor, customer, day, piece, piece_day, label, _letter, _lettered = row
    as_of, terms, currency = books.day(day), books.known.terms, books.known.currency
    issued_on = true_date(books.days[piece_day], as_of)
    key = books.key("opening", row)
    due_on = None if terms is None else (issued_on or as_of) + terms
    assumed = terms is not None
    books.opening_items.append(
        OpeningItemRecord(
            line, key, customer, as_of, currency, minor, issued_on, due_on, assumed, piece, label
        )
    )
    return key


def _invoice(books: Books, row: Moved) -> str:
    """An invoice; several lines of one document are one."""
    _what, number, line, minor, customer, day, _piece, piece_day, label, _letter, _lettered = row
    before = books.invoices.get(number)
    if before is not None:
        line, minor = before.line, minor + before.total_minor
    issued_on = books.days[piece_day] or books.day(day)
    terms, currency, key = books.known.terms, books.known.currency, f"invoice:{number}"
    due_on = None if terms is None else issued_on + terms
    assumed = terms is not None
    books.invoices[number] = InvoiceRecord(
        line, key, customer, number, issued_on, currency, minor, None, due_on, assumed, (), "", label
    )
    return key


def _credit_note(books: Books, row: Moved) -> str:
    _what, number, line, minor, customer, day, _piece, piece_day, label, _letter, _lettered = row
    before = books.credit_notes.get(number)
    if before is not None:
        line, minor = before.line, minor - before.total_minor
    issued_on = books.days[piece_day] or books.day(day)
    key = f"credit_note:{number}"
    books.credit_notes[number] = CreditNoteRecord(
        line, key, customer, number, issued_on, books.known.currency, -minor, None, "", label
    )
    return key


def _payment(books: Books, row: Moved) -> str:
    _what, _number, line, minor, customer, day, piece, _piece_day, label, _letter, _lettered = row
    key = books.key("payment", row)
    received_on, currency = books.day(day), books.known.currency
    books.payments.append(PaymentRecord(line, key, customer, received_on, currency, -minor, piece, label))
    return key


def _other(kind: OtherKind) -> Callable[[Books, Moved], str]:
    def make(books: Books, row: Moved) -> str:
        _what, _number, line, minor, customer, day, piece, _piece_day, label, _letter, _lettered = row
        key = books.key("other", row)
        on, currency = books.day(day), books.known.currency
        books.others.append(OtherRecord(line, key, customer, kind, on, currency, minor, piece, label))
        return key

    return make


_BECOMES: dict[tuple[Nature, bool], Callable[[Books, Moved], str]] = {
    (Nature.OPENING, True): _opening,
    (Nature.OPENING, False): _opening,
    (Nature.SALES, True): _invoice,
    (Nature.SALES, False): _credit_note,
    (Nature.CASH, True): _other(OtherKind.BANK_DEBIT),
    (Nature.CASH, False): _payment,
    (Nature.OTHER, True): _other(OtherKind.MISC_DEBIT),
    (Nature.OTHER, False): _other(OtherKind.MISC_CREDIT),
}
"""What a debit (True) or a credit becomes: a debit raises what is owed, a credit lowers it."""
_PLACES = {same: place for place, same in enumerate(_BECOMES)}
_MAKERS = tuple(_BECOMES.values())
_OPENINGS = frozenset(place for (nature, _is_debit), place in _PLACES.items() if nature is Nature.OPENING)
