"""Cases on a real database: many at once, each change with its line in the journal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.models import JournalText
from encours.ground.kernel.reason import Refused
from encours.method.cases import actions, queries
from encours.method.cases.models import Case, ContactFact, Hold
from encours.method.cases.rules.contact import Channel, Direction, HoldKind, Occasion, PastContact
from encours.method.cases.rules.holds import HoldDraft
from encours.method.cases.rules.reasons import LearntReason
from encours.method.cases.rules.records import ContactRecord
from encours.method.cases.rules.words import CaseReason
from tests.factories import NOW, TODAY, a_case, a_customer, a_hold, an_act, an_entity, kinds_about

pytestmark = pytest.mark.django_db


def sent(customer_id: int, source: str, *, days_ago: int = 0, case_id: int | None = None) -> ContactRecord:
    at = NOW - timedelta(days=days_ago)
    contact = PastContact(at, Direction.OUTBOUND, Channel.EMAIL, step="T05", stage="courtesy")
    return ContactRecord(customer_id, source, contact, case_id)


def test_a_case_is_opened_once_per_customer_and_currency() -> None:
    entity = an_entity()
    dupont, durand = a_customer(entity), a_customer(entity, "Durand")
    wanted = [(dupont.pk, "EUR"), (dupont.pk, "USD"), (durand.pk, "EUR"), (dupont.pk, "EUR")]
    first = actions.open_cases(an_act(entity), openings=wanted)
    again = actions.open_cases(an_act(entity), openings=wanted)
    assert first == again
    assert Case.objects.count() == 3
    assert kinds_about(dupont) == ["cases.opened", "cases.opened"]
    with pytest.raises(IntegrityError), transaction.atomic():
        a_case(dupont)


def test_many_cases_are_opened_and_closed_in_as_many_statements_as_one() -> None:
    def statements(how_many: int) -> int:
        entity = an_entity()
        openings = [(a_customer(entity, f"Client {n}").pk, "EUR") for n in range(how_many)]
        with CaptureQueriesContext(connection) as asked:
            cases = actions.open_cases(an_act(entity), openings=openings)
            assert len(actions.close_cases(an_act(entity), case_ids=cases.values())) == how_many
            assert len(actions.reopen_cases(an_act(entity), case_ids=cases.values())) == how_many
            actions.bump_broken(an_act(entity), case_ids=cases.values())
            records = [sent(customer, f"x:{case}", case_id=case) for (customer, _), case in cases.items()]
            assert actions.record_contacts(an_act(entity), records=records) == how_many
        return len(asked)

    assert statements(30) == statements(1)
    assert all(state.broken_at is None for state in evidence_queries.verify())


def test_a_case_closed_twice_is_told_once() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(dupont)
    assert actions.close_cases(an_act(entity), case_ids=[case.pk]) == [case.pk]
    assert actions.close_cases(an_act(entity), case_ids=[case.pk]) == []
    assert kinds_about(dupont) == ["cases.closed"]


def test_a_case_comes_back_with_its_broken_agreements_but_asks_its_reason_anew() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(
        dupont,
        closed_on=TODAY,
        broken_agreements=2,
        reason="FINANCIAL",
        reason_channel="phone",
        reason_on=TODAY,
    )
    assert actions.reopen_cases(an_act(entity), case_ids=[case.pk]) == [case.pk]
    fact = queries.open_cases_of([dupont.pk])[dupont.pk][0]
    assert (fact.broken_agreements, fact.reason, fact.closed_on) == (2, CaseReason.UNKNOWN, None)


def test_a_case_stays_closed_while_another_one_is_open() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    old = a_case(dupont, closed_on=TODAY)
    a_case(dupont)
    assert actions.reopen_cases(an_act(entity), case_ids=[old.pk]) == []
    assert queries.last_closed_of([dupont.pk])[(dupont.pk, "EUR")].id == old.pk


def test_nothing_crosses_from_one_entity_to_another() -> None:
    ours, other = an_entity(), an_entity(name="Autre")
    dupont = a_customer(ours)
    case, hold = a_case(dupont), a_hold(dupont)
    act = an_act(other)
    assert actions.close_cases(act, case_ids=[case.pk]) == []
    assert actions.bump_broken(act, case_ids=[case.pk]) == {}
    with pytest.raises(Case.DoesNotExist):
        actions.set_reason(act, case_id=case.pk, learnt=LearntReason(CaseReason.UNKNOWN), by_owner=True)
    with pytest.raises(Hold.DoesNotExist):
        actions.release_hold(act, hold_id=hold.pk, why="non")


def test_a_reason_is_kept_with_its_source_and_the_words_can_be_erased_apart() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(dupont)
    learnt = LearntReason(CaseReason.FINANCIAL, Channel.PHONE, TODAY, "on attend un gros règlement")
    assert actions.set_reason(an_act(entity), case_id=case.pk, learnt=learnt, by_owner=False) is None
    (fact,) = queries.open_cases(entity.pk)
    assert (fact.reason, fact.reason_channel, fact.reason_on) == (CaseReason.FINANCIAL, Channel.PHONE, TODAY)
    line = evidence_queries.lines_about(an_act(entity).chain, [f"customer:{dupont.pk}"])[0]
    assert line.details == {"words": "on attend un gros règlement"}
    assert "règlement" not in str(line.payload)


def test_bad_intent_by_somebody_else_changes_nothing() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(dupont)
    learnt = LearntReason(CaseReason.BAD_INTENT, Channel.PHONE, TODAY)
    refused = actions.set_reason(an_act(entity), case_id=case.pk, learnt=learnt, by_owner=False)
    assert isinstance(refused, Refused)
    assert queries.open_cases(entity.pk)[0].reason is CaseReason.UNKNOWN
    assert kinds_about(dupont) == []
    assert actions.set_reason(an_act(entity), case_id=case.pk, learnt=learnt, by_owner=True) is None
    assert "intention" not in JournalText.objects.get().summary


def test_the_database_itself_refuses_a_reason_without_a_source() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_case(a_customer(an_entity()), reason="FINANCIAL")


def test_broken_agreements_add_up_in_their_case() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(dupont, broken_agreements=1)
    assert actions.bump_broken(an_act(entity), case_ids=[case.pk, case.pk]) == {case.pk: 3}
    assert kinds_about(dupont) == ["cases.broken_counted"]


def test_a_contact_is_remembered_once_however_often_it_is_told() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    records = [sent(dupont.pk, "outreach.message:1"), sent(dupont.pk, "outreach.message:2")]
    assert actions.record_contacts(an_act(entity), records=records) == 2
    assert (
        actions.record_contacts(an_act(entity), records=[*records, sent(dupont.pk, "outreach.message:3")])
        == 1
    )
    assert ContactFact.objects.count() == 3
    assert kinds_about(dupont) == ["cases.contact_recorded"] * 3


def test_a_contact_comes_back_as_it_was_told() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    contact = PastContact(
        NOW, Direction.OUTBOUND, Channel.LETTER, Occasion.SERVICE, "T26", "thanks", deadline_named_on=TODAY
    )
    actions.record_contacts(an_act(entity), records=[ContactRecord(dupont.pk, "outreach.message:9", contact)])
    assert queries.past_contacts([dupont.pk], since=NOW) == {dupont.pk: [contact]}
    assert queries.past_contacts([dupont.pk], since=NOW + timedelta(seconds=1)) == {}


def test_an_inbound_answers_what_we_sent_before_and_nothing_that_came_after() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    case = a_case(dupont)
    records = [
        sent(dupont.pk, f"outreach.message:{ago}", days_ago=ago, case_id=case.pk) for ago in (20, 12, 2)
    ]
    actions.record_contacts(an_act(entity), records=records)
    assert queries.unanswered_of([case.pk], zone="Europe/Paris") == {case.pk: 3}
    assert actions.mark_answered(an_act(entity), customer_id=dupont.pk, at=NOW - timedelta(days=5)) == 2
    assert actions.mark_answered(an_act(entity), customer_id=dupont.pk, at=NOW - timedelta(days=5)) == 0
    assert queries.unanswered_of([case.pk], zone="Europe/Paris") == {case.pk: 1}
    assert [c.answered for c in queries.past_contacts([dupont.pk], since=NOW - timedelta(days=30))[dupont.pk]] == [
        True, True, False,
    ]  # fmt: skip
    assert kinds_about(dupont).count("cases.contacts_answered") == 1


def test_bereavement_leaves_a_customer_in_peace_for_thirty_days() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    draft = HoldDraft(dupont.pk, HoldKind.BEREAVEMENT, "appris au téléphone")
    made = actions.place_hold(an_act(entity), draft=draft)
    assert isinstance(made, int)
    hold = queries.standing_holds([dupont.pk], today=TODAY)[dupont.pk][0]
    assert (hold.id, hold.until_on, hold.reason) == (made, TODAY + timedelta(days=30), "appris au téléphone")
    assert queries.standing_holds([dupont.pk], today=TODAY + timedelta(days=30))
    assert not queries.standing_holds([dupont.pk], today=TODAY + timedelta(days=31))
    assert isinstance(actions.place_hold(an_act(entity), draft=draft), Refused)
    assert kinds_about(dupont) == ["cases.hold_placed"]


def test_a_hold_is_prolonged_and_lifted_with_a_reason() -> None:
    entity = an_entity()
    dupont = a_customer(entity)
    hold = a_hold(dupont)
    act = an_act(entity)
    later = TODAY + timedelta(days=20)
    assert isinstance(actions.change_hold(act, hold_id=hold.pk, until_on=later, why=" "), Refused)
    assert isinstance(actions.change_hold(act, hold_id=hold.pk, until_on=None, why="x"), Refused)
    assert isinstance(
        actions.change_hold(act, hold_id=hold.pk, until_on=TODAY - timedelta(days=1), why="x"), Refused
    )
    assert actions.change_hold(act, hold_id=hold.pk, until_on=later, why="demande de Mme Petit") is None
    assert queries.standing_holds([dupont.pk], today=later)
    assert isinstance(actions.release_hold(act, hold_id=hold.pk, why=""), Refused)
    assert actions.release_hold(act, hold_id=hold.pk, why="le client rappelle") is None
    assert isinstance(actions.release_hold(act, hold_id=hold.pk, why="encore"), Refused)
    assert isinstance(actions.change_hold(act, hold_id=hold.pk, until_on=later, why="encore"), Refused)
    assert queries.standing_holds([dupont.pk], today=TODAY) == {}
    assert kinds_about(dupont) == ["cases.hold_changed", "cases.hold_released"]


@pytest.mark.parametrize("how_many", [1, 25])
def test_every_question_is_one_statement_however_many_customers(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    customers = [a_customer(entity, f"Client {n}") for n in range(how_many)]
    cases = [a_case(customer) for customer in customers]
    for customer in customers:
        a_hold(customer)
        a_case(customer, closed_on=TODAY)
    records = [sent(case.customer_id, f"x:{case.pk}", case_id=case.pk) for case in cases]
    actions.record_contacts(an_act(entity), records=records)
    ids = [customer.pk for customer in customers]
    with django_assert_num_queries(1):
        assert len(queries.open_cases_of(ids)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.open_cases(entity.pk)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.last_closed_of(ids)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.past_contacts(ids, since=NOW - timedelta(days=1))) == how_many
    with django_assert_num_queries(1):
        assert len(queries.unanswered_of([case.pk for case in cases], zone="Europe/Paris")) == how_many
    with django_assert_num_queries(1):
        assert len(queries.standing_holds(ids, today=TODAY)) == how_many
