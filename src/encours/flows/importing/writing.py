"""Writes a plan into the books: new rows room by room, then which credit pays which due date."""

from dataclasses import dataclass, field, replace

from encours.books.interchange.rules.books import Who
from encours.books.interchange.rules.drafted import NewDue, PaymentRef, Plan
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.rules.drafts import AllocationDraft
from encours.ground.evidence.acts import Act


@dataclass(frozen=True, slots=True)
class Written:
    """The customers whose account changed, the new ones among them by their key in the file, the new credit notes."""

    changed: set[int] = field(default_factory=set)
    new: dict[Who, int] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)


def write(act: Act, plan: Plan) -> Written:
    """Writes everything. Call it inside a transaction."""
    ids: dict[Who, int] = dict(
        zip(
            plan.customers,
            receivables_actions.take_customers(act, list(plan.customers.values())),
            strict=True,
        )
    )

    def of(who: Who) -> int:
        return who if isinstance(who, int) else ids[who]

    if plan.details:
        receivables_actions.take_details(act, plan.details)
    if plan.contacts:
        receivables_actions.take_contacts(act, plan.contacts)
    if plan.names:
        receivables_actions.take_contact_details(act, plan.names)
    dated = receivables_actions.take_due_dates(act, plan.due_dates)
    dues = receivables_actions.take_invoices(act, [replace(d, customer_id=of(w)) for w, d in plan.debits])
    notes = receivables_actions.take_credit_notes(act, [replace(d, customer_id=of(w)) for w, d in plan.notes])
    payments = receivables_actions.take_payments(
        act, [replace(d, customer_id=of(w)) for w, d in plan.payments]
    )
    receivables_actions.take_allocations(act, _allocations(plan, dues, notes, payments))
    told = (*plan.debits, *plan.notes, *plan.payments)
    people = set(plan.details) | {pk for pk, _draft in plan.contacts}
    return Written({of(who) for who, _draft in told} | people | dated, ids, notes)


def _allocations(
    plan: Plan, dues: list[list[int]], notes: list[int], payments: list[int]
) -> list[AllocationDraft]:
    drafts = []
    for part in plan.settlings:
        due = dues[part.due.debit][part.due.place] if isinstance(part.due, NewDue) else part.due
        made = payments if isinstance(part.credit, PaymentRef) else notes
        credit = part.credit.place if part.credit.is_booked else made[part.credit.place]
        is_payment = isinstance(part.credit, PaymentRef)
        drafts.append(
            AllocationDraft(
                due,
                part.minor,
                part.on,
                payment_id=credit if is_payment else None,
                credit_note_id=None if is_payment else credit,
            )
        )
    return drafts
