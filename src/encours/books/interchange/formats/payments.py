"""Tables of payments received."""

import re
from collections import Counter

from encours.books.interchange.formats import values
from encours.books.interchange.formats.customers import CustomerBook
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.reading import Reading, RowReading
from encours.books.interchange.formats.records import (
    CustomerRecord,
    Kind,
    Parsed,
    PaymentRecord,
    money_totals,
    stable_key,
)
from encours.ground.kernel.text import number_key, search_key

_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,+&|]|\bet\b|\band\b)\s*")


def read_payments(reading: Reading) -> Parsed:
    """All payments. One without customer needs an invoice number, by which it finds its own.

    Two equal payments of the same day are two payments: their keys carry a rank.
    """
    book = CustomerBook(reading)
    ranks: Counter[str] = Counter()
    payments: list[PaymentRecord] = []
    for row in reading.rows():
        if row.is_total():
            continue
        payment = _payment(row, book, ranks)
        if payment is not None:
            payments.append(payment)
    return Parsed(
        kind=Kind.PAYMENTS,
        customers=book.records,
        payments=tuple(payments),
        totals=money_totals({"paid": [(payment.currency, payment.amount_minor) for payment in payments]}),
        cash_known_on=max((payment.received_on for payment in payments if payment.received_on), default=None),
    )


def _payment(row: RowReading, book: CustomerBook, ranks: Counter[str]) -> PaymentRecord | None:
    code, name = row.text(Field.CUSTOMER_CODE), row.text(Field.CUSTOMER_NAME)
    numbers = tuple(part for part in _BETWEEN_NUMBERS.split(row.text(Field.NUMBER)) if part)
    if not (code or name or numbers):
        row.require(Field.CUSTOMER_NAME)
    received_on = row.day(Field.RECEIVED_ON, needed=True)
    amount = row.amount(Field.AMOUNT, row.currency(), needed=True)
    reference, method = row.text(Field.REFERENCE), row.text(Field.METHOD)
    if amount is not None and amount.minor < 0:
        row.refuse(Code.NEGATIVE_PAYMENT, field=Field.AMOUNT)
    if row.bad or amount is None or received_on is None:
        return None
    if amount.minor == 0:
        row.warn(Code.ZERO_AMOUNT)
        return None
    key = book.key(code, name) if code or name else ""
    if key:
        book.add(CustomerRecord(line=row.line, key=key, name=name or code, code=code))
    whose = search_key(key) or "+".join(map(number_key, numbers))
    same = f"payment:{whose}:{received_on}:{amount.currency}{amount.minor}:{number_key(reference)}"
    ranks[same] += 1
    return PaymentRecord(
        line=row.line,
        key=stable_key(same, ranks[same]),
        customer=key,
        received_on=received_on,
        currency=amount.currency,
        amount_minor=amount.minor,
        reference=reference,
        invoice_numbers=numbers,
        method=values.read_method(method) if method else None,
    )
