"""A contested part rests at once, the remainder stays due, and we answer within ten business days."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.receivables.models import Invoice
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes import actions, queries
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.contest import (
    DisputeDraft,
    answer_due_on,
    problem_of_dispute,
    rests_until_on,
)
from encours.method.disputes.rules.words import DisputeOutcome
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


@pytest.mark.django_db
def test_the_contested_part_rests_five_business_days_after_our_answer() -> None:
    entity = an_entity()
    invoice = an_invoice(a_customer(entity))
    made = contest(invoice, "300")
    assert isinstance(made, int)
    act = an_act(entity)
    groundless = DisputeOutcome.GROUNDLESS
    assert isinstance(
        actions.answer_dispute(
            act, dispute_id=made, outcome=DisputeOutcome.OPEN, answer="x", rests_until_on=RESTS
        ),
        Refused,
    )
    assert isinstance(
        actions.answer_dispute(act, dispute_id=made, outcome=groundless, answer=" ", rests_until_on=RESTS),
        Refused,
    )
    said = "Les panneaux sont conformes au bon signé"
    assert (
        actions.answer_dispute(act, dispute_id=made, outcome=groundless, answer=said, rests_until_on=RESTS)
        is None
    )
    assert isinstance(
        actions.answer_dispute(act, dispute_id=made, outcome=groundless, answer=said, rests_until_on=RESTS),
        Refused,
    )
    next_monday = TODAY + timedelta(days=7)
    assert queries.disputed_by_invoice([invoice.pk], today=next_monday) == {invoice.pk: 30_000}
    assert queries.disputed_by_invoice([invoice.pk], today=next_monday + timedelta(days=1)) == {}
    assert queries.customers_contesting(invoice.entity_id) == []
    fact = queries.disputes_of([invoice.customer_id])[invoice.customer_id][0]
    assert (fact.outcome, fact.closed_on, fact.rests_until_on) == (groundless, TODAY, next_monday)


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
    with pytest.raises(Dispute.DoesNotExist):
        actions.answer_dispute(
            other, dispute_id=made, outcome=DisputeOutcome.UPHELD, answer="oui", rests_until_on=RESTS
        )


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
