"""Invoices, items brought forward and other debits of a file: new, known already, or in the way of another."""

from collections.abc import Iterable
from datetime import date, timedelta

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.records import InvoiceRecord, OpeningItemRecord
from encours.books.interchange.rules.books import Booked, House, Who
from encours.books.interchange.rules.drafted import UNKNOWN_YET, OpenPart, Sheet
from encours.books.interchange.rules.parties import Parties
from encours.books.receivables.rules.booked import BookedCredit, BookedDebit
from encours.books.receivables.rules.drafts import MOST_AHEAD, InvoiceDraft
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import number_key

_LONGEST = limits.FIELD_CHARACTERS["number"]


class Desk:
    """The plan in the making and what it is made from."""

    def __init__(self, sheet: Sheet, parties: Parties, booked: Booked, house: House) -> None:
        self.sheet = sheet
        self.parties = parties
        self.booked = booked
        self.house = house
        self._begun_by_file: dict[tuple[Who, str], date] = {}
        self._customers = booked.customers
        self._payments = {payment.key: payment for payment in booked.payments if payment.key}
        self._parts: dict[int, list[OpenPart]] = {}

    def whose(self, key: str, *, line: int) -> Who | None:
        """The customer of a record; a record whose customer cannot be told is refused."""
        found = self.parties.who(key)
        if found is None:
            code = self.parties.unclear.get(key, Code.CUSTOMER_UNKNOWN)
            name = self.parties.names.get(key, key)
            self.sheet.rejected.append(issue(code, line=line, field="customer_name", customer=name))
        return found

    def begin(self, openings: Iterable[OpeningItemRecord]) -> None:
        """Notes on which day the file itself brings each account forward."""
        for record in openings:
            who = self.parties.who(record.customer)
            if who is not None:
                account = (who, record.currency)
                self._begun_by_file[account] = max(
                    record.as_of, self._begun_by_file.get(account, record.as_of)
                )

    def refuse_day(self, who: Who, currency: str, on: date, *, line: int, field: str) -> Issue | None:
        """A day too far ahead to be true, or before the balance with which the books of a customer begin:
        what happened then is in that balance. A file of that very year may name earlier documents."""
        if on > self.house.today + MOST_AHEAD:
            return issue(Code.DATE_IMPLAUSIBLE, line=line, field=field, value=f"{on:%d/%m/%Y}")
        opening = self.booked.openings.get((who, currency)) if isinstance(who, int) else None
        begun = self._begun_by_file.get((who, currency), date.min)
        if not isinstance(who, int) or opening is None or on >= opening or begun >= opening:
            return None
        name = self.name_of(who)
        return issue(Code.BEFORE_OPENING, line=line, field=field, customer=name, opening=opening, on=on)

    def payment(self, key: str) -> BookedCredit | None:
        """The payment of the books that has that origin."""
        return self._payments.get(key)

    def name_of(self, customer_id: int) -> str:
        """What a customer of the books is called."""
        return self._customers[customer_id].name if customer_id in self._customers else ""

    def mark_of(self, who: Who) -> str:
        """What names a customer from one file to the next: its code, else its name without legal form."""
        customer = self._customers.get(who) if isinstance(who, int) else None
        return str(who) if customer is None else customer.code or customer.company_key

    def debit(self, number: str) -> BookedDebit | None:
        """A debit of the books by its number, also when it is written in another manner."""
        found = self.booked.debits.get(number.strip())
        return found or self.booked.debits.get(self.booked.numbers_by_key.get(number_key(number), ""))

    def known_parts(self, debit: BookedDebit) -> list[OpenPart]:
        """The due dates of a debit of the books as allocation sees them: the same objects each time."""
        if debit.id not in self._parts:
            self._parts[debit.id] = [
                OpenPart(
                    due.id,
                    debit.customer_id,
                    debit.currency,
                    debit.number,
                    debit.issued_on,
                    due.due_on,
                    due.open_minor,
                )
                for due in debit.dues
            ]
        return self._parts[debit.id]


def take_invoice(desk: Desk, record: InvoiceRecord) -> None:
    """An invoice is known by its number; the same number with another amount is refused."""
    who = desk.whose(record.customer, line=record.line)
    refusal = None if who is None else _take(desk, record, who)
    if refusal is not None:
        desk.sheet.rejected.append(refusal)
    if refusal is not None or who is None:
        desk.sheet.refused_numbers.add(record.number)


