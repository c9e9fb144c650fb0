"""Invoices and credit notes gathered from their rows, and turned into records whose sums hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from encours.books.interchange.formats.records import (
    AllocationRecord,
    Basis,
    CreditNoteRecord,
    Instalment,
    InvoiceRecord,
    OtherKind,
    OtherRecord,
    PaymentRecord,
    stable_key,
)
from encours.ground.kernel.text import number_key


@dataclass(frozen=True, slots=True)
class Told:
    """A payment that a row tells of."""

    line: int
    received_on: date | None
    minor: int


@dataclass(slots=True, kw_only=True)
class Draft:
    """One document while its rows are gathered. `open` is None where the file does not say it.

    `total` is positive, `credit` says that it is a credit note.
    """

    line: int
    number: str
    customer: str
    issued_on: date
    due_on: date | None
    currency: str
    total: int
    open: int | None
    credit: bool
    due_assumed: bool = False
    from_lines: bool = False
    po_number: str = ""
    label: str = ""
    credited_invoice: str = ""
    told: list[Told] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    cells: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What allocations call it."""
        return f"{'credit_note' if self.credit else 'invoice'}:{self.number}"

    def is_of(self, other: "Draft") -> bool:
        """Whether a line of the same number can be another line of this document."""
        return (self.customer, self.currency) == (other.customer, other.currency)

    def add_line(self, line: "Draft", *, tells_paid: bool) -> None:
        """Adds a line; a negative one is a discount. `tells_paid`: what it says paid is of this line alone."""
        sum_minor = sum(-part.total if part.credit else part.total for part in (self, line))
        self.total, self.credit = abs(sum_minor), sum_minor < 0
        if self.due_on is None:
            self.due_on, self.due_assumed = line.due_on, line.due_assumed
        if tells_paid and self.told and line.told:
            first = self.told[0]
            self.told = [Told(first.line, first.received_on, first.minor + line.told[0].minor)]

    @property
    def settled(self) -> int:
        """What no longer is to be paid: by the open amount, else by the payments told of."""
        return self.total - self.open if self.open is not None else sum(told.minor for told in self.told)


@dataclass(frozen=True, slots=True)
class Settled:
    """How what is settled came about, as far as the file lets it be known."""

    payments: tuple[PaymentRecord, ...]
    allocations: tuple[AllocationRecord, ...]
    others: tuple[OtherRecord, ...]


def settle(drafts: Sequence[Draft]) -> Settled:
    """Payments behind the paid parts of invoices, once used credit notes have been counted.

    A file with open amounts counts a used credit note in the invoice it went to without naming it:
    it is given to the invoice it names, else to the customer's oldest, so that it does not count
    twice. What no invoice took was paid back.
    """
    allocations: list[AllocationRecord] = []
    others: list[OtherRecord] = []
    left = {draft.key: _untold(draft) for draft in drafts if not draft.credit}
    for credit in sorted((draft for draft in drafts if draft.credit), key=lambda draft: draft.issued_on):
        used = 0 if credit.open is None else credit.settled
        for invoice in _candidates(credit, drafts):
            part = min(used, left[invoice.key])
            if part > 0:
                used -= part
                left[invoice.key] -= part
                allocations.append(_allocation(credit, invoice, part))
        if used > 0:
            others.append(_paid_back(credit, used))
    payments = [
        payment for draft in drafts if not draft.credit for payment in _payments(draft, left[draft.key])
    ]
    return Settled(tuple(payments), tuple(allocations), tuple(others))


def invoice_record(draft: Draft) -> InvoiceRecord:
    """The record of a gathered invoice."""
    several = len(draft.instalments) > 1
    return InvoiceRecord(
        line=draft.line,
        key=draft.key,
        customer=draft.customer,
        number=draft.number,
        issued_on=draft.issued_on,
        currency=draft.currency,
        total_minor=draft.total,
        open_minor=draft.total - draft.settled if draft.open is not None or draft.told else None,
        due_on=max(part.due_on for part in draft.instalments) if several else draft.due_on,
        due_assumed=draft.due_assumed,
        instalments=tuple(draft.instalments) if several else (),
        po_number=draft.po_number,
        label=draft.label,
    )


def credit_note_record(draft: Draft) -> CreditNoteRecord:
    """The record of a gathered credit note."""
    return CreditNoteRecord(
        line=draft.line,
        key=draft.key,
        customer=draft.customer,
        number=draft.number,
        issued_on=draft.issued_on,
        currency=draft.currency,
        total_minor=draft.total,
        open_minor=draft.open,
        invoice_number=draft.credited_invoice,
        label=draft.label,
    )


def _untold(draft: Draft) -> int:
    return max(draft.settled - sum(told.minor for told in draft.told), 0)


def _candidates(credit: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    same = [
        d for d in drafts if not d.credit and (d.customer, d.currency) == (credit.customer, credit.currency)
    ]
    named = number_key(credit.credited_invoice)
    return sorted(same, key=lambda draft: (number_key(draft.number) != named, draft.issued_on, draft.line))


def _allocation(credit: Draft, invoice: Draft, part: int) -> AllocationRecord:
    return AllocationRecord(
        customer=credit.customer,
        credit_key=credit.key,
        debit_key=invoice.key,
        currency=credit.currency,
        amount_minor=part,
        allocated_on=max(credit.issued_on, invoice.issued_on),
        basis=Basis.OPEN_AMOUNTS,
    )


def _paid_back(credit: Draft, minor: int) -> OtherRecord:
    return OtherRecord(
        line=credit.line,
        key=f"other:{number_key(credit.number)}:paid_back",
        customer=credit.customer,
        kind=OtherKind.MISC_DEBIT,
        on=credit.issued_on,
        currency=credit.currency,
        amount_minor=minor,
        reference=credit.number,
    )


def _payments(draft: Draft, untold: int) -> list[PaymentRecord]:
    told = [*draft.told, *([Told(draft.line, None, untold)] if untold else [])]
    return [
        PaymentRecord(
            line=payment.line,
            key=stable_key(
                "payment", number_key(draft.number), payment.received_on or "", payment.minor, rank
            ),
            customer=draft.customer,
            received_on=payment.received_on,
            currency=draft.currency,
            amount_minor=payment.minor,
            invoice_numbers=(draft.number,),
        )
        for rank, payment in enumerate(told, start=1)
        if payment.minor > 0
    ]
