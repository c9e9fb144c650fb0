"""A credit note comes into the books, typed or from a file: the dispute it settles ends by it."""

from collections.abc import Iterable

from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.queries.credit_notes import CreditNoteFact, credit_notes_of
from encours.books.receivables.rules.drafts import CreditNoteDraft
from encours.flows import recording
from encours.flows.disputes import answering
from encours.flows.disputes.left import peace_until
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.settled import Awaited, Credit, settled_by

_NOT_ITS_AMOUNT = Refused(
    Reason(N_("Un avoir clôt un litige s'il est de son montant exact, pour le même client.")), "dispute"
)


@transaction.atomic
def add_credit_note(
    act: Act, draft: CreditNoteDraft, *, named: str = "", dispute_id: int | None = None
) -> tuple[int, int | None] | Refused:
    """A credit note typed in; returns its id, and the dispute that it settles, if one.

    `dispute_id`: the dispute that the person says it is for; refused where it does not fit to the cent.
    """
    made = recording.add_credit_note(act, draft, named=named)
    if isinstance(made, Refused):
        return made
    settled = settle(act, [made], asked=dispute_id)
    if dispute_id is not None and not settled:
        transaction.set_rollback(True)
        return _NOT_ITS_AMOUNT
    return made, settled[0] if settled else None


@transaction.atomic
def settle(act: Act, credit_note_ids: Iterable[int], *, asked: int | None = None) -> list[int]:
    """Ends the disputes that some new credit notes settle; returns them. One statement where nobody contests.

    A point that was not answered yet is upheld by it: the customer gets our answer with the new due date.
    """
    ids = list(credit_note_ids)
    live = disputes_queries.awaiting_credit(act.entity_id) if ids else {}
    if not live:
        return []
    found = []
    for note in credit_notes_of(act.entity_id, ids, customer_ids=live):
        facts = {fact.id: fact for fact in live[note.customer_id] if fact.id not in found}
        dispute_id = settled_by(_credit(note), map(_awaited, facts.values()), asked=asked)
        if dispute_id is not None and answering.settled_by_credit(act, facts[dispute_id], note) is None:
            found.append(dispute_id)
    return found


@transaction.atomic
def cancel_credit_note(act: Act, *, customer_id: int, credit_note_id: int, amount: Money) -> Refused | None:
    """A credit note is taken back. Where a dispute ended by it, we owe it again, and nobody is reminded meanwhile."""
    refused = recording.change_books(
        act,
        customer_id,
        lambda: receivables_actions.cancel_credit_note(act, credit_note_id=credit_note_id),
    )
    if refused is not None:
        return refused
    for dispute_id in disputes_actions.uncredit(act, credit_note_id=credit_note_id, amount=amount):
        fact = answering.again(act, dispute_id)
        answering.note_owed(act, fact, fact.granted - (fact.amount - fact.left), peace_until(act))
    refresh(act, [customer_id])
    return None


@transaction.atomic
def restore_credit_note(act: Act, *, customer_id: int, credit_note_id: int) -> Refused | None:
    """A credit note is brought back; the dispute that it had ended is put right by it again."""
    refused = recording.change_books(
        act,
        customer_id,
        lambda: receivables_actions.restore_credit_note(act, credit_note_id=credit_note_id),
    )
    if refused is None:
        settle(act, [credit_note_id], asked=_put_right_before(act, customer_id, credit_note_id))
    return refused


def _put_right_before(act: Act, customer_id: int, credit_note_id: int) -> int | None:
    """The one dispute that is over and for which a credit note of this amount is owed; None where no one is sure."""
    (note,) = credit_notes_of(act.entity_id, [credit_note_id], customer_ids=[customer_id])
    facts = disputes_queries.awaiting_credit(act.entity_id).get(customer_id, [])
    fits = [f.id for f in facts if f.closed_on is not None and _awaited(f).expected == note.amount]
    return fits[0] if len(fits) == 1 else None


def that_may_be_settled(customer_id: int) -> list[DisputeFact]:
    """The disputes of a customer that a credit note may end."""
    facts = disputes_queries.disputes_of([customer_id]).get(customer_id, [])
    return [fact for fact in facts if _awaited(fact).expected is not None]


def _credit(note: CreditNoteFact) -> Credit:
    words = f"{note.number} {note.reason}"
    return Credit(note.id, note.customer_id, note.number, note.issued_on, note.amount, words, note.paid)


def _awaited(fact: DisputeFact) -> Awaited:
    return Awaited(
        fact.id,
        fact.customer_id,
        fact.invoice_id,
        fact.state,
        fact.outcome,
        fact.reported_on,
        fact.amount,
        fact.left,
        fact.granted,
    )
