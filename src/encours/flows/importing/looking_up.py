"""What the books hold of what a file speaks of: the same few statements for any file."""

from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.creditor import queries as creditor_queries
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.formats.records import Kind, Parsed
from encours.books.interchange.rules.books import Booked, House
from encours.books.interchange.rules.drafted import Plan
from encours.books.interchange.rules.parties import Parties, find_parties
from encours.books.interchange.rules.plan import days_of_money, make_plan, numbers_of
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import booked as booked_queries
from encours.books.receivables.rules.booked import BookedDebit
from encours.ground.evidence.acts import Act
from encours.ground.kernel.text import search_key


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of a file and whose customers it is about."""

    plan: Plan
    parties: Parties


def plan_import(act: Act, parsed: Parsed, *, digest: str) -> Planned:
    """What taking a file in would write. Changes nothing."""
    customers = booked_queries.booked_customers(act.entity_id)
    needs_name = parsed.kind in (Kind.PAYMENTS, Kind.CONTACTS)
    parties = find_parties(parsed.customers, customers, needs_name=needs_name)
    debit_numbers, note_numbers = numbers_of(parsed)
    keys = booked_queries.open_numbers_by_key(act.entity_id) if parsed.kind is Kind.PAYMENTS else {}
    debits = booked_queries.booked_debits(act.entity_id, debit_numbers | set(keys.values()))
    notes = booked_queries.booked_credit_notes(act.entity_id, note_numbers)
    period = days_of_money(parsed, act.today)
    undated = [payment.key for payment in parsed.payments if payment.received_on is None]
    payments = booked_queries.booked_payments(act.entity_id, *period, keys=undated) if period else []
    by_payment, by_note = booked_queries.allocated_pairs(
        (payment.id for payment in payments), (note.id for note in notes.values())
    )
    ids = parties.ids | {debit.customer_id for debit in debits.values()}
    booked = Booked(
        customers=customers,
        contacts=booked_queries.booked_contacts(parties.ids),
        debits=debits,
        open_debits=_open_debits(parsed, ids),
        credit_notes=notes,
        payments=payments,
        balances=_balances(parsed, parties),
        openings=booked_queries.openings_in(act.entity_id),
        numbers_by_key=keys,
        paid_by_payment=by_payment,
        paid_by_note=by_note,
        was_taken=interchange_queries.was_taken(act.entity_id, digest),
    )
    return Planned(make_plan(parsed, parties, booked, house_of(act)), parties)


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
