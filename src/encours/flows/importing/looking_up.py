"""What the books hold of what a file speaks of: the same few statements for any file, or part of a long one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.creditor import queries as creditor_queries
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.names import Names
from encours.books.interchange.formats.records import Kind, Parsed, in_parts
from encours.books.interchange.rules.books import Booked, House
from encours.books.interchange.rules.drafted import Plan
from encours.books.interchange.rules.parties import Parties, find_parties
from encours.books.interchange.rules.plan import days_of_money, keys_of, make_plan, names_of, numbers_of
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import booked as booked_queries
from encours.books.receivables.rules.booked import BookedCredit, BookedCustomer, BookedDebit
from encours.ground.evidence.acts import Act
from encours.ground.kernel.text import search_key


@dataclass(frozen=True, slots=True)
class _Around:
    """What is looked up once for a file, however many parts it has."""

    house: House
    parties: Parties
    names: Names
    customers: Mapping[int, BookedCustomer]
    openings: Mapping[tuple[int, str], date]
    was_taken: bool


def plans(act: Act, parsed: Parsed, *, digest: str) -> Iterator[tuple[Parsed, Plan]]:
    """What taking a file in would write, part by part. Changes nothing by itself.

    Each customer is whole in one part, so that a part may be written before the next one is planned.
    """
    around = _around(act, parsed, digest)
    around.names.begin()
    for part in in_parts(parsed):
        parties = around.parties if part is parsed else around.parties.of(c.key for c in part.customers)
        with collector_held():
            plan = _plan(act, part, parties, around)
        yield part, plan


def _around(act: Act, parsed: Parsed, digest: str) -> _Around:
    customers = booked_queries.booked_customers(act.entity_id)
    needs_name = parsed.kind in (Kind.PAYMENTS, Kind.CONTACTS)
    return _Around(
        house=house_of(act),
        parties=find_parties(parsed.customers, customers, needs_name=needs_name),
        names=names_of(parsed),
        customers={customer.id: customer for customer in customers},
        openings=booked_queries.openings_in(act.entity_id),
        was_taken=interchange_queries.was_taken(act.entity_id, digest),
    )


def _plan(act: Act, parsed: Parsed, parties: Parties, around: _Around) -> Plan:
    debit_numbers, note_numbers = numbers_of(parsed, around.names)
    keys = booked_queries.open_numbers_by_key(act.entity_id) if parsed.kind is Kind.PAYMENTS else {}
    debits = booked_queries.booked_debits(act.entity_id, debit_numbers | set(keys.values()))
    notes = booked_queries.booked_credit_notes(act.entity_id, note_numbers)
    payments = _payments(act, parsed, parties)
    by_payment, by_note = booked_queries.allocated_pairs(
        (payment.id for payment in payments), (note.id for note in notes.values())
    )
    ids = parties.ids | {debit.customer_id for debit in debits.values()}
    booked = Booked(
        customers=around.customers,
        contacts=booked_queries.booked_contacts(parties.ids),
        debits=debits,
        open_debits=_open_debits(parsed, ids),
        credit_notes=notes,
        payments=payments,
        balances=_balances(parsed, parties),
        openings=around.openings,
        numbers_by_key=keys,
        paid_by_payment=by_payment,
        paid_by_note=by_note,
        was_taken=around.was_taken,
    )
    return make_plan(parsed, parties, booked, around.house, around.names)


def house_of(act: Act) -> House:
    """The entity as the rules of importing want it."""
    entity = creditor_queries.entity(act.entity_id)
    managers: dict[str, int] = {}
    for member in creditor_queries.team(act.entity_id):
        managers |= {search_key(member.name): member.id, search_key(member.email): member.id}
    return House(
        today=act.today,
        currency=entity.currency,
        country=entity.country,
        language=entity.language,
        managers={name: pk for name, pk in managers.items() if name},
    )


def _payments(act: Act, parsed: Parsed, parties: Parties) -> list[BookedCredit]:
    """Payments that the file may tell again: those of its days.

    A book of entries names the customer of each, so that those of its customers are enough.
    """
    period = days_of_money(parsed, act.today)
    if period is None:
        return []
    if parsed.kind is Kind.FEC:
        return booked_queries.booked_payments(
            act.entity_id, *period, customer_ids=parties.ids, keys=keys_of(parsed)
        )
    undated = [payment.key for payment in parsed.payments if payment.received_on is None]
    return booked_queries.booked_payments(act.entity_id, *period, keys=undated)


def _open_debits(parsed: Parsed, ids: set[int]) -> list[BookedDebit]:
    has_credits = parsed.payments or parsed.credit_notes or parsed.others or parsed.opening_items
    return booked_queries.booked_open_debits(ids) if has_credits else []


def _balances(parsed: Parsed, parties: Parties) -> dict[tuple[int, str, date], int]:
    """What customers of the books owed on the evening before an opening that the file tells."""
    found: dict[tuple[int, str, date], int] = {}
    for as_of in sorted({item.as_of for item in parsed.opening_items}):
        owed = receivables_queries.balances_on(sorted(parties.ids), as_of - timedelta(days=1))
        found |= {(customer, currency, as_of): minor for (customer, currency), minor in owed.items()}
    return found
