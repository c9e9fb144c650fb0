"""A contested part rests at once, the remainder stays due, and we answer within ten business days."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.receivables.models import Invoice
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes import actions, queries
from encours.method.disputes.models import Dispute
from encours.method.disputes.queries.board import BoardSearch, column
from encours.method.disputes.queries.parts import whole
from encours.method.disputes.rules.contest import (
    AnswerDraft,
    DisputeDraft,
    answer_due_on,
    problem_of_dispute,
    rests_until_on,
)
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState
from tests.factories import (
    NOW,
    TODAY,
    a_customer,
    a_member,
    an_act,
    an_entity,
    an_invoice,
    euros,
    kinds_about,
)

PARIS = Calendar("FR")
RESTS = rests_until_on(TODAY, PARIS)
DRAFT = DisputeDraft(7, 3, euros("300"), "deux panneaux rayés")


@pytest.mark.parametrize(("amount", "subject"), [("0", "rayé"), ("1200.01", "rayé"), ("300", "  ")])
def test_a_dispute_names_something_and_at_most_what_is_open(amount: str, subject: str) -> None:
    draft = DisputeDraft(7, 3, euros(amount), subject)
    assert problem_of_dispute(draft, contestable=euros("1200")) is not None


def test_the_whole_open_amount_may_be_contested() -> None:
    assert problem_of_dispute(DRAFT, contestable=euros("300")) is None


def test_the_answer_is_due_within_ten_business_days() -> None:
    monday = date(2026, 6, 8)
    assert answer_due_on(DRAFT, today=monday, calendar=PARIS) == date(2026, 6, 22)
    for wrong in (date(2026, 6, 23), date(2026, 6, 7)):
        draft = DisputeDraft(7, 3, euros("300"), "rayé", answer_due_on=wrong)
        assert isinstance(answer_due_on(draft, today=monday, calendar=PARIS), Refused)


def contest(invoice: Invoice, amount: str, *, open_amount: Money | None = None) -> int | Refused:
    draft = DisputeDraft(invoice.customer_id, invoice.pk, euros(amount), "deux panneaux rayés")
    return actions.open_dispute(
        an_act(invoice.entity), draft=draft, open_amount=open_amount or euros("1200"), calendar=PARIS
    )


@pytest.mark.django_db
def test_two_disputes_of_one_invoice_never_exceed_what_is_open() -> None:
    invoice = an_invoice(a_customer(an_entity()))
    assert isinstance(contest(invoice, "900"), int)
    assert isinstance(contest(invoice, "301"), Refused)
    assert isinstance(contest(invoice, "300"), int)
    assert queries.disputed_by_invoice([invoice.pk], today=TODAY) == {invoice.pk: 120_000}
    assert kinds_about(invoice.customer) == ["disputes.dispute_opened", "disputes.dispute_opened"]


SAID = "Les panneaux sont conformes au bon signé"


def answered(act: Act, made: int, outcome: DisputeOutcome, words: str = SAID) -> Refused | None:
    """Moves a dispute as far as an answer, and gives it."""
    actions.acknowledge(act, dispute_id=made)
    actions.start(act, dispute_id=made)
    draft = AnswerDraft(outcome, words, euros("100") if outcome is DisputeOutcome.PARTLY else None)
    return actions.answer_dispute(act, dispute_id=made, draft=draft, rests_until_on=RESTS)


@pytest.mark.django_db
def test_the_contested_part_rests_five_business_days_after_our_answer_reached_the_customer() -> None:
    entity = an_entity()
    invoice = an_invoice(a_customer(entity))
    made = contest(invoice, "300")
    assert isinstance(made, int)
    act, groundless = an_act(entity), DisputeOutcome.GROUNDLESS
    early = AnswerDraft(groundless, SAID)
    assert isinstance(
        actions.answer_dispute(act, dispute_id=made, draft=early, rests_until_on=RESTS), Refused
    ), "nobody has acknowledged it yet"
    assert isinstance(answered(act, made, DisputeOutcome.OPEN), Refused)
    assert isinstance(answered(act, made, groundless, " "), Refused)
    assert answered(act, made, groundless) is None
    assert isinstance(answered(act, made, groundless), Refused)
    next_monday, later = TODAY + timedelta(days=7), TODAY + timedelta(days=8)
    assert queries.disputed_by_invoice([invoice.pk], today=later) == {invoice.pk: 30_000}, "not told yet"
    assert actions.note_told(act, dispute_id=made, rests_until_on=RESTS) is None
    assert queries.disputed_by_invoice([invoice.pk], today=next_monday) == {invoice.pk: 30_000}
    assert queries.disputed_by_invoice([invoice.pk], today=later) == {}
    assert queries.customers_contesting(invoice.entity_id) == []
    fact = queries.disputes_of([invoice.customer_id])[invoice.customer_id][0]
    assert (fact.outcome, fact.answered_on, fact.rests_until_on) == (groundless, TODAY, next_monday)
    assert kinds_about(invoice.customer) == [
        "disputes.dispute_opened",
        "disputes.dispute_acknowledged",
        "disputes.dispute_started",
        "disputes.dispute_answered",
        "disputes.answer_told",
    ]


@pytest.mark.django_db
def test_silence_closes_an_answer_against_the_customer_and_no_other() -> None:
    entity = an_entity()
    act, ids = an_act(entity), []
    outcomes = (DisputeOutcome.GROUNDLESS, DisputeOutcome.PARTLY, DisputeOutcome.UPHELD)
    for outcome in outcomes:
        made = contest(an_invoice(a_customer(entity)), "300")
        assert isinstance(made, int)
        assert answered(act, made, outcome) is None
        actions.note_told(act, dispute_id=made, rests_until_on=RESTS)
        ids.append(made)
    assert actions.close_silent(act) == []
    later = an_act(entity, at=NOW + timedelta(days=8))
    assert [one.dispute_id for one in actions.close_silent(later)] == ids[:1]
    states = [Dispute.objects.get(pk=pk).state for pk in ids]
    assert states == [DisputeState.CLOSED, DisputeState.ANSWERED, DisputeState.ANSWERED]


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 12])
def test_a_night_passes_over_disputes_in_few_statements(
    how_many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    invoices = [an_invoice(a_customer(entity, f"Client {n}")) for n in range(how_many)]
    for invoice in invoices:
        contest(invoice, "300")
    later = an_act(entity, at=NOW + timedelta(days=30))
    with django_assert_max_num_queries(12):
        assert len(actions.let_dates_pass(later)) == how_many
    with django_assert_max_num_queries(6):
        assert actions.let_dates_pass(later) == []
        assert actions.close_silent(later) == []
    assert {row.state for row in Dispute.objects.all()} == {DisputeState.OVERDUE_US}
    assert len(queries.disputed_by_invoice([i.pk for i in invoices], today=later.today)) == how_many


@pytest.mark.django_db
def test_of_two_who_decide_at_once_the_second_is_told_that_it_changed() -> None:
    invoice = an_invoice(a_customer(an_entity()))
    made = contest(invoice, "300")
    assert isinstance(made, int)
    act = an_act(invoice.entity)
    actions.acknowledge(act, dispute_id=made)
    fact = queries.dispute(invoice.entity_id, made)
    assert fact is not None
    assert actions.start(act, dispute_id=made, seen=fact.version) is None
    second = actions.withdraw(act, dispute_id=made, why="noté deux fois", seen=fact.version)
    assert isinstance(second, Refused)
    assert second.field == "seen"


@pytest.mark.django_db
def test_steps_are_ticked_off_one_by_one_and_taken_back() -> None:
    invoice = an_invoice(a_customer(an_entity()))
    made = contest(invoice, "300")
    assert isinstance(made, int)
    act = an_act(invoice.entity)
    assert actions.tick(act, dispute_id=made, key="facts", is_done=True) is None
    assert isinstance(actions.tick(act, dispute_id=made, key="nothing", is_done=True), Refused)
    found = whole(invoice.entity_id, made)
    assert found is not None
    assert [(s.key, s.done_on, s.done_by) for s in found.steps] == [
        ("facts", TODAY, "user:1"),
        ("decide", None, ""),
    ]
    actions.tick(act, dispute_id=made, key="facts", is_done=False)
    assert kinds_about(invoice.customer)[-2:] == ["disputes.step_ticked", "disputes.step_reopened"]


@pytest.mark.django_db
def test_a_colleague_answers_once_and_not_after_the_question_was_taken_back() -> None:
    invoice = an_invoice(a_customer(an_entity()))
    made = contest(invoice, "300")
    assert isinstance(made, int)
    act = an_act(invoice.entity)
    asked = [
        actions.ask_colleague(
            act, dispute_id=made, name="Luc", email="luc@morel.test", question="Livré quand ?"
        )
        for _ in range(2)
    ]
    first, second = asked
    assert isinstance(first, int)
    assert isinstance(second, int)
    said = {"name": "Luc Martin", "answer": "Le 3 mars, bon signé joint."}
    assert actions.answer_question(act, question_id=first, **said) is None
    assert isinstance(actions.answer_question(act, question_id=first, **said), Refused)
    assert actions.withdraw_question(act, question_id=second) is None
    assert isinstance(actions.answer_question(act, question_id=second, **said), Refused)
    found = whole(invoice.entity_id, made)
    assert found is not None
    assert [(q.answered_by, q.is_waiting) for q in found.questions] == [("Luc Martin", False), ("", False)]


@pytest.mark.django_db
def test_the_board_gives_a_column_in_the_order_of_its_days_page_by_page() -> None:
    entity = an_entity()
    member = a_member(entity)
    ids = []
    for place in range(3):
        invoice = an_invoice(a_customer(entity, f"Client {place}"))
        due_on = TODAY + timedelta(days=3 - place)
        draft = DisputeDraft(
            invoice.customer_id, invoice.pk, euros("10"), "port", member.pk if place else None, due_on,
            reason="price",
        )  # fmt: skip
        made = actions.open_dispute(an_act(entity), draft=draft, open_amount=euros("1200"), calendar=PARIS)
        assert isinstance(made, int), made
        ids.append(made)
    search, waiting = BoardSearch(entity.pk), [DisputeState.REPORTED]
    first = column(search, waiting, limit=2)
    assert [card.fact.id for card in first] == [ids[2], ids[1]]
    last = first[-1].fact
    rest = column(search, waiting, after=(last.answer_due_on, last.id), limit=2)
    assert [card.fact.id for card in rest] == [ids[0]]
    assert [c.fact.id for c in column(BoardSearch(entity.pk, handled_by_id=0), waiting)] == [ids[0]]
    assert column(BoardSearch(entity.pk, reason="quality"), waiting) == []
    assert column(BoardSearch(an_entity(name="Autre").pk), waiting) == []


@pytest.mark.django_db
def test_what_is_contested_and_answered_stays_out_of_the_payload() -> None:
    entity = an_entity()
    invoice = an_invoice(a_customer(entity))
    contest(invoice, "300")
    line = evidence_queries.lines_about(f"entity:{entity.pk}", [f"customer:{invoice.customer_id}"])[0]
    assert line.details == {"subject": "deux panneaux rayés"}
    assert line.payload["disputed_minor"] == 30_000


@pytest.mark.django_db
def test_nothing_crosses_from_one_entity_to_another() -> None:
    made = contest(an_invoice(a_customer(an_entity())), "300")
    assert isinstance(made, int)
    other = an_act(an_entity(name="Autre"))
    assert isinstance(answered(other, made, DisputeOutcome.UPHELD), Refused)
    assert isinstance(actions.tick(other, dispute_id=made, key="facts", is_done=True), Refused)
    assert queries.dispute(other.entity_id, made) is None
    assert whole(other.entity_id, made) is None


@pytest.mark.django_db
def test_a_dispute_is_handled_by_a_person_of_the_team() -> None:
    entity = an_entity()
    invoice, member = an_invoice(a_customer(entity)), a_member(entity)
    draft = DisputeDraft(invoice.customer_id, invoice.pk, euros("10"), "frais de port", member.pk)
    actions.open_dispute(an_act(entity, at=NOW), draft=draft, open_amount=euros("1200"), calendar=PARIS)
    assert queries.disputes_of([invoice.customer_id])[invoice.customer_id][0].handled_by_id == member.pk
    assert queries.customers_contesting(entity.pk) == [invoice.customer_id]


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 25])
def test_every_question_is_one_statement_however_many_customers(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    invoices = [an_invoice(a_customer(entity, f"Client {n}")) for n in range(how_many)]
    for invoice in invoices:
        contest(invoice, "300")
    with django_assert_num_queries(1):
        assert len(queries.disputed_by_invoice([i.pk for i in invoices], today=TODAY)) == how_many
    with django_assert_num_queries(1):
        assert len(queries.disputes_of([i.customer_id for i in invoices])) == how_many
