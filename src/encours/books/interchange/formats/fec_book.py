"""Records from the movements of customers' accounts: what each is, its number, its key, its questions."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import assert_never

from encours.books.interchange.formats.fec_journals import Nature, natures_of
from encours.books.interchange.formats.fec_lettering import Lettered, allocate
from encours.books.interchange.formats.fec_lines import Move
from encours.books.interchange.formats.fec_questions import (
    questions_of_customers,
    questions_of_documents,
    remarks,
)
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.reading import Options
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
    Totals,
    money_totals,
    stable_key,
)
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import number_key, search_key

USELESS_SHARE = 5

_BESIDE_FIGURES = re.compile(r"[^0-9a-z]")
_search_key = lru_cache(maxsize=4096)(search_key)


@dataclass(slots=True)
class Books:
    """The records being made, and the names they are known by."""

    currency: str
    term_days: int | None
    invoices: dict[tuple[str, ...], InvoiceRecord] = field(default_factory=dict)
    credit_notes: dict[tuple[str, ...], CreditNoteRecord] = field(default_factory=dict)
    payments: list[PaymentRecord] = field(default_factory=list)
    opening_items: list[OpeningItemRecord] = field(default_factory=list)
    others: list[OtherRecord] = field(default_factory=list)
    lettered: list[Lettered] = field(default_factory=list)
    ranks: Counter[str] = field(default_factory=Counter)
    numbers: set[str] = field(default_factory=set)
    without_number: int = 0


def book(scan: Scan, options: Options) -> Parsed:
    """Records, allocations, totals and questions from one pass over a FEC."""
    books = Books(currency=options.currency, term_days=options.term_days)
    refused = _refused_entries(scan)
    natures = natures_of(scan.journals, scan.families)
    for move in scan.moves:
        if (move.journal, move.entry) not in refused and move.minor:
            _take(books, move, natures.get((move.journal, move.touches)) or natures[move.journal, None])
    allocations, uneven = allocate(books.lettered, books.currency)
    return Parsed(
        kind=Kind.FEC,
        lines=scan.lines,
        customers=_customers(scan, books),
        invoices=tuple(books.invoices.values()),
        credit_notes=tuple(books.credit_notes.values()),
        payments=tuple(books.payments),
        opening_items=tuple(books.opening_items),
        others=tuple(books.others),
        allocations=allocations,
        rejected=tuple(sorted(scan.rejected, key=lambda found: found.line or 0)),
        warnings=tuple(
            remarks(scan, without_number=books.without_number, uneven=uneven, terms=_terms(books))
        ),
        questions=(
            *questions_of_documents(scan, books.invoices, books.opening_items),
            *questions_of_customers(scan),
        ),
        totals=_totals(books),
        cash_known_on=scan.cash_on,
    )


def _terms(books: Books) -> tuple[int, int] | None:
    """The days a person gave for due dates, and how many due dates they made."""
    made = len(books.invoices) + len(books.opening_items)
    return None if books.term_days is None else (books.term_days, made)


def _refused_entries(scan: Scan) -> set[tuple[str, str]]:
    """Entries out of balance, each refused; none where numbers plainly do not separate entries."""
    total = sum(left for left, _line in scan.unbalanced.values())
    if total == 0 and len(scan.unbalanced) * USELESS_SHARE > max(scan.entries, USELESS_SHARE):
        return set()
    for (journal, entry), (left, line) in scan.unbalanced.items():
        gap = Money(left, scan.currency)
        scan.rejected.append(
            issue(
                Code.UNBALANCED_ENTRY,
                line=line,
                field="EcritureNum",
                entry=entry.strip(),
                journal=journal.strip(),
                gap=gap,
            )
        )
    return {(journal, entry.strip()) for journal, entry in scan.unbalanced}


def _take(books: Books, move: Move, nature: Nature) -> None:
    """Makes the record of a movement: a debit raises what is owed, a credit lowers it."""
    debit = move.minor > 0
    match nature:
        case Nature.OPENING:
            key = _opening(books, move)
        case Nature.SALES:
            key = _invoice(books, move) if debit else _credit_note(books, move)
        case Nature.CASH:
            key = _other(books, move, OtherKind.BANK_DEBIT) if debit else _payment(books, move)
        case Nature.OTHER:
            key = _other(books, move, OtherKind.MISC_DEBIT if debit else OtherKind.MISC_CREDIT)
        case _:
            assert_never(nature)
    books.lettered.append(
        Lettered(
            move.customer, key, move.on, move.minor, move.letter, move.lettered_on, nature is Nature.OPENING
        )
    )


def _opening(books: Books, move: Move) -> str:
    """An item brought forward. Its own earlier date, where the line gives one, is the true date."""
    true_date = move.piece_on if move.piece_on is not None and move.piece_on < move.on else None
    days = books.term_days
    key = _key(books, "opening", move)
    books.opening_items.append(
        OpeningItemRecord(
            line=move.line,
            key=key,
            customer=move.customer,
            as_of=move.on,
            currency=books.currency,
            amount_minor=move.minor,
            issued_on=true_date,
            due_on=None if days is None else (true_date or move.on) + timedelta(days=days),
            due_assumed=days is not None,
            reference=move.piece,
            label=move.label,
        )
    )
    return key


def _invoice(books: Books, move: Move) -> str:
    """An invoice; several lines of one entry for one customer and document are one invoice."""
    same = (move.journal, move.entry, move.customer, move.piece)
    before = books.invoices.get(same)
    number = before.number if before else _number(books, move, "invoice")
    issued_on = move.piece_on or move.on
    days = books.term_days
    books.invoices[same] = InvoiceRecord(
        line=before.line if before else move.line,
        key=f"invoice:{number}",
        customer=move.customer,
        number=number,
        issued_on=issued_on,
        currency=books.currency,
        total_minor=move.minor + (before.total_minor if before else 0),
        due_on=None if days is None else issued_on + timedelta(days=days),
        due_assumed=days is not None,
        label=move.label,
    )
    return f"invoice:{number}"


def _credit_note(books: Books, move: Move) -> str:
    same = (move.journal, move.entry, move.customer, move.piece)
    before = books.credit_notes.get(same)
    number = before.number if before else _number(books, move, "credit_note")
    books.credit_notes[same] = CreditNoteRecord(
        line=before.line if before else move.line,
        key=f"credit_note:{number}",
        customer=move.customer,
        number=number,
        issued_on=move.piece_on or move.on,
        currency=books.currency,
        total_minor=-move.minor + (before.total_minor if before else 0),
        label=move.label,
    )
    return f"credit_note:{number}"


def _payment(books: Books, move: Move) -> str:
    key = _key(books, "payment", move)
    books.payments.append(
        PaymentRecord(
            line=move.line,
            key=key,
            customer=move.customer,
            received_on=move.on,
            currency=books.currency,
            amount_minor=-move.minor,
            reference=move.piece,
            label=move.label,
        )
    )
    return key


def _other(books: Books, move: Move, kind: OtherKind) -> str:
    key = _key(books, "other", move)
    books.others.append(
        OtherRecord(
            line=move.line,
            key=key,
            customer=move.customer,
            kind=kind,
            on=move.on,
            currency=books.currency,
            amount_minor=move.minor,
            reference=move.piece,
            label=move.label,
        )
    )
    return key


def _key(books: Books, what: str, move: Move) -> str:
    """A name that the same line has in the next export too, whatever its entry number became."""
    whose, amount = _search_key(move.customer), f"{books.currency}{move.minor}"
    same = stable_key(what, whose, move.on, amount, _number_key(move.piece))
    books.ranks[same] += 1
    return stable_key(same, books.ranks[same])


def _number_key(number: str) -> str:
    """`kernel.text.number_key`, without its work on accents where there are none: it is asked per line."""
    return _BESIDE_FIGURES.sub("", number.lower()) if number.isascii() else number_key(number)


def _number(books: Books, move: Move, what: str) -> str:
    """The document's number; with the entry's where it has none of its own or shares it."""
    tries: Iterable[str] = (
        move.piece,
        f"{move.piece}/{move.entry}" if move.piece else f"{move.journal.strip()}-{move.entry}",
        f"{move.piece or move.journal.strip()}/{move.entry}/{move.line}",
    )
    for rank, number in enumerate(tries):
        key = f"{what}:{_number_key(number) or number}"
        if number and key not in books.numbers:
            books.numbers.add(key)
            books.without_number += rank > 0
            return number
    return f"{move.journal.strip()}-{move.line}"


def _customers(scan: Scan, books: Books) -> tuple[CustomerRecord, ...]:
    lines: dict[str, int] = {}
    for move in scan.moves:
        lines.setdefault(move.customer, move.line)
    met = {item.customer for item in books.lettered}
    return tuple(
        CustomerRecord(line=line, key=code, name=scan.names[code], code=code)
        for code, line in lines.items()
        if code in met
    )


def _totals(books: Books) -> dict[str, Totals]:
    currency = books.currency
    return money_totals(
        {
            "opening": [(currency, item.amount_minor) for item in books.opening_items],
            "invoiced": [(currency, invoice.total_minor) for invoice in books.invoices.values()],
            "credited": [(currency, note.total_minor) for note in books.credit_notes.values()],
            "paid": [(currency, payment.amount_minor) for payment in books.payments],
            "other": [(currency, other.amount_minor) for other in books.others],
        }
    )
