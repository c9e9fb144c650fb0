"""Tables of invoices: one row per invoice, per line, per instalment, per payment or per balance."""

from collections.abc import Collection
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from encours.books.interchange.formats import balances, limits, values
from encours.books.interchange.formats.amounts import Amount
from encours.books.interchange.formats.customers import CustomerBook, read_customer
from encours.books.interchange.formats.drafts import Draft, Told, credit_note_record, invoice_record, settle
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.mapping import Field, RowShape
from encours.books.interchange.formats.reading import Reading, RowReading
from encours.books.interchange.formats.records import Instalment, Kind, Parsed, money_totals
from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.text import number_key, search_key

EXAMPLE_WORDS = ("exemple", "example")

_DOLIBARR_NOT_ISSUED = ("0", "3")  # draft, abandoned


def read_invoices(reading: Reading) -> Parsed:
    """All invoices, credit notes and the payments and customers the same rows tell of.

    A number that comes again with other data is refused; the same row again counts once.
    """
    if reading.mapping.shape is RowShape.BALANCE:
        return balances.read_balances(reading)
    book = CustomerBook(reading)
    drafts: dict[str, Draft] = {}
    section: str | None = "" if reading.mapping.shape is RowShape.SECTION else None
    for row in reading.rows():
        if section is not None and _opens_section(row):
            section = row.first_text()
            continue
        if row.is_total():
            continue
        draft = _draft(row, book, section)
        if draft is not None:
            draft.number = draft.number or _name_of_credit(draft, drafts)
            _gather(row, drafts, draft)
    return _parsed(reading, book, [draft for draft in drafts.values() if draft.total])


def _opens_section(row: RowReading) -> bool:
    """A row with a name and nothing else; reports write it in the column of the numbers."""
    return all(row.cell(wanted) is None for wanted in (Field.TOTAL, Field.ISSUED_ON))


def _draft(row: RowReading, book: CustomerBook, section: str | None) -> Draft | None:
    """What one row says of an invoice; None when it is refused or left out."""
    if _is_left_out(row, section or row.shown(Field.CUSTOMER_NAME)):
        return None
    number = row.text(Field.NUMBER, needed=section is None)
    customer = read_customer(row, book) if section is None else balances.customer_named(row, section, book)
    issued_on, due_on = row.day(Field.ISSUED_ON, needed=True), row.day(Field.DUE_ON)
    left = _left(row, currency := row.currency())
    total = _total(row, currency, left)
    if not number and total is not None and total.minor > 0:
        row.require(Field.NUMBER)
    if row.bad or issued_on is None or total is None:
        return None
    if due_on is not None and due_on < issued_on and total.minor > 0:
        row.refuse(Code.DUE_BEFORE_ISSUE, field=Field.DUE_ON, due_on=due_on, issued_on=issued_on)
    if total.minor == 0 and not _is_line(row):
        row.warn(Code.ZERO_AMOUNT)
    if row.bad or (total.minor == 0 and not _is_line(row)):
        return None
    book.add(customer)
    credit = total.minor < 0 or values.is_credit(row.text(Field.DOCUMENT_KIND))
    told = _told(row, Amount(abs(total.minor), total.currency), credit=credit)
    draft = Draft(
        line=row.line,
        number=number,
        customer=customer.key,
        issued_on=issued_on,
        due_on=due_on,
        currency=total.currency,
        total=abs(total.minor),
        credit=credit,
        open=_open_minor(
            total, left, credit=credit, told=[] if _is_line(row) else told, is_report=section is not None
        ),
        from_lines=_is_line(row) and row.cell(Field.TOTAL) is None,
        po_number=row.text(Field.PO_NUMBER),
        label=row.text(Field.LABEL),
        credited_invoice=row.text(Field.CREDITED_INVOICE),
        told=[] if credit else told,
        cells=tuple(row.row.text(place) for place in range(len(row.row.cells))),
    )
    _give_due_date(row, draft)
    return draft


def _name_of_credit(draft: Draft, drafts: Collection[str]) -> str:
    """Some reports show credit notes without a number: then day and customer name them, the same at each reading."""
    base = f"AV {draft.issued_on:%d/%m/%Y} {draft.customer}"[: limits.FIELD_CHARACTERS["number"] - 6]
    names = (base, *(f"{base} ({rank})" for rank in range(2, len(drafts) + 3)))
    return next(name for name in names if number_key(name) not in drafts)


