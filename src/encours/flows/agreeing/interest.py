"""The late interest that a plan waives, in money, by the law in force: while it is kept, given up, or due again."""

from dataclasses import dataclass
from datetime import date

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer, Invoice, InvoiceDue
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.rights_here import debtor_of, pack_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.law.rules.allocation import PaymentMade
from encours.ground.law.rules.claim import ClaimAsked, OwedInvoice, claim
from encours.ground.law.unknown import LawUnknown
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.waived_interest import Standing, reckoned_until, standing_of


@dataclass(frozen=True, slots=True)
class WaivedInterest:
    """What a plan waives, reckoned to a day. `amount` None: the law does not say, for the reason in `unknown`."""

    standing: Standing
    until: date
    amount: Money | None
    unknown: Reason | None = None


def waived_interest(act: Act, customer: Customer, plan: Plan) -> WaivedInterest | None:
    """The interest of the invoices in a plan that waives it; None where it waives nothing or names no invoice.

    As many statements for one invoice as for many. Source: method 2e, «interest waived while kept».
    """
    standing, named = standing_of(plan), [invoice for invoice, _minor in plan.invoices]
    if standing is None or not named:
        return None
    until, law = reckoned_until(plan, today=act.today), law_in_force(act.entity_id)
    pack = pack_of(customer, law)
    if isinstance(pack, LawUnknown):
        return WaivedInterest(standing, until, None, pack.reason)
    invoices = receivables_queries.whole_invoices(act.entity_id, named)
    dues = [(due, invoice) for invoice in invoices for due in invoice.dues.all() if due.due_on < until]
    owed = tuple(one for due, invoice in dues if (one := _owed(due, invoice)).principal.minor > 0)
    if not owed:
        return WaivedInterest(standing, until, Money.zero(plan.total.currency))
    asked = ClaimAsked(
        jurisdiction=pack.code,
        debtor=debtor_of(customer),
        invoices=owed,
        until=until,
        payments=tuple(sorted((x for due, i in dues for x in _paid(due, i)), key=lambda x: (x.on, x.number))),
    )
    found = claim(asked, law)
    if isinstance(found, LawUnknown):
        return WaivedInterest(standing, until, None, found.reason)
    return WaivedInterest(standing, until, found.interest)


def _owed(due: InvoiceDue, invoice: Invoice) -> OwedInvoice:
    """What bears interest of a due date: its amount, less what credit notes took off."""
    live = [x for x in due.allocations.all() if x.ended_on is None]
    credited = sum(x.amount_minor for x in live if x.credit_note_id)
    return OwedInvoice(_number(due, invoice), Money(due.amount_minor - credited, due.currency), due.due_on)


def _paid(due: InvoiceDue, invoice: Invoice) -> list[PaymentMade]:
    live = [x for x in due.allocations.all() if x.ended_on is None]
    return [
        PaymentMade(x.payment.received_on, Money(x.amount_minor, due.currency), _number(due, invoice))
        for x in live
        if x.payment
    ]


def _number(due: InvoiceDue, invoice: Invoice) -> str:
    return f"{invoice.number} ({due.pk})"
