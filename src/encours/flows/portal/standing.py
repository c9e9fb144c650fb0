"""What the debtor's page shows: who we are, what is open, how to pay, what was agreed. Nothing that is ours alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from encours.books.creditor import online_payment as creditor_online
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Account
from encours.books.creditor.rules.roles import Role
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows import commitments
from encours.flows.commitments import ToRead
from encours.flows.portal.opening import Opened
from encours.flows.portal.paying import PayOnline, pay_online
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between, local_date
from encours.ground.kernel.money import Money, total
from encours.method.disputes import queries as disputes_queries
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import paper
from encours.method.outreach.rules.letter import LetterFacts, Letterhead
from encours.method.outreach.rules.payment_codes import (
    PaymentCode,
    PayTo,
    creditor_reference,
    is_qr_iban,
    payment_code,
    qr_reference,
)
from encours.method.outreach.rules.pictures import as_svg
from encours.method.outreach.rules.postal_address import Postal


@dataclass(frozen=True, slots=True)
class Line:
    """One due date that is open. `contested`: what of it is looked into; `document_id`: the copy of its invoice."""

    due_id: int
    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    open: Money
    days_late: int
    contested: Money | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """How to pay: to whom, on which account, how much, under which reference, and the code that a bank reads."""

    holder: str
    to: PayTo
    picture: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is open in one currency. `late` is past due and not contested; `asked` is what is worth paying now."""

    currency: str
    lines: tuple[Line, ...]
    total: Money
    late: Money
    asked: Money
    free: Money
    way: Way | None
    online: PayOnline | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers, and where."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the page shows besides the names of the two companies.

    `link_of`: the day its link was made; `has_newer`: invoices made since are open, which this link does not show.
    """

    statements: tuple[Statement, ...]
    deals: tuple[ToRead, ...]
    person: Person
    logo: str
    link_of: date
    has_newer: bool


def standing(act: Act, opened: Opened) -> Standing:
    """What is open for a customer, today. As many statements for one invoice as for a hundred."""
    entity, customer, today = opened.entity, opened.customer, act.today
    everything = receivables_queries.open_items_of([customer.pk], entity_id=entity.id).get(customer.pk, [])
    items = _told_by_then(everything, opened)
    contested = disputes_queries.disputed_by_invoice({i.invoice_id for i in items}, today=today)
    free = receivables_queries.free_credits_of([customer.pk])
    lines = [_line(item, contested, today) for item in items]
    style = outreach_queries.style_of(entity.id)
    provider = creditor_online.provider_of(entity.id) if lines else None
    statements = []
    for currency in dict.fromkeys(line.open.currency for line in lines):
        part = tuple(line for line in lines if line.open.currency == currency)
        credit = Money(free.get((customer.pk, currency), 0), currency)
        statement = _statement(opened, part, credit, today)
        online = pay_online(opened, provider, statement.asked, _asked_for(statement, today))
        statements.append(replace(statement, online=online))
    return Standing(
        tuple(statements),
        tuple(commitments.to_read(act, customer.pk)),
        person_of(opened),
        as_svg(documents_queries.content(style.logo_id)) if style.logo_id else "",
        _made_on(opened),
        len(items) < len(everything),
    )


def person_of(opened: Opened) -> Person:
    """Who answers for an entity: the one in charge of receivables."""
    entity = opened.entity
    member = creditor_queries.member_in_role(creditor_queries.team(entity.id), Role.AR)
    return Person(
        member.name if member else "", (member.phone if member else "") or entity.phone, entity.email
    )


def invoice_file(opened: Opened, due_id: int) -> tuple[str, str, bytes] | None:
    """The name, type and content of the copy of an open invoice of this customer; None for anything else."""
    items = receivables_queries.open_items_of([opened.customer.pk], entity_id=opened.entity.id)
    known = _told_by_then(items.get(opened.customer.pk, []), opened)
    found = next((i for i in known if i.due_id == due_id), None)
    if found is None or found.document_id is None:
        return None
    try:
        content = documents_queries.content(found.document_id)
    except documents_queries.DocumentDamaged:
        return None
    return f"{found.number}.pdf", "application/pdf", content


def _made_on(opened: Opened) -> date:
    return local_date(opened.link.issued_at, opened.entity.time_zone)


def _told_by_then(items: Sequence[OpenItem], opened: Opened) -> list[OpenItem]:
    """What was invoiced when the link was made: who gets an old letter on learns nothing of what came after it."""
    made_on = _made_on(opened)
    return [item for item in items if item.issued_on <= made_on]


def _line(item: OpenItem, contested: dict[int, int], today: date) -> Line:
    minor = min(contested.get(item.invoice_id, 0), item.open_minor)
    return Line(
        item.due_id,
        item.invoice_id,
        item.number,
        item.issued_on,
        item.due_on,
        Money(item.open_minor, item.currency),
        max(0, days_between(item.due_on, today)),
        Money(minor, item.currency) if minor else None,
        item.document_id,
    )


def _statement(opened: Opened, lines: tuple[Line, ...], free: Money, today: date) -> Statement:
    currency = free.currency
    everything = total((line.open for line in lines), currency)
    late = total((_undisputed(line) for line in lines if line.due_on < today), currency)
    payable = total((_undisputed(line) for line in lines), currency)
    wanted = late if late.minor else payable
    asked = Money(max(0, wanted.minor - free.minor), currency)
    return Statement(currency, lines, everything, late, asked, free, _way(opened, lines, asked, today))


def _asked_for(statement: Statement, today: date) -> dict[int, str]:
    """The invoices that are worth paying now: those past due, else all of them."""
    rows = [line for line in statement.lines if _undisputed(line).minor]
    late = [line for line in rows if line.due_on < today]
    return {line.invoice_id: line.number for line in (late or rows)}


def _undisputed(line: Line) -> Money:
    return line.open - line.contested if line.contested else line.open


def _way(opened: Opened, lines: Sequence[Line], asked: Money, today: date) -> Way | None:
    entity, customer = opened.entity, opened.customer
    account = creditor_queries.account_for(creditor_queries.accounts(entity.id), asked.currency)
    if account is None or not account.iban:
        return None
    to = _pay_to(account, asked, lines, opened)
    sender = Postal(entity.name, entity.address, entity.postcode, entity.city, entity.country, entity.region)
    facts = LetterFacts(
        norm=outreach_queries.style_of(entity.id).norm,
        language=opened.language,
        sender=Letterhead(sender, entity.siren, entity.vat_number, entity.email, entity.phone),
        recipient=(),
        written_on=today,
        subject="",
        text="",
        reference=to.reference,
        pay=to,
        debtor=Postal(
            customer.name,
            customer.address,
            customer.postcode,
            customer.city,
            customer.country,
            customer.region,
        ),
    )
    return Way(entity.name, to, paper.payment_picture(facts))


def _pay_to(account: Account, asked: Money, lines: Sequence[Line], opened: Opened) -> PayTo:
    """The reference names the invoice where one is asked for alone, else the customer."""
    customer_id = opened.customer.pk
    numbers = {line.number for line in lines}
    code = payment_code(account.iban, asked, debtor_country=opened.customer.country)
    own = creditor_reference(next(iter(numbers))) if len(numbers) == 1 else ""
    reference = own or creditor_reference(f"C{customer_id:08d}")
    if code is PaymentCode.QR_BILL and is_qr_iban(account.iban):
        reference = qr_reference(customer_id)
    return PayTo(code, account.iban, account.bic, asked, reference)
