"""Promises on a real database: from the call to the money, each step with its line in the journal."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.agreements import actions, queries
from encours.method.agreements.models import Agreement
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.promise import Bank, covers
from encours.method.agreements.rules.receipts import Came, Receipt
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind, PromiseSource
from encours.method.cases.models import Case
from encours.method.cases.rules.calendar import Calendar
from tests.factories import (
    NOW,
    TODAY,
    a_case,
    a_customer,
    an_act,
    an_agreement,
    an_entity,
    euros,
    kinds_about,
)

pytestmark = pytest.mark.django_db
S = AgreementState
FRIDAY, MONDAY = TODAY + timedelta(days=4), TODAY + timedelta(days=7)


@pytest.fixture
def case() -> Case:
    return a_case(a_customer(an_entity()))


def act_on(case: Case, day: date = TODAY) -> Act:
    moment = datetime.combine(day, NOW.time(), tzinfo=NOW.tzinfo)
    return an_act(case.entity, at=moment)


def draft(case: Case, amount: str = "1200") -> PromiseDraft:
    return PromiseDraft(
        case.customer_id, case.pk, euros(amount), FRIDAY, "virement", "Anne Petit", PromiseSource.CALL
    )


def accepted(case: Case, amount: str = "1200") -> int:
    made = actions.note_promise(act_on(case), draft=draft(case, amount))
    assert isinstance(made, int)
    assert actions.accept_promise(act_on(case), agreement_id=made, trace="C'est d'accord. Anne Petit") is None
    return made


def judge(
    case: Case, *came: Receipt, day: date = MONDAY, known_to: date | None = FRIDAY
) -> list[AgreementState]:
    judged = actions.judge_due(
        act_on(case, day), customer_ids=[case.customer_id], came=Came(came), bank=Bank(known_to, Calendar())
    )
    return [one.promise.state for one in judged]


def money(case: Case, amount: str, day: date = FRIDAY) -> Receipt:
    return Receipt(case.customer_id, day, euros(amount))


def state(case: Case) -> AgreementState:
    return queries.promises_of([case.customer_id])[case.customer_id][0].state


def covered(case: Case) -> int:
    """What is not asked for meanwhile, in minor units."""
    return covers(queries.promises_of([case.customer_id])[case.customer_id][0]).minor


def test_a_promise_is_proposed_until_a_written_trace_accepts_it(case: Case) -> None:
    made = actions.note_promise(act_on(case), draft=draft(case))
    assert isinstance(made, int)
    assert state(case) is S.PROPOSED
    assert covered(case) == 0
    assert isinstance(actions.accept_promise(act_on(case), agreement_id=made, trace=" "), Refused)
    assert actions.accept_promise(act_on(case), agreement_id=made, trace="D'accord") is None
    assert covered(case) == 120_000
    assert kinds_about(case.customer) == ["agreements.promise_noted", "agreements.promise_accepted"]


def test_the_journal_keeps_names_and_words_apart_from_figures(case: Case) -> None:
    accepted(case)
    lines = evidence_queries.lines_about(act_on(case).chain, [f"customer:{case.customer_id}"])
    assert lines[0].details == {"trace": "C'est d'accord. Anne Petit"}
    assert lines[0].payload["promised_for"] == "2026-11-27"
    assert all("Anne" not in str(line.payload) + line.summary for line in lines)
    assert all(chain.broken_at is None for chain in evidence_queries.verify())


def test_the_database_itself_refuses_an_agreement_without_a_trace(case: Case) -> None:
    for unwritten in (S.ACCEPTED, S.BROKEN, S.PARTLY_KEPT):
        with pytest.raises(IntegrityError), transaction.atomic():
            an_agreement(case, state=unwritten, acceptance="")


def test_a_promise_kept_is_judged_once(case: Case) -> None:
    accepted(case)
    came = money(case, "1190")
    assert judge(case, came) == [S.KEPT]
    assert judge(case, came) == []
    assert queries.promises_of([case.customer_id])[case.customer_id][0].received == euros("1190")
    assert kinds_about(case.customer)[-1] == "agreements.promise_kept"


def test_a_promise_without_money_waits_for_the_bank_then_is_broken_then_paid(case: Case) -> None:
    accepted(case)
    assert judge(case, day=FRIDAY, known_to=TODAY) == [S.DUE]
    assert judge(case, day=MONDAY, known_to=TODAY) == []
    assert covered(case) == 120_000
    assert judge(case) == [S.BROKEN]
    assert covered(case) == 0
    assert judge(case, money(case, "1200", MONDAY), day=MONDAY + timedelta(days=1), known_to=MONDAY) == [
        S.BROKEN_THEN_PAID
    ]
    assert kinds_about(case.customer)[2:] == [
        "agreements.promise_awaited",
        "agreements.promise_broken",
        "agreements.promise_paid_late",
    ]


def test_a_part_that_came_early_is_no_longer_covered(case: Case) -> None:
    accepted(case)
    part = money(case, "300", TODAY)
    assert judge(case, part, day=TODAY, known_to=TODAY) == []
    assert judge(case, part, day=TODAY, known_to=TODAY) == []
    assert covered(case) == 90_000
    assert kinds_about(case.customer).count("agreements.part_received") == 1
    assert judge(case, part) == [S.PARTLY_KEPT]


def test_the_first_move_is_accepted_anew_and_the_second_is_broken(case: Case) -> None:
    made = accepted(case)
    assert isinstance(actions.move_promise(act_on(case), agreement_id=made, to=MONDAY, why=""), Refused)
    moved = actions.move_promise(act_on(case), agreement_id=made, to=MONDAY, why="paie décalée")
    assert moved is S.PROPOSED
    promise = queries.promises_of([case.customer_id])[case.customer_id][0]
    assert (promise.promised_for, promise.accepted_on, promise.moved_count) == (MONDAY, None, 1)
    assert actions.accept_promise(act_on(case), agreement_id=made, trace="oui, lundi") is None
    later = MONDAY + timedelta(days=7)
    assert actions.move_promise(act_on(case), agreement_id=made, to=later, why="encore") is S.BROKEN
    assert state(case) is S.BROKEN
    assert kinds_about(case.customer)[-1] == "agreements.promise_broken"


def test_a_transfer_shown_on_the_day_after_is_waited_for(case: Case) -> None:
    made = accepted(case)
    judge(case, day=FRIDAY, known_to=TODAY)
    act = act_on(case, MONDAY)
    assert isinstance(actions.show_transfer(act, agreement_id=made, proof=""), Refused)
    assert actions.show_transfer(act, agreement_id=made, proof="avis d'opéré reçu par e-mail") is None
    thursday, friday = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
    assert judge(case, day=thursday, known_to=thursday) == []
    assert judge(case, money(case, "1200", thursday), day=friday, known_to=thursday) == [S.KEPT]


def test_cancelling_says_why_and_what_is_settled_is_not_cancelled(case: Case) -> None:
    made = accepted(case)
    act = act_on(case)
    assert isinstance(actions.cancel_promise(act, agreement_id=made, why=" "), Refused)
    assert actions.cancel_promise(act, agreement_id=made, why="remplacée par un échéancier") is None
    assert isinstance(actions.cancel_promise(act, agreement_id=made, why="encore"), Refused)
    assert isinstance(actions.show_transfer(act, agreement_id=made, proof="x"), Refused)
    assert state(case) is S.CANCELLED


def test_insolvency_cancels_all_that_is_open_and_nothing_else(case: Case) -> None:
    first, second = accepted(case), accepted(case, "300")
    kept = an_agreement(case, state=S.KEPT)
    assert isinstance(actions.cancel_open(act_on(case), customer_id=case.customer_id, why=""), Refused)
    cancelled = actions.cancel_open(act_on(case), customer_id=case.customer_id, why="procédure ouverte")
    assert cancelled == [first, second]
    assert Agreement.objects.get(pk=kept.pk).state == S.KEPT


def test_silence_makes_a_proposal_unconfirmed_and_a_late_yes_still_accepts_it(case: Case) -> None:
    made = actions.note_promise(
        act_on(case), draft=replace(draft(case), promised_for=TODAY + timedelta(days=20))
    )
    assert isinstance(made, int)
    assert judge(case, day=TODAY + timedelta(days=3)) == []
    assert judge(case, day=FRIDAY) == [S.UNCONFIRMED]
    assert actions.accept_promise(act_on(case, MONDAY), agreement_id=made, trace="entendu") is None
    assert state(case) is S.ACCEPTED


def test_the_flow_learns_whose_receipts_to_read_and_since_when(case: Case) -> None:
    entity = case.entity
    assert queries.awaiting_money(entity.pk, today=TODAY).customer_ids == ()
    an_agreement(case, state=S.KEPT, proposed_on=TODAY - timedelta(days=40))
    assert queries.awaiting_money(entity.pk, today=TODAY).customer_ids == ()
    an_agreement(case)
    other = a_case(a_customer(an_entity(name="Autre")))
    an_agreement(other)
    awaiting = queries.awaiting_money(entity.pk, today=TODAY)
    assert awaiting == queries.Awaiting((case.customer_id,), TODAY - timedelta(days=40))


def test_nothing_crosses_from_one_entity_to_another(case: Case) -> None:
    made = accepted(case)
    other = an_act(an_entity(name="Autre"), at=NOW + timedelta(days=7))
    with pytest.raises(Agreement.DoesNotExist):
        actions.cancel_promise(other, agreement_id=made, why="non")
    judged = actions.judge_due(
        other, customer_ids=[case.customer_id], came=Came(), bank=Bank(FRIDAY, Calendar())
    )
    assert judged == []


def test_what_we_owe_stays_open_until_it_is_done(case: Case) -> None:
    act = act_on(case)
    answer = OwnPromiseDraft(case.customer_id, OwnPromiseKind.ANSWER, "numéro de bon de commande")
    made = actions.note_own_promise(act, draft=answer, calendar=Calendar())
    assert isinstance(made, int)
    owed = queries.own_of([case.customer_id])[case.customer_id][0]
    assert (owed.id, owed.due_on, owed.kind) == (made, TODAY + timedelta(days=2), OwnPromiseKind.ANSWER)
    assert queries.customers_owed(case.entity_id) == [case.customer_id]
    assert isinstance(actions.fulfil_own_promise(act, own_promise_id=made, outcome=""), Refused)
    assert actions.fulfil_own_promise(act, own_promise_id=made, outcome="envoyé par e-mail") is None
    assert isinstance(actions.fulfil_own_promise(act, own_promise_id=made, outcome="encore"), Refused)
    assert queries.customers_owed(case.entity_id) == []
    done = queries.own_of([case.customer_id])[case.customer_id][0]
    assert (done.id, done.done_on, done.outcome) == (made, TODAY, "envoyé par e-mail")
    assert kinds_about(case.customer) == ["agreements.own_promise_noted", "agreements.own_promise_fulfilled"]


@pytest.mark.parametrize("how_many", [1, 25])
def test_every_question_takes_as_many_statements_however_many_customers(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    cases = [a_case(a_customer(entity, f"Client {n}")) for n in range(how_many)]
    for one in cases:
        an_agreement(one)
        an_agreement(one, state=S.BROKEN)
        draft_owed = OwnPromiseDraft(one.customer_id, OwnPromiseKind.ANSWER, "réponse")
        actions.note_own_promise(an_act(entity), draft=draft_owed, calendar=Calendar())
    ids = [one.customer_id for one in cases]
    with django_assert_num_queries(2):  # the promises, and the invoices that those still open name
        assert len(queries.promises_of(ids)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.own_of(ids)) == how_many
    with django_assert_num_queries(2):
        assert len(queries.awaiting_money(entity.pk, today=TODAY).customer_ids) == how_many


def test_judging_many_takes_as_many_statements_as_judging_one() -> None:
    def statements(how_many: int) -> int:
        entity = an_entity()
        cases = [a_case(a_customer(entity, f"Client {n}")) for n in range(how_many)]
        for one in cases:
            an_agreement(one)
        ids = [one.customer_id for one in cases]
        act = an_act(entity, at=NOW + timedelta(days=7))
        with CaptureQueriesContext(connection) as asked:
            judged = actions.judge_due(act, customer_ids=ids, came=Came(), bank=Bank(FRIDAY, Calendar()))
        assert [(one.before, one.promise.state) for one in judged] == [(S.ACCEPTED, S.BROKEN)] * how_many
        return len(asked)

    assert statements(25) == statements(1)
