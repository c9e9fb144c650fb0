"""What is claimed in a case on a day, each cent explained: from the books and the law, with every doubt told."""

from dataclasses import dataclass, replace
from datetime import date

from encours.books.receivables.models import Invoice, InvoiceDue
from encours.flows.legal.in_force import law_in_force
from encours.flows.proof.gathered import CaseProof
from encours.ground.kernel.money import Money
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.regimes import AllocationRegime, Part
from encours.ground.law.rules.allocation import PaymentMade
from encours.ground.law.rules.claim import Claim, ClaimAsked, OwedInvoice, claim
from encours.ground.law.unknown import LawUnknown
from encours.method.disputes import queries as disputes_queries

_BOOKS = (Part.PRINCIPAL, Part.COMPENSATION, Part.INTEREST)


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """One due date as it is claimed: the amount asked, less credit notes and what is contested."""

    number: str
    issued_on: date
    due_on: date
    amount: Money
    credited: Money
    contested: Money
    paid: Money
    open_in_books: Money

    @property
    def principal(self) -> Money:
        """What bears interest from the due date on, before any payment."""
        return self.amount - self.credited - self.contested


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed on a day. `outcome`: what the law gives, or what of it is not known."""

    until: date
    jurisdiction: str
    debtor: Debtor
    currency: str
    lines: tuple[ClaimedLine, ...]
    payments: tuple[PaymentMade, ...]
    outcome: Claim | LawUnknown | None
    notice_on: date | None = None

    @property
    def open_in_books(self) -> Money:
        """What the books show open, contested amounts aside."""
        return Money(
            sum(line.open_in_books.minor - line.contested.minor for line in self.lines), self.currency
        )


def statement_of(proof: CaseProof, *, notice_on: date | None = None) -> Statement:
    """The claim of a case today. Without a late invoice nothing is claimed and the law is not asked."""
    today, currency = proof.act.today, proof.case.currency
    rest = disputes_queries.not_asked_for(proof.disputes, today=today)
    lines, payments = [], []
    for invoice in proof.invoices:
        contested = rest.get(invoice.pk, 0)
        dues = [due for due in invoice.dues.all() if due.due_on < today]
        for place, due in enumerate(dues, start=1):
            number = invoice.number if len(dues) == 1 else f"{invoice.number} ({place})"
            taken = min(contested, due.open_minor)
            contested -= taken
            lines.append(_line(invoice, due, number=number, contested=taken))
            payments += _payments(due, number)
    payments += [
        PaymentMade(x.received_on, Money(x.unallocated_minor, currency)) for x in proof.free_payments
    ]
    payments += [
        PaymentMade(x.issued_on, Money(x.unallocated_minor, currency)) for x in proof.free_credit_notes
    ]
    found = Statement(
        until=today,
        jurisdiction=proof.customer.jurisdiction,
        debtor=Debtor(proof.customer.kind),
        currency=currency,
        lines=tuple(lines),
        payments=tuple(sorted(payments, key=lambda paid: (paid.on, paid.number))),
        outcome=None,
        notice_on=notice_on,
    )
    return _with_law(found, _as_our_books(law_in_force(proof.entity.id), found.jurisdiction))


def _as_our_books(law: Library, jurisdiction: str) -> Library:
    """The same law with payments set against principal first, as our books have them: never more than the law gives.

    A creditor may agree to that; its own books then say what its papers say.
    """
    packs = {
        key: replace(pack, allocation=AllocationRegime(_BOOKS, pack.allocation.facts))
        if jurisdiction in (pack.code, *pack.aliases)
        else pack
        for key, pack in law.packs.items()
    }
    return replace(law, packs=packs)


def _with_law(found: Statement, law: Library) -> Statement:
    owed = tuple(OwedInvoice(x.number, x.principal, x.due_on) for x in found.lines if x.principal.minor > 0)
    if not owed:
        return found
    asked = ClaimAsked(
        jurisdiction=found.jurisdiction,
        debtor=found.debtor,
        invoices=owed,
        until=found.until,
        notice_on=found.notice_on,
        payments=found.payments,
    )
    outcome = claim(asked, law)
    return Statement(
        found.until, found.jurisdiction, found.debtor, found.currency, found.lines, found.payments, outcome,
        found.notice_on,
    )  # fmt: skip


def _line(invoice: Invoice, due: InvoiceDue, *, number: str, contested: int) -> ClaimedLine:
    live = [x for x in due.allocations.all() if x.ended_on is None]
    paid = sum(x.amount_minor for x in live if x.payment_id)
    credited = sum(x.amount_minor for x in live if x.credit_note_id)
    money = [Money(x, due.currency) for x in (due.amount_minor, credited, contested, paid, due.open_minor)]
    return ClaimedLine(number, invoice.issued_on, due.due_on, *money)


def _payments(due: InvoiceDue, number: str) -> list[PaymentMade]:
    live = [x for x in due.allocations.all() if x.ended_on is None and x.payment]
    return [
        PaymentMade(x.payment.received_on, Money(x.amount_minor, due.currency), number)
        for x in live
        if x.payment
    ]
