"""Payments and credit notes of a file: new ones, and those that the books know already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.records import (
    CreditNoteRecord,
    InvoiceRecord,
    OpeningItemRecord,
    OtherRecord,
    PaymentRecord,
    stable_key,
)
from encours.books.interchange.rules.books import Who
from encours.books.interchange.rules.debits import Desk, frees_number, is_same
from encours.books.interchange.rules.drafted import UNKNOWN_YET, Credit, NoteRef, PaymentRef
from encours.books.receivables.rules.booked import BookedCredit
from encours.books.receivables.rules.drafts import CreditNoteDraft, PaymentDraft
from encours.books.receivables.rules.party import PaymentMethod
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import number_key


@dataclass(slots=True)
class Receipt:
    """One payment with all its lines. `parts` are (invoice numbers, minor units), if it names any."""

    line: int
    key: str
    who: Who
    received_on: date | None
    currency: str
    minor: int
    reference: str
    method: PaymentMethod | None
    parts: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def receipts_of(desk: Desk, records: Sequence[PaymentRecord], *, joins_lines: bool) -> list[Receipt]:
    """Payments with their customer. `joins_lines`: same customer, day and reference are one payment."""
    found: dict[tuple[object, ...], Receipt] = {}
    for record in records:
        who = _payer(desk, record)
        if who is None:
            continue
        joined = joins_lines and record.reference and record.received_on
        same = (
            (who, record.received_on, record.currency, number_key(record.reference))
            if joined
            else (record.key,)
        )
        receipt = found.get(same)
        if receipt is None:
            key = _joined_key(desk, record, who) if joined else record.key
            receipt = found[same] = Receipt(
                record.line, key, who, record.received_on, record.currency, 0, record.reference, record.method
            )
        receipt.minor += record.amount_minor
        receipt.keys.append(record.key)
        if record.invoice_numbers:
            receipt.parts.append((record.invoice_numbers, record.amount_minor))
    return list(found.values())


def _likeness(payment: BookedCredit) -> tuple[int, date, str, int]:
    return payment.customer_id, payment.on, payment.currency, payment.total_minor


class Receipts:
    """The payments of the books, by origin and by what they are."""

    def __init__(self, booked: Iterable[BookedCredit]) -> None:
        self._by_key: dict[str, BookedCredit] = {}
        self._alike: dict[tuple[int, date, str, int], list[BookedCredit]] = defaultdict(list)
        for payment in booked:
            if payment.key:
                self._by_key[payment.key] = payment
            if not payment.is_cancelled:
                self._alike[_likeness(payment)].append(payment)

    def same(self, key: str) -> BookedCredit | None:
        """The payment of that origin."""
        found = self._by_key.get(key)
        if found is not None:
            self._forget(found)
        return found

    def alike(self, receipt: Receipt, keys: set[str]) -> BookedCredit | None:
        """A payment of the same customer, day and amount that came another way; each serves once."""
        if not isinstance(receipt.who, int) or receipt.received_on is None:
            return None
        likeness = (receipt.who, receipt.received_on, receipt.currency, receipt.minor)
        found = next((p for p in self._alike.get(likeness, []) if p.key not in keys), None)
        if found is not None:
            self._forget(found)
        return found

    def _forget(self, payment: BookedCredit) -> None:
        alike = self._alike.get(_likeness(payment), [])
        if payment in alike:
            alike.remove(payment)


def take_payments(desk: Desk, receipts: Sequence[Receipt], invoices: Sequence[InvoiceRecord]) -> None:
    """New payments are drafted; what an invoice table tells of known invoices only adds what is missing."""
    known = Receipts(desk.booked.payments)
    origins = {receipt.key for receipt in receipts}
    missing = _missing(desk, invoices)
    undated = 0
    for receipt in receipts:
        booked = known.same(receipt.key) or known.alike(receipt, origins)
        if booked is not None:
            _know(desk, receipt, booked)
            continue
        number = receipt.parts[0][0][0] if receipt.parts else ""
        if number in desk.sheet.refused_numbers:
            continue
        if number in missing:
            minor = min(receipt.minor, missing[number])
            missing[number] -= minor
            _add(desk, receipt, minor) if minor else _count(desk, receipt, is_known=True)
        else:
            _add(desk, receipt, receipt.minor)
        undated += receipt.received_on is None
    if undated:
        desk.sheet.warnings.append(issue(Code.PAID_WITHOUT_DATE, count=undated))


def take_note(desk: Desk, record: CreditNoteRecord) -> None:
    """A credit note is known by its number."""
    who, sheet, number = desk.whose(record.customer, line=record.line), desk.sheet, record.number.strip()
    if who is None:
        return
    booked = desk.booked.credit_notes.get(number)
    if booked is not None and frees_number(booked, who, record.currency, record.total_minor):
        booked = None
    if booked is None:
        early = desk.refuse_day(who, record.currency, record.issued_on, line=record.line, field="issued_on")
        if early is not None:
            sheet.rejected.append(early)
            return
        draft = CreditNoteDraft(
            customer_id=who if isinstance(who, int) else UNKNOWN_YET,
            number=number,
            issued_on=record.issued_on,
            currency=record.currency,
            total_minor=record.total_minor,
            reason=record.label[:200],
        )
        ref = NoteRef(len(sheet.notes), is_booked=False)
        sheet.notes.append((who, draft))
        names = (record.invoice_number,) if record.invoice_number else ()
        named: list[tuple[tuple[str, ...], int]] = [(names, record.total_minor)] if names else []
        sheet.credit_by_key[record.key] = Credit(
            ref, who, record.currency, record.issued_on, record.total_minor, record.line, named
        )
    elif not is_same(booked, who, record.currency, record.total_minor):
        amount, other = Money(booked.total_minor, booked.currency), desk.name_of(booked.customer_id)
        sheet.rejected.append(
            issue(
                Code.NUMBER_TAKEN, line=record.line, field="number", number=number, other=other, booked=amount
            )
        )
        return
    else:
        sheet.credit_by_key[record.key] = _booked(NoteRef(booked.id, is_booked=True), booked)
    sheet.count(
        "credit_notes",
        total="credited",
        currency=record.currency,
        minor=record.total_minor,
        is_known=booked is not None,
    )


def know_other_credit(desk: Desk, record: OpeningItemRecord | OtherRecord) -> bool:
    """Whether a credit that is neither payment nor credit note was taken in before."""
    booked = desk.payment(record.key)
    if booked is not None:
        desk.sheet.credit_by_key[record.key] = _booked(PaymentRef(booked.id, is_booked=True), booked)
    return booked is not None


def take_other_credit(desk: Desk, record: OpeningItemRecord | OtherRecord, *, on: date, minor: int) -> None:
    """A credit that is neither payment nor credit note: an «écriture diverse»."""
    who = desk.parties.who(record.customer)
    assert who is not None
    draft = PaymentDraft(
        customer_id=who if isinstance(who, int) else UNKNOWN_YET,
        received_on=on,
        currency=record.currency,
        amount_minor=minor,
        method=PaymentMethod.OTHER_CREDIT,
        reference=(record.reference or record.label)[:140],
        source_key=record.key,
    )
    ref = PaymentRef(len(desk.sheet.payments), is_booked=False)
    desk.sheet.payments.append((who, draft))
    desk.sheet.credit_by_key[record.key] = Credit(ref, who, record.currency, on, minor)


def _add(desk: Desk, receipt: Receipt, minor: int) -> None:
    """A payment without a date is booked on the day it was learnt of, and tells nothing of habits."""
    on = receipt.received_on or desk.house.today
    refusal = (
        issue(Code.DATE_TO_COME, line=receipt.line, field="received_on", on=on)
        if on > desk.house.today
        else desk.refuse_day(receipt.who, receipt.currency, on, line=receipt.line, field="received_on")
    )
    if refusal is not None:
        desk.sheet.rejected.append(refusal)
        return
    method = receipt.method or PaymentMethod.UNKNOWN
    draft = PaymentDraft(
        customer_id=receipt.who if isinstance(receipt.who, int) else UNKNOWN_YET,
        received_on=on,
        currency=receipt.currency,
        amount_minor=minor,
        method=method if receipt.received_on else PaymentMethod.OTHER_CREDIT,
        reference=receipt.reference,
        source_key=receipt.key,
    )
    ref = PaymentRef(len(desk.sheet.payments), is_booked=False)
    desk.sheet.payments.append((receipt.who, draft))
    credit = Credit(ref, receipt.who, receipt.currency, on, minor, receipt.line, receipt.parts)
    desk.sheet.credit_by_key |= dict.fromkeys(receipt.keys, credit)
    _count(desk, receipt, is_known=False)


def _know(desk: Desk, receipt: Receipt, booked: BookedCredit) -> None:
    if (
        booked.key == receipt.key
        and receipt.key.startswith("receipt:")
        and booked.total_minor != receipt.minor
    ):
        amount = Money(booked.total_minor, booked.currency)
        desk.sheet.rejected.append(
            issue(
                Code.PAYMENT_CHANGED,
                line=receipt.line,
                field="amount",
                reference=receipt.reference,
                on=receipt.received_on,
                booked=amount,
            )
        )
        return
    credit = _booked(PaymentRef(booked.id, is_booked=True), booked)
    desk.sheet.credit_by_key |= dict.fromkeys(receipt.keys, credit)
    _count(desk, receipt, is_known=True)


def _booked(ref: PaymentRef | NoteRef, booked: BookedCredit) -> Credit:
    left = 0 if booked.is_cancelled else booked.free_minor
    return Credit(ref, booked.customer_id, booked.currency, booked.on, left, is_booked=True)


def _count(desk: Desk, receipt: Receipt, *, is_known: bool) -> None:
    desk.sheet.count(
        "payments", total="paid", currency=receipt.currency, minor=receipt.minor, is_known=is_known
    )


def _payer(desk: Desk, record: PaymentRecord) -> Who | None:
    """The customer of a payment; without one, whoever its invoices belong to."""
    if record.customer:
        return desk.whose(record.customer, line=record.line)
    numbers = ", ".join(record.invoice_numbers)
    found = {debit.customer_id for n in record.invoice_numbers if (debit := desk.debit(n)) is not None}
    if len(found) == 1:
        return found.pop()
    code = Code.PAYER_UNCLEAR if found else Code.INVOICE_UNKNOWN
    desk.sheet.rejected.append(issue(code, line=record.line, field="number", number=numbers))
    return None


def _joined_key(desk: Desk, record: PaymentRecord, who: Who) -> str:
    """The origin of a payment of several lines: whatever its amount becomes, it is that payment."""
    whose = desk.mark_of(who)
    return stable_key("receipt", whose, record.received_on, record.currency, number_key(record.reference))


def _missing(desk: Desk, invoices: Sequence[InvoiceRecord]) -> dict[str, int]:
    """For known invoices of a table that tells what is left to pay: what the books do not know paid yet."""
    found: dict[str, int] = {}
    for record in invoices:
        booked = desk.booked.debits.get(record.number.strip())
        if booked is not None and record.open_minor is not None:
            found[record.number] = max(booked.open_minor - record.open_minor, 0)
    return found
