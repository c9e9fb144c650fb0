"""Accounts of a FEC that are perhaps no customers: asked about, and not reminded until somebody says so."""

from datetime import timedelta

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables.models import Customer
from encours.flows import holds
from encours.method.cases import queries as cases_queries
from tests.factories import TODAY, an_act, an_entity
from tests.flows.importing import take
from tests.interchange.fec_dialects import FILES
from tests.interchange.fec_made import written, year

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def held(entity: CreditorEntity) -> dict[str, str]:
    """Why each customer is left in peace."""
    names = dict(Customer.objects.filter(entity=entity).values_list("id", "name"))
    standing = cases_queries.standing_holds(list(names), today=TODAY)
    return {names[customer]: hold.reason for customer, (hold,) in standing.items()}


@pytest.mark.parametrize(
    ("name", "who", "why"),
    [
        ("means_of_payment", "Clients CB", "moyen de paiement"),
        ("same_group", "Mairie de Sète", "compte de groupe"),
    ],
)
def test_what_is_perhaps_no_customer_is_asked_about_and_left_in_peace(
    entity: CreditorEntity, name: str, who: str, why: str
) -> None:
    answer = take(entity, FILES[name].content(), "fec.txt", terms_days=30)
    assert name in {question.code.value for question in answer.questions}
    assert list(held(entity)) == [who]
    assert why in held(entity)[who]


def test_who_was_said_to_be_a_customer_is_not_held_again_by_the_next_file(entity: CreditorEntity) -> None:
    content = FILES["means_of_payment"].content()
    take(entity, content, "fec.txt", terms_days=30)
    ((customer, (hold,)),) = cases_queries.standing_holds(
        list(Customer.objects.values_list("id", flat=True)), today=TODAY
    ).items()
    assert hold.until_on == TODAY + timedelta(days=365)
    holds.release(an_act(entity), customer_id=customer, hold_id=hold.id, why="C'est un client.")
    take(entity, content, "fec.txt", terms_days=30)
    assert held(entity) == {}


def test_a_customer_that_was_in_the_books_before_is_not_held_by_a_file(entity: CreditorEntity) -> None:
    take(entity, written(year()), "fec.txt", terms_days=30)
    take(entity, FILES["same_group"].content(), "fec.txt", terms_days=30)
    assert held(entity) == {}