def _left(row: RowReading, currency: str) -> Amount | None:
    """What is left to pay. Stripe's amount due is that of the day of issue: what was paid is in it.

    Source: Stripe API, the invoice object (`amount_remaining` is `amount_due` less `amount_paid`).
    """
    left = row.amount(Field.OPEN, currency)
    if left is None or row.reading.mapping.layout != "stripe_invoices_export":
        return left
    paid = row.amount(Field.PAID, currency)
    return left if paid is None else Amount(left.minor - paid.minor, left.currency)


def _is_line(row: RowReading) -> bool:
    return row.reading.mapping.shape is RowShape.LINE


def _is_left_out(row: RowReading, name: str) -> bool:
    """Whether the row is an example of ours, or no invoice owed to us: said, and not refused.

    Asked first: a draft may have no number yet.
    """
    number = row.shown(Field.NUMBER)
    if all(search_key(text).startswith(EXAMPLE_WORDS) for text in (number, name)):
        row.warn(Code.EXAMPLE_ROW)
        return True
    status, kind = row.shown(Field.STATUS), row.shown(Field.DOCUMENT_KIND)
    dolibarr = (row.reading.mapping.layout or "").startswith("dolibarr") and status in _DOLIBARR_NOT_ISSUED
    word = next((word for word in (status, kind) if values.is_not_issued(word)), status if dolibarr else "")
    if number == "/" or word:
        row.warn(Code.NOT_ISSUED, number=number or "–", status=word or number)
        return True
    return False


def _total(row: RowReading, currency: str, left: Amount | None) -> Amount | None:
    """The amount including tax: written, else the lines', else net plus tax, else what is open."""
    for wanted in (Field.TOTAL, Field.INSTALMENT):
        if (written := row.amount(wanted, currency)) is not None:
            return written
    if _is_line(row):
        return _line_total(row, currency)
    net, tax = row.amount(Field.NET_TOTAL, currency), row.amount(Field.TAX_TOTAL, currency)
    if net is not None and tax is not None and net.currency == tax.currency:
        return Amount(net.minor + tax.minor, net.currency)
    if left is None and not row.bad:
        row.require(Field.TOTAL)
    return left


def _line_total(row: RowReading, currency: str) -> Amount | None:
    """Amount of the line, else quantity × price less the discount in percent, plus its tax."""
    written, tax = row.amount(Field.LINE_TOTAL, currency), row.amount(Field.TAX_TOTAL, currency)
    tax_minor = tax.minor if tax else 0
    if written is not None:
        return Amount(written.minor + tax_minor, written.currency)
    quantity, price, discount = map(row.number, (Field.QUANTITY, Field.UNIT_PRICE, Field.DISCOUNT))
    if price is None:
        if not row.bad:
            row.require(Field.UNIT_PRICE)
        return None
    part = 1 - (discount or Decimal(0)) / 100
    exact = (Decimal(1) if quantity is None else quantity) * price * part * 10 ** exponent_of(currency)
    return Amount(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)) + tax_minor, currency)


def _open_minor(
    total: Amount, left: Amount | None, *, credit: bool, told: list[Told], is_report: bool
) -> int | None:
    """What the row says is left; of a credit note, what nothing took and nobody paid back."""
    if left is not None:
        return abs(left.minor) if credit else left.minor
    if is_report:
        return abs(total.minor)
    return max(abs(total.minor) - sum(part.minor for part in told), 0) if credit and told else None


def _told(row: RowReading, total: Amount, *, credit: bool) -> list[Told]:
    """The payment a row tells of: an amount, else all of it where a date or a word says paid.

    Programs write what was paid back of a credit note with either sign.
    """
    amount, day = row.amount(Field.PAID, total.currency), row.day(Field.PAID_ON)
    if amount is not None:
        minor = abs(amount.minor) if credit else amount.minor
        return [Told(row.line, day, minor)] if minor > 0 else []
    status = row.text(Field.STATUS)
    words = values.is_paid(row.text(Field.PAYMENT_STATUS)) or (
        values.is_paid(status) and not status.isdecimal()
    )
    if (day is not None or words) and row.cell(Field.OPEN) is None:
        return [Told(row.line, day, total.minor)]
    return []