def _take(desk: Desk, record: InvoiceRecord, who: Who) -> Issue | None:
    number, line = record.number.strip(), record.line
    booked = desk.booked.debits.get(number)
    if booked is not None and not frees_number(booked, who, record.currency, record.total_minor):
        if not is_same(booked, who, record.currency, record.total_minor):
            return number_taken(desk, number, booked, line=line)
        desk.sheet.parts_by_key[record.key] = desk.known_parts(booked)
        _count(desk.sheet, record, is_known=True)
        _compare_dates(desk, record, booked)
        return None
    early = desk.refuse_day(who, record.currency, record.issued_on, line=line, field="issued_on")
    if early is not None:
        return early
    dues, is_assumed = _dues(desk, record)
    if not dues:
        return issue(Code.DUE_DATE_MISSING, line=line, field="due_on", number=number)
    if len(number) > _LONGEST:
        return issue(Code.TEXT_TOO_LONG, line=line, field="number", value=number, limit=_LONGEST)
    draft = InvoiceDraft(
        customer_id=who if isinstance(who, int) else UNKNOWN_YET,
        number=number,
        issued_on=record.issued_on,
        currency=record.currency,
        total_minor=record.total_minor,
        dues=dues,
        po_number=record.po_number,
        is_due_assumed=is_assumed,
    )
    desk.sheet.add_debit(who, draft, record.key)
    _count(desk.sheet, record, is_known=False)
    return None


def _compare_dates(desk: Desk, record: InvoiceRecord, booked: BookedDebit) -> None:
    """A due date that was assumed gives way to the one that a file tells; other dates are only remarked on."""
    told = None if record.due_assumed or record.instalments else record.due_on
    dues, one = booked.dues, booked.dues[0] if len(booked.dues) == 1 else None
    if booked.is_cancelled or not dues:
        return
    is_new = told is not None and told not in {due.due_on for due in dues}
    if is_new and one is not None and told is not None and booked.is_due_assumed:
        desk.sheet.due_dates[one.id] = told
    elif is_new or record.issued_on != booked.issued_on:
        desk.sheet.warnings.append(
            issue(
                Code.DATES_DIFFER,
                line=record.line,
                field="due_on" if is_new else "issued_on",
                number=record.number,
                issued_on=booked.issued_on,
                due_on=dues[-1].due_on,
            )
        )


def frees_number(booked: BookedDebit | BookedCredit, who: Who, currency: str, minor: int) -> bool:
    """Whether a document was cancelled and the file tells another one under its number: it was corrected."""
    return booked.is_cancelled and not is_same(booked, who, currency, minor)


def is_same(booked: BookedDebit | BookedCredit, who: Who, currency: str, minor: int) -> bool:
    """Whether a document of the books is what the file tells again."""
    return (booked.customer_id, booked.currency, booked.total_minor) == (who, currency, minor)


def number_taken(desk: Desk, number: str, booked: BookedDebit, *, line: int) -> Issue:
    """Two debits of one number: the file's is refused, with what the books say."""
    amount, other = Money(booked.total_minor, booked.currency), desk.name_of(booked.customer_id)
    return issue(Code.NUMBER_TAKEN, line=line, field="number", number=number, other=other, booked=amount)


def _count(sheet: Sheet, record: InvoiceRecord, *, is_known: bool) -> None:
    sheet.count(
        "invoices", total="invoiced", currency=record.currency, minor=record.total_minor, is_known=is_known
    )


def _dues(desk: Desk, record: InvoiceRecord) -> tuple[tuple[tuple[date, int], ...], bool]:
    """Due dates with their amounts, and whether they are assumed; none when nothing tells them."""
    if record.instalments:
        return tuple((part.due_on, part.amount_minor) for part in record.instalments), record.due_assumed
    if record.due_on is not None:
        return ((record.due_on, record.total_minor),), record.due_assumed
    known, new = desk.parties.known.get(record.customer), desk.parties.new.get(record.customer)
    days = known.term_days if known else new.term_days if new else None
    if days is None:
        return (), False
    return ((record.issued_on + timedelta(days=days), record.total_minor),), True
