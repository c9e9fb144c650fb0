"""Calls on a real database: the brief first, then the note, and the reasons heard before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import Refused
from encours.method.calls import actions, queries
from encours.method.calls.models import CallNote
from encours.method.calls.rules.note import CallDraft
from encours.method.calls.rules.words import Mood
from encours.method.cases.models import Case
from encours.method.cases.rules.contact import CallOutcome
from encours.method.cases.rules.words import CaseReason
from tests.factories import NOW, TODAY, a_case, a_contact, a_customer, an_act, an_entity, kinds_about

pytestmark = pytest.mark.django_db
PARIS = "Europe/Paris"


def note(case: Case, *, days_ago: int = 0, actor: str = "user:1", **fields: object) -> int:
    values = {
        "customer_id": case.customer_id,
        "called_at": NOW - timedelta(days=days_ago),
        "outcome": CallOutcome.ANSWERED_NO_PROMISE,
        "next_step": "rappeler",
        "next_on": TODAY + timedelta(days=2),
        "note": "attend sa direction",
        "case_id": case.pk,
    }
    act = an_act(case.entity, at=NOW - timedelta(days=days_ago), actor=actor)
    made = actions.note_call(act, draft=CallDraft(**(values | fields)))  # type: ignore[arg-type]
    assert isinstance(made, int)
    return made


def test_the_brief_opens_the_link_for_who_opened_it_and_for_that_customer() -> None:
    entity = an_entity()
    dupont, durand = a_customer(entity), a_customer(entity, "Durand")
    actions.open_brief(an_act(entity), customer_id=dupont.pk)
    assert queries.may_dial(caller="user:1", customer_id=dupont.pk, now=NOW, zone=PARIS).is_allowed
    assert not queries.may_dial(caller="user:2", customer_id=dupont.pk, now=NOW, zone=PARIS).is_allowed
    assert not queries.may_dial(caller="user:1", customer_id=durand.pk, now=NOW, zone=PARIS).is_allowed
    tomorrow = NOW + timedelta(days=1)
    assert not queries.may_dial(caller="user:1", customer_id=dupont.pk, now=tomorrow, zone=PARIS).is_allowed
    assert kinds_about(dupont) == ["calls.brief_opened"]


def test_a_tense_call_with_one_customer_delays_the_call_to_the_next() -> None:
    entity = an_entity()
    case, durand = a_case(a_customer(entity)), a_customer(entity, "Durand")
    actions.open_brief(an_act(entity), customer_id=durand.pk)
    note(case, mood=Mood.IRRITATED)
    verdict = queries.may_dial(
        caller="user:1", customer_id=durand.pk, now=NOW + timedelta(minutes=3), zone=PARIS
    )
    assert (verdict.is_allowed, verdict.until) == (False, NOW + timedelta(minutes=10))
    later = NOW + timedelta(minutes=10)
    assert queries.may_dial(caller="user:1", customer_id=durand.pk, now=later, zone=PARIS).is_allowed
    assert queries.irritated_at(caller="user:1", now=NOW) == NOW
    assert queries.irritated_at(caller="user:2", now=NOW) is None


def test_a_call_is_noted_with_its_next_step_and_its_words_can_be_erased() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case, anne = a_case(dupont), a_contact(dupont)
    made = note(case, contact_id=anne.pk, reason=CaseReason.ADMIN, reason_words="facture jamais reçue")
    fact = queries.notes_of([dupont.pk])[dupont.pk][0]
    assert (fact.id, fact.contact_id, fact.next_step) == (made, anne.pk, "rappeler")
    assert (fact.reason, fact.reason_words, fact.caller) == (
        CaseReason.ADMIN,
        "facture jamais reçue",
        "user:1",
    )
    line = evidence_queries.lines_about(f"entity:{entity.pk}", [f"customer:{dupont.pk}"])[0]
    assert line.kind == "calls.call_noted"
    assert "jamais" in str(line.details)
    assert "jamais" not in str(line.payload) + line.summary


def test_a_call_that_ends_the_matter_is_noted_as_closed() -> None:
    case = a_case(a_customer(an_entity()))
    note(case, next_step=" Clos ", next_on=TODAY)
    fact = queries.notes_of([case.customer_id])[case.customer_id][0]
    assert (fact.next_step, fact.next_on) == ("clos", None)


def test_a_call_without_a_next_step_leaves_nothing_behind() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    draft = CallDraft(dupont.pk, NOW, CallOutcome.NO_ANSWER, "")
    assert isinstance(actions.note_call(an_act(entity), draft=draft), Refused)
    assert kinds_about(dupont) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        CallNote.objects.create(
            entity=entity, customer=dupont, caller="user:1", called_at=NOW, noted_at=NOW,
            outcome="no_answer", next_step="rappeler",
        )  # fmt: skip


def test_reasons_given_before_are_listed_with_their_dates() -> None:
    case = a_case(a_customer(an_entity()))
    note(case, days_ago=9, reason=CaseReason.ADMIN, reason_words="pas reçue", next_on=TODAY)
    note(case, days_ago=5, reason=CaseReason.FINANCIAL, reason_words="trésorerie", next_on=TODAY)
    note(case, reason=CaseReason.ADMIN, reason_words="toujours pas reçue")
    note(case, reason=CaseReason.UNKNOWN)
    note(case)
    first, second = queries.reasons_of([case.customer_id])[case.customer_id]
    assert (first.reason, first.is_repeated, len(first.given_at)) == (CaseReason.ADMIN, True, 2)
    assert (second.reason, second.is_repeated) == (CaseReason.FINANCIAL, False)


@pytest.mark.parametrize("how_many", [1, 25])
def test_every_question_is_one_statement_however_many_customers(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    cases = [a_case(a_customer(entity, f"Client {n}")) for n in range(how_many)]
    for case in cases:
        note(case, reason=CaseReason.ADMIN)
    ids = [case.customer_id for case in cases]
    with django_assert_num_queries(1):
        assert len(queries.notes_of(ids)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.reasons_of(ids)) == how_many
