"""Tables of customers and of contacts, and the customers that other tables name in passing."""

from dataclasses import replace
from typing import Any

from encours.books.interchange.formats import values
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.reading import Reading, RowReading
from encours.books.interchange.formats.records import (
    ContactRecord,
    CustomerRecord,
    Kind,
    Parsed,
    customer_key,
)
from encours.ground.kernel import identifiers
from encours.ground.kernel.text import company_key

POSTAL_DIGITS = {"FR": 5}


class CustomerBook:
    """The customers of a table, one for each code or name, in the order they appear."""

    def __init__(self, reading: Reading) -> None:
        self._found: dict[str, CustomerRecord] = {}
        self._code_of: dict[str, str] = {}
        for row in reading.body:
            code, name = (
                row.text(place) if (place := reading.places.get(field)) is not None else ""
                for field in (Field.CUSTOMER_CODE, Field.CUSTOMER_NAME)
            )
            if code and name:
                self._code_of.setdefault(company_key(name), code)

    @property
    def records(self) -> tuple[CustomerRecord, ...]:
        """All customers met so far."""
        return tuple(self._found.values())

    def key(self, code: str, name: str) -> str:
        """The key of a customer; a name that another row gives a code has that code's key."""
        return customer_key(code or self._code_of.get(company_key(name), ""), name)

    def known(self, key: str) -> CustomerRecord | None:
        """The customer of a key, if it was met."""
        return self._found.get(key)

    def add(self, customer: CustomerRecord) -> None:
        """Remembers a customer; what an earlier row left empty is filled, the rest is kept."""
        before = self._found.get(customer.key)
        self._found[customer.key] = customer if before is None else _filled(before, customer)


def read_customer(row: RowReading, book: CustomerBook) -> CustomerRecord:
    """The customer of a row. A first name beside a bare name is a person's."""
    code, name = row.text(Field.CUSTOMER_CODE), row.text(Field.CUSTOMER_NAME)
    places = row.reading.places
    if not {Field.CONTACT_NAME, Field.LAST_NAME} & places.keys():
        name = " ".join(filter(None, (row.text(Field.FIRST_NAME), name)))
    if not (code or name):
        row.require(Field.CUSTOMER_NAME)
    return CustomerRecord(
        line=row.line,
        key=book.key(code, name),
        name=name or code,
        code=code,
        kind=row.soft(Field.CUSTOMER_KIND, values.read_customer_kind, None),
        siren=row.siren(),
        siret=row.identifier(Field.SIRET, identifiers.siret) if Field.SIREN in places else "",
        vat_number=row.identifier(Field.VAT_NUMBER, identifiers.vat_number),
        email=row.email(),
        phone=row.phone(),
        street=row.text(Field.STREET),
        street_more=row.text(Field.STREET_MORE),
        postal_code=_postal_code(row),
        city=row.text(Field.CITY),
        country=row.soft(Field.COUNTRY, values.read_country, ""),
        language=row.soft(Field.LANGUAGE, values.read_language, ""),
        term_days=row.soft(Field.TERM_DAYS, values.read_term_days, None),
        account_manager=row.text(Field.ACCOUNT_MANAGER),
        since_on=row.day(Field.SINCE_ON),
        keep=row.soft(Field.KEEP, values.read_yes_no, None),
    )


def read_customers(reading: Reading) -> Parsed:
    """A table of customers; a contact named in the same row becomes a contact."""
    book = CustomerBook(reading)
    contacts: list[ContactRecord] = []
    for row in reading.rows():
        if row.is_total():
            continue
        customer = read_customer(row, book)
        before = book.known(customer.key)
        if not row.bad and before is not None:
            _again(row, before, customer)
        elif not row.bad:
            book.add(customer)
        contact = _contact(row, customer.key)
        if not row.bad and contact is not None:
            contacts.append(replace(contact, email=customer.email, phone=customer.phone))
    _ask_emails(reading, book)
    return Parsed(kind=Kind.CUSTOMERS, customers=book.records, contacts=tuple(contacts))


def read_contacts(reading: Reading) -> Parsed:
    """A table of contacts, each with the customer it belongs to."""
    book = CustomerBook(reading)
    contacts: list[ContactRecord] = []
    for row in reading.rows():
        code, name = row.text(Field.CUSTOMER_CODE), row.text(Field.CUSTOMER_NAME)
        if not (code or name):
            row.require(Field.CUSTOMER_NAME)
        key = book.key(code, name)
        contact = _contact(row, key)
        if contact is None:
            row.require(Field.CONTACT_NAME)
        elif not row.bad:
            book.add(CustomerRecord(line=row.line, key=key, name=name or code, code=code))
            contacts.append(contact)
    return Parsed(kind=Kind.CONTACTS, customers=book.records, contacts=tuple(contacts))


def _contact(row: RowReading, customer: str) -> ContactRecord | None:
    last = row.text(Field.LAST_NAME) or row.text(Field.CONTACT_NAME)
    named = Field.LAST_NAME in row.reading.places or Field.CONTACT_NAME in row.reading.places
    name = " ".join(filter(None, (row.text(Field.FIRST_NAME), last)))
    if not (name and (named or row.reading.mapping.kind == Kind.CONTACTS)):
        return None
    read_here = row.reading.mapping.kind == Kind.CONTACTS
    return ContactRecord(
        line=row.line,
        customer=customer,
        name=name,
        role=values.read_role(row.text(Field.ROLE)),
        email=row.email() if read_here else "",
        phone=row.phone() if read_here else "",
        language=row.soft(Field.LANGUAGE, values.read_language, "") if read_here else "",
    )


def _again(row: RowReading, before: CustomerRecord, customer: CustomerRecord) -> None:
    if replace(before, line=customer.line) == customer:
        row.warn(Code.REPEATED_ROW, other=before.line)
    else:
        row.refuse(Code.DUPLICATE_CUSTOMER, field=Field.CUSTOMER_NAME, name=customer.name, other=before.line)


def _ask_emails(reading: Reading, book: CustomerBook) -> None:
    reading.ask(Code.EMAILS_MISSING, [customer.name for customer in book.records if not customer.email])


def _postal_code(row: RowReading) -> str:
    """A postal code; a workbook drops the zeros in front of it."""
    text = row.text(Field.POSTAL_CODE)
    width = POSTAL_DIGITS.get(row.reading.options.country, 0)
    return text.zfill(width) if isinstance(row.cell(Field.POSTAL_CODE), int | float) else text


def _filled(before: CustomerRecord, later: CustomerRecord) -> CustomerRecord:
    missing: dict[str, Any] = {
        name: found
        for name in CustomerRecord.__slots__
        if getattr(before, name) in ("", None) and (found := getattr(later, name)) not in ("", None)
    }
    if before.name == before.code:
        missing["name"] = later.name
    return replace(before, **missing)
