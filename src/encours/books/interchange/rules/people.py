"""Customers and the people at them: drafts of new ones, and what a file adds to known ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.labels import label
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.records import ContactRecord, CustomerRecord, Parsed
from encours.books.interchange.rules.books import Booked, House
from encours.books.interchange.rules.parties import Parties
from encours.books.receivables.rules.booked import BookedContact, BookedCustomer
from encours.books.receivables.rules.drafts import ContactDraft, CustomerDraft
from encours.books.receivables.rules.party import ContactRole, CustomerKind
from encours.ground.kernel.text import search_key


@dataclass(frozen=True, slots=True)
class People:
    """`details` are empty fields of known customers that the file fills."""

    customers: dict[str, CustomerDraft] = field(default_factory=dict)
    details: dict[int, dict[str, object]] = field(default_factory=dict)
    contacts: list[tuple[int, ContactDraft]] = field(default_factory=list)
    known_contacts: int = 0
    rejected: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)


def plan_people(parsed: Parsed, parties: Parties, booked: Booked, house: House) -> People:
    """Drafts of what is new. A record that was taken in before, to the letter, adds nothing."""
    people = People()
    persons: dict[str, list[ContactRecord]] = {}
    known = 0
    for contact in parsed.contacts:
        if contact.customer in parties.unclear:
            code, name = parties.unclear[contact.customer], parties.names[contact.customer]
            people.rejected.append(issue(code, line=contact.line, field="customer_name", customer=name))
        else:
            persons.setdefault(contact.customer, []).append(contact)
    there = _Persons(booked.contacts)
    for record in parsed.customers:
        drafts = _contacts(record, persons.get(record.key, []))
        if record.key in parties.new:
            people.customers[record.key] = _customer(record, drafts, house, people.warnings)
            there.note(record.key, drafts)
        elif (customer := parties.known.get(record.key)) is not None:
            fresh = [] if booked.was_taken else [d for d in drafts if there.is_new(customer.id, d)]
            there.note(customer.id, fresh)
            known += len(drafts) - len(fresh)
            people.contacts.extend((customer.id, draft) for draft in fresh)
            if not booked.was_taken:
                _complete(people, record, customer, house)
    return People(people.customers, people.details, people.contacts, known, people.rejected, people.warnings)


class _Persons:
    """Who is known at each customer: by e-mail, else by name, else by telephone."""

    def __init__(self, contacts: Iterable[BookedContact]) -> None:
        self._marks: set[tuple[int | str, str]] = set()
        for contact in contacts:
            self._marks |= {(contact.customer_id, mark) for mark in _marks(contact)}

    def is_new(self, customer: int, draft: ContactDraft) -> bool:
        """Whether nobody there has that address; without an address, that name or number."""
        marks = _marks(draft)
        return (customer, marks[0]) not in self._marks if marks else False

    def note(self, customer: int | str, drafts: Iterable[ContactDraft]) -> None:
        """Remembers people of the file itself."""
        self._marks |= {(customer, mark) for draft in drafts for mark in _marks(draft)}


def _marks(person: BookedContact | ContactDraft) -> list[str]:
    digits = "".join(c for c in person.phone if c.isdigit())
    marks = [person.email.casefold(), search_key(person.name), digits]
    return [mark for mark in marks if mark]


def _contacts(record: CustomerRecord, persons: list[ContactRecord]) -> list[ContactDraft]:
    """The people of a record; an address of the company itself comes first."""
    drafts = [
        ContactDraft(
            name=person.name,
            role=person.role or ContactRole.ACCOUNTING,
            email=person.email,
            phone=person.phone,
            language=person.language,
        )
        for person in persons
    ]
    said = {draft.email.casefold() for draft in drafts} | {draft.phone for draft in drafts}
    if (record.email and record.email.casefold() not in said) or (
        record.phone and not record.email and record.phone not in said
    ):
        drafts.insert(0, ContactDraft(email=record.email, phone=record.phone))
    return drafts


def _customer(
    record: CustomerRecord, contacts: list[ContactDraft], house: House, warnings: list[Issue]
) -> CustomerDraft:
    return CustomerDraft(
        name=record.name,
        code=record.code,
        kind=record.kind or CustomerKind.BUSINESS,
        siren=record.siren,
        siret=record.siret,
        vat_number=record.vat_number,
        address=_address(record),
        postcode=record.postal_code,
        city=record.city,
        country=record.country or house.country,
        language=record.language or house.language,
        account_manager_id=_manager(record, house, warnings),
        since_on=record.since_on,
        to_be_kept=bool(record.keep),
        term_days=record.term_days,
        contacts=tuple(contacts),
    )


def _address(record: CustomerRecord) -> str:
    return ", ".join(filter(None, (record.street, record.street_more)))


def _manager(record: CustomerRecord, house: House, warnings: list[Issue]) -> int | None:
    if not record.account_manager:
        return None
    found = house.managers.get(search_key(record.account_manager))
    if found is None:
        value = record.account_manager
        warnings.append(issue(Code.MANAGER_UNKNOWN, line=record.line, field="account_manager", value=value))
    return found


def _complete(people: People, record: CustomerRecord, customer: BookedCustomer, house: House) -> None:
    """Fills what is empty, and what still says what every new customer says; overwrites nothing else."""
    told: dict[str, object] = {
        "code": record.code,
        "siren": record.siren,
        "siret": record.siret,
        "vat_number": record.vat_number,
        "account_manager_id": _manager(record, house, people.warnings),
        "since_on": record.since_on,
        "term_days": record.term_days,
    }
    if not (customer.address or customer.postcode or customer.city):
        told |= {"address": _address(record), "postcode": record.postal_code, "city": record.city}
    added = {n: v for n, v in told.items() if v not in ("", None) and getattr(customer, n) in ("", None)}
    plain = {
        "kind": CustomerKind.BUSINESS,
        "country": house.country,
        "language": house.language,
        "to_be_kept": False,
    }
    said = {
        "kind": record.kind,
        "country": record.country,
        "language": record.language,
        "to_be_kept": record.keep,
    }
    added |= {
        n: v for n, v in said.items() if v not in ("", None, plain[n]) and getattr(customer, n) == plain[n]
    }
    if customer.name == customer.code and record.name != record.code:
        added["name"] = record.name
    if added:
        people.details.setdefault(customer.id, {}).update(added)
    differing = [
        name
        for name in ("siren", "vat_number", "term_days")
        if told[name] not in ("", None) and name not in added and told[name] != getattr(customer, name)
    ]
    if differing:
        said_fields = tuple(label(Field(name)) for name in differing)
        people.warnings.append(
            issue(Code.DETAILS_DIFFER, line=record.line, customer=customer.name, fields=said_fields)
        )
