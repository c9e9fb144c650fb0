"""What a file left open is filled in: addresses, true due dates, copies."""

from datetime import date

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import ContactDraft
from encours.flows import recording
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.cases import queries as cases_queries


def add_address(act: Act, *, customer_id: int, email: str) -> int | Refused:
    """Where the customer's accounts department is written to."""
    draft = ContactDraft(email=email)
    return recording.change_books(
        act, customer_id, lambda: receivables_actions.add_contact(act, customer_id=customer_id, draft=draft)
    )


def set_due_date(act: Act, *, due_id: int, due_on: date) -> Refused | None:
    """The true due date of an invoice, in place of an assumed one."""
    due = receivables_queries.due(act.entity_id, due_id)
    assert due is not None
    return recording.change_books(
        act,
        due.customer_id,
        lambda: receivables_actions.change_due_date(act, due_id=due_id, due_on=due_on),
    )


def confirm_due_dates(act: Act) -> int:
    """Every assumed due date of what is open is right; returns how many."""
    customers = receivables_actions.confirm_due_dates(act)
    on_the_list = cases_queries.open_cases_of(customers)
    if on_the_list:
        refresh(act, on_the_list)
    return sum(customers.values())


def give_copy(act: Act, *, invoice_id: int, name: str, content: bytes) -> int:
    """The PDF of one invoice."""
    return recording.attach_copy(act, invoice_id=invoice_id, name=name, content=content)
