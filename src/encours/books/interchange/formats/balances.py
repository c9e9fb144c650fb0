"""Reports that name the customer beside the figures: a section per customer, or one balance each."""

import re
from datetime import date

from encours.books.interchange.formats.customers import CustomerBook
from encours.books.interchange.formats.dates import read_date
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.labels import label
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.reading import Reading, RowReading
from encours.books.interchange.formats.records import (
    CustomerRecord,
    Kind,
    OpeningItemRecord,
    Parsed,
    money_totals,
    stable_key,
)

_AS_OF = re.compile(r"\b(?:as of|as at|au)\s+(.+)", re.IGNORECASE)


def customer_named(row: RowReading, name: str, book: CustomerBook) -> CustomerRecord:
    """A customer known only by the name above its invoices."""
    if not name:
        row.require(Field.CUSTOMER_NAME)
    return CustomerRecord(line=row.line, key=book.key("", name), name=name)


def read_balances(reading: Reading) -> Parsed:
    """One opening item per customer, on the day that the report's title names.

    Refuses the report when no day is named: a balance without a date says nothing.
    """
    as_of = _day_of(reading)
    book = CustomerBook(reading)
    items: list[OpeningItemRecord] = []
    if as_of is None:
        reading.rejected.append(issue(Code.COLUMN_MISSING, column=label(Field.ISSUED_ON)))
        return Parsed(kind=Kind.INVOICES)
    for row in reading.rows():
        name = row.first_text()
        if row.is_total() or not name or _is_heading(row):
            continue
        amount = row.amount(Field.TOTAL, reading.options.currency, needed=True)
        if amount is None or not amount.minor:
            continue
        customer = customer_named(row, name, book)
        book.add(customer)
        items.append(
            OpeningItemRecord(
                line=row.line,
                key=stable_key("opening", customer.key, as_of),
                customer=customer.key,
                as_of=as_of,
                currency=amount.currency,
                amount_minor=amount.minor,
            )
        )
    reading.ask(Code.OPENING_DATES_MISSING, [item.customer for item in items])
    totals = money_totals({"opening": [(item.currency, item.amount_minor) for item in items]})
    return Parsed(kind=Kind.INVOICES, customers=book.records, opening_items=tuple(items), totals=totals)


def _is_heading(row: RowReading) -> bool:
    """A name without a figure: its own lines and their total come below."""
    return sum(bool(row.row.text(place)) for place in range(len(row.row.cells))) == 1


def _day_of(reading: Reading) -> date | None:
    for row in reading.preamble:
        for place in range(len(row.cells)):
            found = _AS_OF.search(row.text(place))
            day = read_date(found[1].strip(), order=reading.order) if found else None
            if isinstance(day, date):
                return day
    return None
