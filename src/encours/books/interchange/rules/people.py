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


@dataclass(slots=True)
class People:
    """`details` are empty fields of known customers that the file fills; `names` the same of people
    who were known by their address alone."""

    customers: dict[str, CustomerDraft] = field(default_factory=dict)
    details: dict[int, dict[str, object]] = field(default_factory=dict)
    contacts: list[tuple[int, ContactDraft]] = field(default_factory=list)
    names: dict[int, dict[str, object]] = field(default_factory=dict)
    known_contacts: int = 0
    strangers: set[str] = field(default_factory=set)
    rejected: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)


def plan_people(parsed: Parsed, parties: Parties, booked: Booked, house: House) -> People:
    """Drafts of what is new. A file that was taken in before, to the letter, adds nothing to a known customer."""
    people = People()
    persons = _persons(people, parsed.contacts, parties)
    there = _There(booked.contacts)
    for record in parsed.customers:
        drafts = _contacts(record, persons.get(record.key, []))
        if record.key in parties.new:
            people.customers[record.key] = _customer(people, record, drafts, house)
        elif (customer := parties.known.get(record.key)) is not None:
            if booked.was_taken:
                people.known_contacts += len(drafts)
                continue
            for draft in drafts:
                _meet(people, there, customer.id, draft)
            _complete(people, record, customer, house)
    return people


def _persons(
    people: People, contacts: Iterable[ContactRecord], parties: Parties
) -> dict[str, list[ContactRecord]]:
    found: dict[str, list[ContactRecord]] = {}
    for contact in contacts:
        if contact.customer in parties.unclear:
            code, name = parties.unclear[contact.customer], parties.names[contact.customer]
            people.rejected.append(issue(code, line=contact.line, field="customer_name", customer=name))
        else:
            found.setdefault(contact.customer, []).append(contact)
    return found


class _There:
    """Who is known at each customer: by e-mail, else by name, else by telephone."""

    def __init__(self, contacts: Iterable[BookedContact]) -> None:
        self._by_mark: dict[tuple[int, str], BookedContact | ContactDraft] = {}
        for contact in contacts:
            self.note(contact.customer_id, contact)

    def same(self, customer: int, draft: ContactDraft) -> BookedContact | ContactDraft | None:
        """The person with that address; without an address, with that name or number."""
        marks = _marks(draft)
        return self._by_mark.get((customer, marks[0])) if marks else None

    def note(self, customer: int, person: BookedContact | ContactDraft) -> None:
        """Remembers a person."""
        for mark in _marks(person):
            self._by_mark.setdefault((customer, mark), person)


def _meet(people: People, there: _There, customer: int, draft: ContactDraft) -> None:
    """A person is new, or known; one known by an address alone gets the name that the file tells."""
    before = there.same(customer, draft)
    if before is None:
        there.note(customer, draft)
        people.contacts.append((customer, draft))
    elif isinstance(before, BookedContact) and not before.name and draft.name and not before.is_removed:
        told: dict[str, object] = {"name": draft.name, "role": draft.role}
        if draft.phone and not before.phone:
            told["phone"] = draft.phone
        if draft.language and not before.language:
            told["language"] = draft.language
        people.names.setdefault(before.id, told)
    else:
        people.known_contacts += 1


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
    people: People, record: CustomerRecord, contacts: list[ContactDraft], house: House
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
        account_manager_id=_manager(people, record, house),
        since_on=record.since_on,
        to_be_kept=bool(record.keep),
        term_days=record.term_days,
        contacts=tuple(contacts),
    )


def _address(record: CustomerRecord) -> str:
    return ", ".join(filter(None, (record.street, record.street_more)))


def _manager(people: People, record: CustomerRecord, house: House) -> int | None:
    """The account manager; who is not of the team is told once."""
    name = record.account_manager
    found = house.managers.get(search_key(name)) if name else None
    if name and found is None and name not in people.strangers:
        people.strangers.add(name)
        people.warnings.append(
            issue(Code.MANAGER_UNKNOWN, line=record.line, field="account_manager", value=name)
        )
    return found


def _complete(people: People, record: CustomerRecord, customer: BookedCustomer, house: House) -> None:
    """Fills what is empty, and what still says what every new customer says; overwrites nothing else."""
    told: dict[str, object] = {
        "code": record.code,
        "siren": record.siren,
        "siret": record.siret,
        "vat_number": record.vat_number,
        "account_manager_id": _manager(people, record, house),
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
