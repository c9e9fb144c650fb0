"""Records from the movements of some customers: invoices, credit notes, payments, items brought forward."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from encours.books.interchange.formats.fec_journals import Nature
from encours.books.interchange.formats.fec_lettering import Lettered, allocate
from encours.books.interchange.formats.fec_lines import Days, Move
from encours.books.interchange.formats.fec_numbers import key_of
from encours.books.interchange.formats.fec_spool import Row
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.records import (
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

_OPENING = Nature.OPENING.value


@dataclass(frozen=True, slots=True)
class Known:
    """What a person and the entity say of the file."""

    currency: str
    terms: timedelta | None


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
    search_keys: dict[str, str] = field(default_factory=dict)

    def day(self, text: str) -> date:
        """The day of an entry; the scan has refused lines without one."""
        found = self.days[text]
        assert found is not None
        return found


def records_of(rows: Iterable[Row], customers: Mapping[str, CustomerRecord], known: Known) -> Parsed:
    """Records and lettering of rows (nature, number, movement), all those of their customers."""
    books = Books(known)
    lettered: list[Lettered] = []
    met: set[str] = set()
    for nature, number, row in rows:
        move = Move._make(row)
        key = _MAKERS[nature, move.minor > 0](books, move, number)
        met.add(move.customer)
        is_opening = nature == _OPENING
        if move.letter or is_opening:
            lettered.append(
                Lettered(
                    move.customer,
                    key,
                    books.day(move.day),
                    move.minor,
                    move.letter,
                    books.days[move.letter_day],
                    is_opening,
                    abs(move.minor),
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


def _opening(books: Books, move: Move, _number: str) -> str:
    """An item brought forward."""
    as_of, terms = books.day(move.day), books.known.terms
    issued_on = true_date(books.days[move.piece_day], as_of)
    key = _key(books, "opening", move)
    books.opening_items.append(
        OpeningItemRecord(
            line=move.line,
            key=key,
            customer=move.customer,
            as_of=as_of,
            currency=books.known.currency,
            amount_minor=move.minor,
            issued_on=issued_on,
            due_on=None if terms is None else (issued_on or as_of) + terms,
            due_assumed=terms is not None,
            reference=move.piece,
            label=move.label,
        )
    )
    return key


def _invoice(books: Books, move: Move, number: str) -> str:
    """An invoice; several lines of one document are one."""
    before = books.invoices.get(number)
    issued_on = books.days[move.piece_day] or books.day(move.day)
    terms = books.known.terms
    key = f"invoice:{number}"
    books.invoices[number] = InvoiceRecord(
        line=before.line if before else move.line,
        key=key,
        customer=move.customer,
        number=number,
        issued_on=issued_on,
        currency=books.known.currency,
        total_minor=move.minor + (before.total_minor if before else 0),
        due_on=None if terms is None else issued_on + terms,
        due_assumed=terms is not None,
        label=move.label,
    )
    return key


def _credit_note(books: Books, move: Move, number: str) -> str:
    before = books.credit_notes.get(number)
    key = f"credit_note:{number}"
    books.credit_notes[number] = CreditNoteRecord(
        line=before.line if before else move.line,
        key=key,
        customer=move.customer,
        number=number,
        issued_on=books.days[move.piece_day] or books.day(move.day),
        currency=books.known.currency,
        total_minor=-move.minor + (before.total_minor if before else 0),
        label=move.label,
    )
    return key


def _payment(books: Books, move: Move, _number: str) -> str:
    key = _key(books, "payment", move)
    books.payments.append(
        PaymentRecord(
            line=move.line,
            key=key,
            customer=move.customer,
            received_on=books.day(move.day),
            currency=books.known.currency,
            amount_minor=-move.minor,
            reference=move.piece,
            label=move.label,
        )
    )
    return key


def _other(kind: OtherKind) -> Callable[[Books, Move, str], str]:
    def make(books: Books, move: Move, _number: str) -> str:
        key = _key(books, "other", move)
        books.others.append(
            OtherRecord(
                line=move.line,
                key=key,
                customer=move.customer,
                kind=kind,
                on=books.day(move.day),
                currency=books.known.currency,
                amount_minor=move.minor,
                reference=move.piece,
                label=move.label,
            )
        )
        return key

    return make


def _key(books: Books, what: str, move: Move) -> str:
    """A name that the same line has in the next export too, whatever its entry number became."""
    whose = books.search_keys.get(move.customer)
    if whose is None:
        whose = books.search_keys[move.customer] = search_key(move.customer)
    day, piece = books.day(move.day), key_of(move.piece)
    same = short_key(f"{what}:{whose}:{day}:{books.known.currency}{move.minor}:{piece}")
    books.ranks[same] = rank = books.ranks.get(same, 0) + 1
    return short_key(f"{same}:{rank}")


_MAKERS: dict[tuple[Nature, bool], Callable[[Books, Move, str], str]] = {
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
