"""From the records of one file and what the books hold: all that an import will write."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.names import FileNames, Names
from encours.books.interchange.formats.records import Kind, Parsed
from encours.books.interchange.rules.books import Booked, House
from encours.books.interchange.rules.credits import receipts_of, take_note, take_payments
from encours.books.interchange.rules.debits import Desk, take_invoice
from encours.books.interchange.rules.drafted import Plan, Sheet
from encours.books.interchange.rules.openings import numbers_wanted, take_openings, take_others
from encours.books.interchange.rules.parties import Parties
from encours.books.interchange.rules.people import People, plan_people
from encours.books.interchange.rules.settling import settle

KEYS = ("customers", "contacts", "invoices", "credit_notes", "payments", "allocations", "opening_items")
"""What is counted, in the words and in the order of the command line."""


def make_plan(parsed: Parsed, parties: Parties, booked: Booked, house: House, names: Names) -> Plan:
    """What is new, known, refused and settled of a file, or of one part of it.

    A part has all records of its customers; `names` are the numbers of the whole file. Changes
    nothing; the same file twice plans nothing.
    """
    people = plan_people(parsed, parties, booked, house)
    sheet = Sheet()
    desk = Desk(sheet, parties, booked, house)
    desk.begin(parsed.opening_items)
    for invoice in parsed.invoices:
        take_invoice(desk, invoice)
    for note in parsed.credit_notes:
        take_note(desk, note)
    take_openings(desk, parsed.opening_items, names)
    take_others(desk, parsed.others, names)
    receipts = receipts_of(desk, parsed.payments, joins_lines=parsed.kind is Kind.PAYMENTS)
    take_payments(desk, receipts, parsed.invoices)
    settlings = settle(desk, parsed.allocations)
    _leave_strangers(sheet, parsed, people)
    _count_people(sheet, parsed, parties, people)
    sheet.accepted["allocations"] = len(settlings)
    return Plan(
        customers=people.customers,
        details=people.details,
        contacts=people.contacts,
        names=people.names,
        debits=sheet.debits,
        notes=sheet.notes,
        payments=sheet.payments,
        settlings=settlings,
        due_dates=sheet.due_dates,
        accepted={key: sheet.accepted[key] for key in KEYS if sheet.accepted[key]},
        known={key: sheet.known[key] for key in KEYS if sheet.known[key]},
        sums=sheet.sums,
        rejected=tuple(people.rejected + _unclear(parsed, parties) + sheet.rejected),
        warnings=(*people.warnings, *sheet.warnings, *_added(people, sheet)),
    )


def names_of(parsed: Parsed) -> Names:
    """The numbers of a file: as it brought them with its parts, else from its records."""
    if parsed.names is not None:
        return parsed.names
    return FileNames(own_numbers(parsed), Counter(item.reference for item in parsed.opening_items))


def own_numbers(parsed: Parsed) -> set[str]:
    """The numbers of the invoices of a file or of a part."""
    return {invoice.number.strip() for invoice in parsed.invoices}


def numbers_of(parsed: Parsed, names: Names) -> tuple[set[str], set[str]]:
    """Numbers of debits and of credit notes under which the books may know what the file says."""
    own = own_numbers(parsed)
    named = {number.strip() for payment in parsed.payments for number in payment.invoice_numbers}
    named |= {note.invoice_number.strip() for note in parsed.credit_notes if note.invoice_number}
    debits = own | named | numbers_wanted(parsed.opening_items, parsed.others, names)
    return debits, {note.number.strip() for note in parsed.credit_notes}


def keys_of(parsed: Parsed) -> set[str]:
    """The origins under which the books may know the credits of a file."""
    others = {other.key for other in parsed.others} | {item.key for item in parsed.opening_items}
    return others | {payment.key for payment in parsed.payments}


def days_of_money(parsed: Parsed, today: date) -> tuple[date, date] | None:
    """From which day to which day the file tells of money; None when it tells of none."""
    days = [payment.received_on or today for payment in parsed.payments]
    days += [other.on for other in parsed.others] + [item.as_of for item in parsed.opening_items]
    return (min(days), max(days)) if days else None


def _leave_strangers(sheet: Sheet, parsed: Parsed, people: People) -> None:
    """A new customer of whom every line is refused does not come into the books for nothing."""
    if parsed.kind in (Kind.INVOICES, Kind.PAYMENTS, Kind.FEC):
        told = {who for who, _draft in (*sheet.debits, *sheet.notes, *sheet.payments)}
        people.customers = {key: draft for key, draft in people.customers.items() if key in told}


def _count_people(sheet: Sheet, parsed: Parsed, parties: Parties, people: People) -> None:
    sheet.accepted["customers"] = len(people.customers)
    sheet.known["customers"] = len(parties.ids)
    contacts = len(people.contacts) + len(people.names)
    if parsed.kind is Kind.CONTACTS:
        contacts += sum(len(draft.contacts) for draft in people.customers.values())
        sheet.known["contacts"] = people.known_contacts
    sheet.accepted["contacts"] = contacts


def _unclear(parsed: Parsed, parties: Parties) -> list[Issue]:
    """Customers of a table of customers that cannot be told; elsewhere their records are refused."""
    if parsed.kind is not Kind.CUSTOMERS:
        return []
    return [
        issue(parties.unclear[record.key], line=record.line, field="customer_name", customer=record.name)
        for record in parsed.customers
        if record.key in parties.unclear
    ]


def _added(people: People, sheet: Sheet) -> Iterable[Issue]:
    counts = {Code.DETAILS_ADDED: len(people.details), Code.DATES_ADDED: len(sheet.due_dates)}
    return [issue(code, count=count) for code, count in counts.items() if count]
