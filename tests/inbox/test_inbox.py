"""What comes in is noted in the customer's own words and waits until somebody has read it."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.contact import Channel
from encours.method.inbox import actions, queries
from encours.method.inbox.models import InboundItem
from encours.method.inbox.rules.received import InboundDraft
from tests.factories import NOW, a_contact, a_customer, an_act, an_entity, kinds_about

pytestmark = pytest.mark.django_db


def test_a_message_waits_until_somebody_has_read_it() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    anne = a_contact(dupont)
    draft = InboundDraft(dupont.pk, Channel.LETTER, "La facture est au mauvais nom.", NOW, anne.pk)
    made = actions.note_inbound(an_act(entity), draft=draft)
    assert isinstance(made, int)
    waiting = queries.unread_of([dupont.pk])[dupont.pk]
    assert [(item.id, item.contact_id, item.channel) for item in waiting] == [(made, anne.pk, Channel.LETTER)]
    assert queries.unread(entity.pk) == waiting
    assert actions.mark_read(an_act(entity, actor="user:2"), item_id=made) is None
    assert isinstance(actions.mark_read(an_act(entity), item_id=made), Refused)
    assert queries.unread_of([dupont.pk]) == {}
    assert queries.items_of([dupont.pk])[dupont.pk][0].read_by == "user:2"
    assert kinds_about(dupont) == ["inbox.item_noted", "inbox.item_read"]


def test_the_words_stand_where_they_can_be_erased() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    actions.note_inbound(an_act(entity), draft=InboundDraft(dupont.pk, Channel.EMAIL, "Je suis malade.", NOW))
    line = evidence_queries.lines_about(f"entity:{entity.pk}", [f"customer:{dupont.pk}"])[0]
    assert line.details == {"text": "Je suis malade."}
    assert "malade" not in str(line.payload) + line.summary


@pytest.mark.parametrize(("text", "minutes", "field"), [("  ", 0, "text"), ("bonjour", 1, "received_at")])
def test_an_empty_note_or_one_from_the_future_is_refused(text: str, minutes: int, field: str) -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    draft = InboundDraft(dupont.pk, Channel.EMAIL, text, NOW + timedelta(minutes=minutes))
    refused = actions.note_inbound(an_act(entity), draft=draft)
    assert isinstance(refused, Refused)
    assert refused.field == field
    assert kinds_about(dupont) == []


def test_nothing_crosses_from_one_entity_to_another() -> None:
    entity, other = an_entity(), an_entity(name="Autre")
    made = actions.note_inbound(
        an_act(entity), draft=InboundDraft(a_customer(entity).pk, Channel.EMAIL, "Bonjour", NOW)
    )
    assert isinstance(made, int)
    assert queries.unread(other.pk) == []
    with pytest.raises(InboundItem.DoesNotExist):
        actions.mark_read(an_act(other), item_id=made)


@pytest.mark.parametrize("how_many", [1, 25])
def test_every_question_is_one_statement_however_many_customers(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    ids = [a_customer(entity, f"Client {n}").pk for n in range(how_many)]
    for customer_id in ids:
        actions.note_inbound(an_act(entity), draft=InboundDraft(customer_id, Channel.EMAIL, "Bonjour", NOW))
    with django_assert_num_queries(1):
        assert len(queries.unread(entity.pk)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.unread_of(ids)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.items_of(ids)) == how_many
