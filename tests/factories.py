"""Rows for tests: one function each, everything optional, nothing journalled.

`TODAY` is Monday 23 November 2026, as in the `clock` fixture.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from encours.books.creditor.models import CreditorEntity, TeamMember, User
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Contact, Customer, Invoice, InvoiceDue, Payment
from encours.ground.evidence.acts import Act
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import company_key, search_key
from encours.method.agreements.models import Agreement
from encours.method.agreements.rules.words import WRITTEN, AgreementState
from encours.method.cases.models import Case, Hold
from encours.method.cases.rules.contact import Channel, HoldKind, Occasion
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

_numbers = count(1)


def euros(text: str) -> Money:
    """«1200» or «1200.50» as an amount in euros."""
    return Money.from_text(text, "EUR")


def an_entity(**fields: object) -> CreditorEntity:
    """A company in Paris that bills in euros."""
    values = {"name": "Atelier Morel", "created_at": LONG_AGO} | fields
    return CreditorEntity.objects.create(**values)


def an_act(
    entity: CreditorEntity, *, at: datetime = NOW, actor: str = "user:1", today: date | None = None
) -> Act:
    """Somebody who acts for an entity, on Monday 23 November 2026 at half past nine in Paris."""
    return Act(entity.pk, actor, at, today or at.date(), entity.language)


def a_user(**fields: object) -> User:
    """A person who can sign in."""
    number = next(_numbers)
    values = {
        "email": f"personne{number}@example.test",
        "name": f"Personne {number}",
        "joined_at": LONG_AGO,
    } | fields
    return User.objects.create(**values)


def a_member(entity: CreditorEntity, *, role: Role = Role.OWNER, **fields: object) -> TeamMember:
    """A person of the team."""
    return TeamMember.objects.create(
        **({"entity": entity, "name": "Claire Morel", "role": role.value} | fields)
    )


def a_customer(entity: CreditorEntity, name: str = "Dupont SARL", **fields: object) -> Customer:
    """A business that buys from an entity."""
    values = {
        "entity": entity,
        "name": name,
        "search_key": search_key(name),
        "company_key": company_key(name),
        "created_at": LONG_AGO,
    }
    return Customer.objects.create(**(values | fields))


def a_contact(customer: Customer, **fields: object) -> Contact:
    """The person of the accounts department."""
    values = {
        "customer": customer,
        "name": "Anne Petit",
        "email": "anne@dupont.test",
        "is_main": True,
    } | fields
    return Contact.objects.create(**values)


def an_invoice(
    customer: Customer,
    amount: Money | None = None,
    *,
    due_on: date = TODAY - timedelta(days=10),
    **fields: object,
) -> Invoice:
    """An invoice with one due date, wholly open: 1 200 € due ten days ago."""
    amount = amount or euros("1200")
    values = {
        "entity_id": customer.entity_id,
        "customer": customer,
        "number": f"F-{next(_numbers):05}",
        "issued_on": due_on - timedelta(days=30),
        "currency": amount.currency,
        "total_minor": amount.minor,
        "created_at": LONG_AGO,
    }
    invoice = Invoice.objects.create(**(values | fields))
    InvoiceDue.objects.create(
        invoice=invoice,
        entity_id=customer.entity_id,
        customer=customer,
        currency=amount.currency,
        due_on=due_on,
        amount_minor=amount.minor,
        open_minor=amount.minor,
    )
    return invoice


def a_payment(customer: Customer, amount: Money, *, received_on: date = TODAY, **fields: object) -> Payment:
    """Money received and not allocated."""
    values = {
        "entity_id": customer.entity_id,
        "customer": customer,
        "received_on": received_on,
        "currency": amount.currency,
        "amount_minor": amount.minor,
        "unallocated_minor": amount.minor,
        "created_at": NOW,
    }
    return Payment.objects.create(**(values | fields))


def a_case(customer: Customer, **fields: object) -> Case:
    """An open case in euros, two weeks old."""
    values = {
        "entity_id": customer.entity_id,
        "customer": customer,
        "currency": "EUR",
        "opened_on": TODAY - timedelta(days=14),
    }
    return Case.objects.create(**(values | fields))


def a_hold(customer: Customer, kind: HoldKind = HoldKind.MANUAL, **fields: object) -> Hold:
    """A hold placed yesterday for a week."""
    values = {
        "customer": customer,
        "kind": kind.value,
        "reason": "à la demande du client",
        "from_on": TODAY - timedelta(days=1),
        "until_on": TODAY + timedelta(days=6),
        "placed_by": "user:1",
        "placed_at": NOW - timedelta(days=1),
    }
    return Hold.objects.create(**(values | fields))


def a_message(customer: Customer, state: MessageState = MessageState.READY, **fields: object) -> Message:
    """A courtesy mail of this morning about 1 200 €."""
    number = next(_numbers)
    values = {
        "entity": customer.entity,
        "customer": customer,
        "step_key": f"courtesy-{number}",
        "occasion": Occasion.LADDER.value,
        "channel": Channel.EMAIL.value,
        "stage": "courtesy",
        "template": "T04",
        "template_version": "1",
        "language": "fr",
        "state": state.value,
        "from_name": "Atelier Morel",
        "to_name": "Anne Petit",
        "to_email": "anne.petit@client.test",
        "subject": f"Facture F-{number}",
        "text": "Bonjour,",
        "currency": "EUR",
        "total_minor": 120_000,
        "send_from": NOW,
        "decided_on": TODAY,
        "message_id": f"<{number}@encours.test>",
        "created_at": NOW,
    }
    return Message.objects.create(**(values | fields))


def an_agreement(
    case: Case,
    amount: Money | None = None,
    *,
    promised_for: date = TODAY + timedelta(days=4),
    state: AgreementState = AgreementState.ACCEPTED,
    **fields: object,
) -> Agreement:
    """A promise of 1 200 € for this Friday, noted last Wednesday and accepted the day after."""
    amount = amount or euros("1200")
    is_written = state in WRITTEN
    values = {
        "case": case,
        "customer_id": case.customer_id,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "promised_for": promised_for,
        "means": "virement",
        "person": "Anne Petit",
        "source": "call",
        "state": state.value,
        "proposed_on": TODAY - timedelta(days=5),
        "accepted_on": TODAY - timedelta(days=4) if is_written else None,
        "acceptance": "Bien d'accord, Anne Petit" if is_written else "",
        "created_at": NOW - timedelta(days=5),
    }
    return Agreement.objects.create(**(values | fields))


def kinds_about(customer: Customer) -> list[str]:
    """What the journal tells of a customer, oldest first."""
    rows = JournalEntry.objects.filter(subject=f"customer:{customer.pk}").order_by("sequence")
    return list(rows.values_list("kind", flat=True))
