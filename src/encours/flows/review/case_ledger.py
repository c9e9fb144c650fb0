"""Every figure that words to a customer may state, as all the rooms have it: what FAC06 holds them against."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from encours.books.receivables import queries as receivables_queries
from encours.flows.review.assess import Assessment
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money, total
from encours.ground.wording.ledger import Ledger, LedgerLine
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.letters import reference

Line = tuple[str, date, date, Money]
"""An invoice that a message is about: its number, its date, its due date, what it asks for."""


def ledger_of(known: Gathered, a: Assessment, lines: Sequence[Line] = ()) -> Ledger:
    """The figures of a customer: invoices, payments, agreements, contested parts, contacts. Days are local.

    `lines` are those that the words have to name; a line that closed since keeps its figures.
    """
    return Ledger(
        lines=tuple(LedgerLine(number, due_on, money) for number, _, due_on, money in lines),
        amounts=tuple(dict.fromkeys([*_amounts(known, a), *_totals(known, a, lines)])),
        dates=tuple(
            dict.fromkeys([known.house.today, *_dates(known, a), *(issued for _, issued, _, _ in lines)])
        ),
        numbers=tuple(dict.fromkeys(_numbers(known, a.customer_id))),
        names=tuple(dict.fromkeys(_names(known, a))),
    )


def _amounts(known: Gathered, a: Assessment) -> Iterator[Money]:
    customer = a.customer_id
    for item in known.items.get(customer, ()):
        yield from (Money(item.open_minor, item.currency), Money(item.amount_minor, item.currency))
        parts = [minor for _, minor in known.part_paid.get(item.due_id, ())]
        yield from (Money(minor, item.currency) for minor in (*parts, sum(parts)) if minor)
    for paid in known.paid.get(customer, ()):
        yield Money(paid.amount_minor, paid.currency)
        yield from (Money(minor, paid.currency) for _, minor in paid.payments)
    for promise in known.promises.get(customer, ()):
        yield from (promise.amount, promise.received, promise.amount - promise.received)
    for dispute in known.disputes.get(customer, ()):
        yield from (dispute.amount, dispute.left, dispute.granted)
        yield from _once_corrected(known, dispute)
    yield from (x.disputed for x in a.facts.items if x.disputed is not None)
    yield from (Money(x.free_minor(), x.open.currency) for x in a.facts.items)


def _once_corrected(known: Gathered, dispute: DisputeFact) -> Iterator[Money]:
    """What is left of an invoice once the credit that we owe for it is in the books: our answer names it before."""
    owed = dispute.granted - (dispute.amount - dispute.left)
    rows = [i for i in known.items.get(dispute.customer_id, ()) if i.invoice_id == dispute.invoice_id]
    left = total((Money(i.open_minor, i.currency) for i in rows), owed.currency) - owed
    if owed.minor > 0 and left.minor >= 0:
        yield from (owed, left)


def _totals(known: Gathered, a: Assessment, lines: Sequence[Line]) -> Iterator[Money]:
    today, currency = known.house.today, a.currency
    items = [i for i in known.items.get(a.customer_id, ()) if i.currency == currency]
    late = [i for i in items if i.due_on < today]
    for some in (items, late):
        yield Money(sum(i.open_minor for i in some), currency)
    yield Money(sum(x.free_minor() for x in a.facts.items), currency)
    yield a.balance.actionable
    if lines:
        yield total((money for *_, money in lines), lines[0][3].currency)


def _dates(known: Gathered, a: Assessment) -> Iterator[date]:
    yield from (day for day in _every_day(known, a) if day is not None)


def _every_day(known: Gathered, a: Assessment) -> Iterator[date | None]:
    customer, zone = a.customer_id, known.house.entity.time_zone
    for item in known.items.get(customer, ()):
        yield from (item.issued_on, item.due_on)
        yield from (on for on, _ in known.part_paid.get(item.due_id, ()))
    for paid in known.paid.get(customer, ()):
        yield from (paid.issued_on, paid.due_on, paid.closed_on, *(on for on, _ in paid.payments))
    for promise in known.promises.get(customer, ()):
        yield from (promise.proposed_on, promise.accepted_on, promise.moved_on, promise.promised_for)
        yield from (promise.judged_on, promise.transit_shown_on)
    for dispute in known.disputes.get(customer, ()):
        yield from (dispute.reported_on, dispute.answer_due_on, dispute.answered_on, dispute.rests_until_on)
        yield from (dispute.new_due_on, dispute.told_on)
    for own in known.own.get(customer, ()):
        yield from (own.promised_on, own.due_on, own.done_on)
    for contact in known.contacts.get(customer, ()):
        yield from (local_date(contact.at, zone), contact.deadline_named_on)
    for note in known.notes.get(customer, ()):
        yield from (local_date(note.called_at, zone), note.next_on, note.our_action_on)
    yield a.case.opened_on if a.case else None


def _numbers(known: Gathered, customer: int) -> Iterator[str]:
    yield from (item.number for item in known.items.get(customer, ()))
    yield from (paid.number for paid in known.paid.get(customer, ()))
    yield from (reference(dispute.id) for dispute in known.disputes.get(customer, ()))


def _names(known: Gathered, a: Assessment) -> Iterable[str]:
    """Words with figures in them that state none: who writes, to whom, on which telephone, to which account."""
    house, customer = known.house, known.customers[a.customer_id]
    people = receivables_queries.people_of(customer)
    told = [customer.name, house.entity.name, house.entity.phone, house.entity.email]
    told += [word for person in people for word in (person.name, person.email, person.phone)]
    told += [word for member in house.team for word in (member.name, member.phone)]
    told += [iban for account in house.accounts for iban in (account.iban, iban_in_groups(account.iban))]
    return filter(None, (*told, *_own_words(known, a.customer_id)))


def _own_words(known: Gathered, customer: int) -> Iterator[str]:
    """What somebody told or wrote for a message of theirs: figures in it are theirs, and none of the books."""
    for note in known.notes.get(customer, ()):
        yield from (note.summary.strip().rstrip(". "), note.our_action)
    for promise in known.promises.get(customer, ()):
        yield from (promise.means, promise.person)
    for dispute in known.disputes.get(customer, ()):
        yield from (dispute.subject, dispute.answer.strip())
    yield from (own.what for own in known.own.get(customer, ()))