def _give_due_date(row: RowReading, draft: Draft) -> None:
    """A due date from the row's own terms, else from the terms a person gave."""
    if draft.due_on is not None or draft.credit:
        return
    days = row.soft(Field.TERM_DAYS, values.read_term_days, None)
    given = row.reading.options.term_days
    draft.due_assumed = days is None and given is not None
    days = given if days is None else days
    draft.due_on = None if days is None else draft.issued_on + timedelta(days=days)


def _gather(row: RowReading, drafts: dict[str, Draft], draft: Draft) -> None:
    """Joins a row to the invoice of the same number, or refuses it."""
    before = drafts.setdefault(number_key(draft.number) or draft.number, draft)
    mapping = row.reading.mapping
    parts = mapping.has(Field.INSTALMENT) and draft.due_on is not None
    if parts and draft.due_on is not None and before.issued_on == draft.issued_on:
        before.instalments.append(Instalment(due_on=draft.due_on, amount_minor=_instalment(row, draft)))
    if before is draft:
        return
    same = (before.customer, before.currency, before.credit) == (draft.customer, draft.currency, draft.credit)
    if mapping.shape is RowShape.LINE and before.is_of(draft):
        if draft.from_lines:
            before.add_line(draft, tells_paid=row.cell(Field.PAID) is None)
    elif same and (mapping.layout or "").startswith("dolibarr") and before.total == draft.total:
        before.told += draft.told
    elif before.cells == draft.cells and not parts:
        row.warn(Code.REPEATED_ROW, other=before.line)
    elif same and parts and before.issued_on == draft.issued_on:
        before.total += 0 if mapping.has(Field.TOTAL) else draft.total
    else:
        row.refuse(Code.DUPLICATE_NUMBER, field=Field.NUMBER, number=draft.number, other=before.line)


def _instalment(row: RowReading, draft: Draft) -> int:
    found = row.amount(Field.INSTALMENT, draft.currency)
    return draft.total if found is None else found.minor


def _contradiction(draft: Draft) -> Issue | None:
    """What makes a gathered document impossible, if anything."""
    if len(draft.instalments) > 1 and sum(part.amount_minor for part in draft.instalments) != draft.total:
        return issue(Code.INSTALMENTS_MISMATCH, line=draft.line, field=Field.INSTALMENT, number=draft.number)
    if draft.open is not None and draft.open > draft.total:
        left, total = Money(draft.open, draft.currency), Money(draft.total, draft.currency)
        return issue(
            Code.OPEN_BEYOND_TOTAL,
            line=draft.line,
            field=Field.OPEN,
            number=draft.number,
            left=left,
            total=total,
        )
    return None


def _parsed(reading: Reading, book: CustomerBook, gathered: list[Draft]) -> Parsed:
    refused = {draft.line: found for draft in gathered if (found := _contradiction(draft)) is not None}
    reading.rejected += refused.values()
    drafts = [draft for draft in gathered if draft.line not in refused]
    invoices = [draft for draft in drafts if not draft.credit]
    credits = [draft for draft in drafts if draft.credit]
    settled = settle(drafts)
    if any(draft.from_lines for draft in drafts):
        reading.warnings.append(issue(Code.TOTAL_FROM_LINES))
    if assumed := sum(draft.due_assumed for draft in invoices):
        reading.warnings.append(issue(Code.TERMS_ASSUMED, count=assumed, days=reading.options.term_days))
    undated = [payment.invoice_numbers[0] for payment in settled.payments if payment.received_on is None]
    reading.ask(Code.DUE_DATES_MISSING, [draft.number for draft in invoices if draft.due_on is None])
    reading.ask(Code.PAYMENT_DATES_MISSING, undated)
    if reading.mapping.has(Field.EMAIL):
        reading.ask(Code.EMAILS_MISSING, [customer.name for customer in book.records if not customer.email])
    return Parsed(
        kind=Kind.INVOICES,
        customers=book.records,
        invoices=tuple(map(invoice_record, invoices)),
        credit_notes=tuple(map(credit_note_record, credits)),
        payments=settled.payments,
        others=settled.others,
        allocations=settled.allocations,
        totals=money_totals(
            {
                "invoiced": [(draft.currency, draft.total) for draft in invoices],
                "credited": [(draft.currency, draft.total) for draft in credits],
                "paid": [(payment.currency, payment.amount_minor) for payment in settled.payments],
                "other": [(other.currency, other.amount_minor) for other in settled.others],
            }
        ),
    )
