"""A plan waives late interest while it is kept; the figure is the one that `encours claim` gives."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.faces.cli.claim_lines import claim_line
from encours.flows.agreeing.interest import waived_interest
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.waived_interest import Standing, reckoned_until, standing_of
from tests.factories import TODAY, a_case, a_customer, an_act, an_entity, an_invoice, euros

P = PlanState


def a_plan(state: PlanState, *, waives: bool = True, invoices: tuple[tuple[int, int], ...] = ()) -> Plan:
    made = Plan(9, 7, 1, euros("900"), state, TODAY, (), judged_on=TODAY - timedelta(days=3))
    return replace(made, waives_interest=waives, invoices=invoices)


def test_interest_is_waived_while_kept_given_up_at_the_end_and_due_again_when_the_plan_falls() -> None:
    found = {state: standing_of(a_plan(state)) for state in P}
    kept = {P.ACCEPTED, P.RUNNING, P.INSTALMENT_MISSED, P.PAUSED}
    assert {state for state, one in found.items() if one is Standing.WAIVED} == kept
    assert {state for state, one in found.items() if one is Standing.DUE_AGAIN} == {P.BROKEN, P.ACCELERATED}
    assert {state for state, one in found.items() if one is Standing.GIVEN_UP} == {P.COMPLETED}
    assert all(standing_of(a_plan(state, waives=False)) is None for state in P)
    assert reckoned_until(a_plan(P.COMPLETED), today=TODAY) == TODAY - timedelta(days=3)
    assert reckoned_until(a_plan(P.RUNNING), today=TODAY) == TODAY


@pytest.mark.django_db
def test_the_figure_is_the_claim_s_and_part_payments_lower_it() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    a_case(customer)
    due_on = TODAY - timedelta(days=60)
    invoice = an_invoice(customer, euros("1200"), due_on=due_on)
    plan = a_plan(P.RUNNING, invoices=((invoice.pk, 1_200_00),))
    found = waived_interest(an_act(entity), customer, plan)
    asked = {
        "jurisdiction": "FR", "debtor": "business", "principal": "1200.00", "due": due_on.isoformat(),
        "until": TODAY.isoformat(),
    }  # fmt: skip
    claimed = claim_line(json.dumps(asked))
    assert found is not None and found.amount is not None
    assert (found.standing, found.amount.decimal) == (Standing.WAIVED, Decimal(str(claimed["interest"])))
    assert found.amount.minor > 0
    paid = PaymentDraft(customer.pk, TODAY - timedelta(days=30), "EUR", 600_00)
    assert isinstance(receivables_actions.record_payment(an_act(entity), paid, named=invoice.number), int)
    less = waived_interest(an_act(entity), customer, plan)
    assert less is not None and less.amount is not None and less.amount < found.amount


@pytest.mark.django_db
def test_a_law_that_nobody_researched_gives_no_figure_but_its_reason() -> None:
    entity = an_entity()
    customer = a_customer(entity, country="JP", jurisdiction="JP")
    invoice = an_invoice(customer, euros("1200"), due_on=date(2026, 1, 5))
    found = waived_interest(
        an_act(entity), customer, a_plan(P.ACCELERATED, invoices=((invoice.pk, 1_200_00),))
    )
    assert found is not None and found.amount is None and found.unknown is not None
