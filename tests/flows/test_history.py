"""What was written before Encours is kept once, counts for the guard, and the ladder goes on after it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables.models import Customer, Invoice
from encours.flows.bounces import note_bounce
from encours.flows.history import PastMessage, take_over
from encours.ground.kernel.reason import Refused
from encours.method.cases.models import Case, ContactFact
from encours.method.outreach.models import Message
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.position import Position
from encours.method.strategy.rules.step import Stage
from tests import factories
from tests.factories import TODAY, euros

SENT_ON = TODAY - timedelta(days=9)
SENT_AT = datetime(SENT_ON.year, SENT_ON.month, SENT_ON.day, 8, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> CreditorEntity:
    return factories.an_entity()


@pytest.fixture
def customer(entity: CreditorEntity) -> Customer:
    customer = factories.a_customer(entity)
    factories.a_contact(customer)
    return customer


@pytest.fixture
def invoice(customer: Customer) -> Invoice:
    return factories.an_invoice(customer, euros("1200"), due_on=TODAY - timedelta(days=12))


def written(invoice: Invoice, *, at: datetime = SENT_AT, level: str = "courtesy") -> PastMessage:
    return PastMessage(
        customer_id=invoice.customer_id,
        sent_at=at,
        numbers=(invoice.number,),
        subject="Votre facture",
        text="Bonjour, …",
        level=level,
        stage=Stage.COURTESY if level == "courtesy" else Stage.REMINDER2,
    )


def position() -> Position:
    found = strategy_queries.progress_of([Case.objects.get().pk])[Case.objects.get().pk].position
    assert found is not None
    return found


def test_a_past_message_stands_in_the_outbox_as_sent_on_its_day(
    entity: CreditorEntity, invoice: Invoice
) -> None:
    take_over(factories.an_act(entity), written(invoice))

    message = Message.objects.get()
    assert (message.state, message.sent_at, message.total_minor) == ("accepted", SENT_AT, 120_000)
    assert ContactFact.objects.get().at == SENT_AT


def test_its_case_is_open_as_of_then_and_the_ladder_goes_on_after_it(
    entity: CreditorEntity, invoice: Invoice
) -> None:
    take_over(factories.an_act(entity), written(invoice))

    assert Case.objects.get().opened_on == date(2026, 11, 12)
    assert (position().level, position().done_on) == ("courtesy", SENT_ON)


def test_taken_over_twice_it_is_kept_once(entity: CreditorEntity, invoice: Invoice) -> None:
    take_over(factories.an_act(entity), written(invoice))
    take_over(factories.an_act(entity), written(invoice))

    assert (Message.objects.count(), ContactFact.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_an_older_message_told_later_does_not_move_the_ladder_back(
    entity: CreditorEntity, invoice: Invoice
) -> None:
    act = factories.an_act(entity)
    take_over(act, written(invoice, at=SENT_AT + timedelta(days=8), level="second_reminder"))
    take_over(act, written(invoice))

    assert position().level == "second_reminder"


def test_a_message_about_what_is_paid_is_a_contact_and_opens_no_case(
    entity: CreditorEntity, invoice: Invoice
) -> None:
    invoice.dues.update(open_minor=0, closed_on=TODAY)
    take_over(factories.an_act(entity), written(invoice))

    assert (Message.objects.count(), ContactFact.objects.count(), Case.objects.count()) == (1, 1, 0)


def test_a_message_about_no_invoice_of_ours_is_refused(entity: CreditorEntity, invoice: Invoice) -> None:
    unknown = PastMessage(
        customer_id=invoice.customer_id, sent_at=SENT_AT, numbers=("X-1",), subject="", text=""
    )

    assert isinstance(take_over(factories.an_act(entity), unknown), Refused)
    assert not Message.objects.exists()


def test_a_message_that_came_back_was_read_by_nobody_and_comes_again(
    entity: CreditorEntity, invoice: Invoice, customer: Customer
) -> None:
    act = factories.an_act(entity)
    take_over(act, written(invoice))
    note_bounce(act, customer_id=customer.pk, contact_id=customer.contacts.get().pk)

    assert position().bounced
    assert customer.contacts.get().bounced_at is not None
