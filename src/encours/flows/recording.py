"""What people type in: the books change, then the customer is looked at again in the same transaction."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import CreditNoteDraft, CustomerDraft, InvoiceDraft, PaymentDraft
from encours.flows import broken_words, promises
from encours.flows.closing import giving_up
from encours.flows.concessions import problem_of_concession
from encours.flows.review.refresh import refresh
from encours.flows.thanks import thank
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.cases import queries as cases_queries

T = TypeVar("T")


@transaction.atomic
def add_customer(act: Act, draft: CustomerDraft) -> int | Refused:
    """A new customer; a name is enough."""
    return receivables_actions.record_customer(act, draft)


@transaction.atomic
def add_invoice(act: Act, draft: InvoiceDraft, *, pdf: tuple[str, bytes] | None = None) -> int | Refused:
    """An invoice issued elsewhere, with its copy when there is one."""
    made = receivables_actions.record_invoice(act, draft)
    if isinstance(made, Refused):
        return made
    if pdf is not None:
        attach_copy(act, invoice_id=made, name=pdf[0], content=pdf[1])
    refresh(act, [draft.customer_id])
    return made


@transaction.atomic
def attach_copy(act: Act, *, invoice_id: int, name: str, content: bytes) -> int:
    """Keeps the PDF of an invoice; it travels with our messages."""
    document = documents_actions.store(
        owner=act.chain, name=name, content=content, media_type="application/pdf", at=act.at
    )
    receivables_actions.attach_copies(act, {invoice_id: document})
    return document


@transaction.atomic
def add_payment(act: Act, draft: PaymentDraft, *, named: str = "") -> int | Refused:
    """Money that came: allocated where certain, promises judged, the customer thanked once all is paid."""
    before = receivables_queries.open_items_of([draft.customer_id]).get(draft.customer_id, [])
    made = receivables_actions.record_payment(act, draft, named=named)
    if isinstance(made, Refused):
        return made
    _money_came(act, draft.customer_id)
    thank(
        act, customer_id=draft.customer_id, currency=draft.currency, before=before, paid_on=draft.received_on
    )
    return made


@transaction.atomic
def add_credit_note(act: Act, draft: CreditNoteDraft, *, named: str = "") -> int | Refused:
    """A credit we granted; not on the day of a difficult exchange (R073)."""
    if refused := problem_of_concession(act, draft.customer_id):
        return refused
    made = receivables_actions.record_credit_note(act, draft, named=named)
    if not isinstance(made, Refused):
        _money_came(act, draft.customer_id)
    return made


@transaction.atomic
def cancel_invoice(act: Act, *, customer_id: int, invoice_id: int) -> Refused | None:
    """An invoice is taken back; not on the day of a difficult exchange (R073)."""
    if refused := problem_of_concession(act, customer_id):
        return refused
    return change_books(
        act, customer_id, lambda: receivables_actions.cancel_invoice(act, invoice_id=invoice_id)
    )


@transaction.atomic
def change_books(act: Act, customer_id: int, change: Callable[[], T]) -> T:
    """Any other change of a customer's account (cancel, restore, allocate), then the new look at it."""
    done = change()
    if not isinstance(done, Refused):
        came_back = promises.reopen(act, [customer_id])
        _money_came(act, customer_id)
        broken_words.prepare(act, came_back)
    return done


@transaction.atomic
def confirm_bank(act: Act) -> int:
    """«J'ai vérifié ma banque aujourd'hui»: promises are judged, and what waited for it is looked at again."""
    made = receivables_actions.confirm_bank(act)
    bank_read(act)
    return made


@transaction.atomic
def withdraw_bank(act: Act, *, confirmation_id: int) -> None:
    """Takes the confirmation back."""
    receivables_actions.withdraw_confirmation(act, confirmation_id=confirmation_id)
    bank_read(act)


def bank_read(act: Act) -> None:
    """Cash is known further: every customer of the list is looked at again."""
    judged = promises.judge(act)
    refresh(act, {case.customer_id for case in cases_queries.open_cases(act.entity_id)})
    broken_words.prepare(act, judged)


def _money_came(act: Act, customer_id: int) -> None:
    giving_up.recover(act, [customer_id])
    judged = promises.judge(act)
    refresh(act, [customer_id])
    broken_words.prepare(act, judged)
