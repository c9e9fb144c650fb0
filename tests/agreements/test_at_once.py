"""Two people and the debtor at one agreement at the same moment: one wins, the others are told what changed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from encours.flows import commitments, contacting, plans, promises
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.models import Acceptance, Agreement
from encours.method.agreements.rules.plan import PlanWish, Rhythm
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.models import Case
from tests.factories import (
    TODAY,
    a_case,
    a_contact,
    a_customer,
    an_act,
    an_agreement,
    an_entity,
    an_invoice,
    euros,
)
from tests.portal.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
Doing = Callable[[], object]


@pytest.fixture
def case(db: None) -> Case:
    customer = a_customer(an_entity())
    a_contact(customer, email="anne@dupont.test")
    an_invoice(customer, euros("1200"), due_on=TODAY - timedelta(days=20))
    return a_case(customer)


def act(case: Case) -> Act:
    return an_act(case.entity)


def by_link(case: Case, agreement: int) -> Doing:
    """The debtor clicks «accept» under the text that stands on its page now."""
    (shown,) = [one for one in commitments.to_read(act(case), case.customer_id) if one.offer.id == agreement]
    ids = {"customer_id": case.customer_id, "agreement_id": agreement, "identity": "Anne · lien 7f3a"}
    return lambda: commitments.accept_by_link(act(case), **ids, text=shown.text)


def by_reply(case: Case, agreement: int) -> Doing:
    """A person notes the reply that came by mail, with the form that was open before."""
    seen = commitments.seen_of(act(case), case.customer_id, agreement)
    ids = {"customer_id": case.customer_id, "agreement_id": agreement, "seen": seen}
    return lambda: contacting.accept_promise(act(case), **ids, trace="d'accord. Anne Petit")


def told(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return say(outcome.reason)


def test_the_debtor_and_a_person_accept_the_same_promise_and_one_acceptance_is_kept(case: Case) -> None:
    made = an_agreement(case, state=AgreementState.PROPOSED).pk
    outcomes = at_once(by_link(case, made), by_reply(case, made))
    assert Acceptance.objects.count() == 1
    (late,) = [one for one in outcomes if one is not None]
    assert "changé" in told(late) or "accepté" in told(late)
    assert Agreement.objects.get(pk=made).state == AgreementState.ACCEPTED.value


def test_a_date_that_moves_while_the_debtor_shows_a_transfer_is_one_or_the_other(case: Case) -> None:
    made = an_agreement(case, state=AgreementState.ACCEPTED).pk
    ids = {"customer_id": case.customer_id, "agreement_id": made}
    later = TODAY + timedelta(days=9)
    moved, shown = at_once(
        lambda: promises.move(act(case), **ids, to=later, why="paie décalée"),
        lambda: promises.show_transfer(act(case), **ids, proof="avis de virement"),
    )
    row = Agreement.objects.get(pk=made)
    if moved is None:
        assert (row.state, row.promised_for) == (AgreementState.PROPOSED.value, later)
        assert isinstance(shown, Refused)
    else:
        assert row.state == AgreementState.IN_TRANSIT.value and shown is None
        assert "virement annoncé" in told(moved)


def test_a_yes_to_the_old_date_while_it_moves_is_never_a_yes_to_the_new_one(case: Case) -> None:
    made = an_agreement(case, state=AgreementState.PROPOSED).pk
    accept, again = by_link(case, made), by_reply(case, made)
    Agreement.objects.filter(pk=made).update(promised_for=TODAY + timedelta(days=11))
    for outcome in at_once(accept, again):
        assert "changé" in told(outcome)
    assert not Acceptance.objects.exists()
    assert Agreement.objects.get(pk=made).state == AgreementState.PROPOSED.value


def test_two_people_move_the_same_promise_and_it_moves_once(case: Case) -> None:
    made = an_agreement(case, state=AgreementState.ACCEPTED).pk
    days = [TODAY + timedelta(days=9), TODAY + timedelta(days=10)]

    def move(to: date) -> Doing:
        ids = {"customer_id": case.customer_id, "agreement_id": made}
        return lambda: promises.move(act(case), **ids, to=to, why="paie décalée")

    outcomes = at_once(*[move(to) for to in days])
    (late,) = [one for one in outcomes if one is not None]
    assert "proposé, à confirmer par écrit" in told(late)
    row = Agreement.objects.get(pk=made)
    assert (row.moved_count, row.promised_for) == (1, days[outcomes.index(None)])


def a_plan(case: Case) -> int:
    due = Money(1_200_00, "EUR")
    wish = PlanWish(due, TODAY + timedelta(days=4), 3, Rhythm.FORTNIGHTLY)
    made = commitments.propose_plan_from_customer(act(case), customer_id=case.customer_id, wish=wish)
    assert isinstance(made, int), made
    Agreement.objects.filter(pk=made).update(awaits_us=False)
    return made


def test_a_plan_withdrawn_while_the_debtor_accepts_it_is_never_half_of_each(case: Case) -> None:
    made = a_plan(case)
    ids = {"customer_id": case.customer_id, "plan_id": made}
    accepted, cancelled = at_once(
        by_link(case, made), lambda: plans.cancel(act(case), **ids, why="un autre accord")
    )
    row = Agreement.objects.get(pk=made)
    states = set(row.parts.values_list("state", flat=True))
    assert cancelled is None and row.state == "cancelled" and states == {"cancelled"}
    assert (accepted is None) == Acceptance.objects.exists()
    assert accepted is None or "changé" in told(accepted) or "annulé" in told(accepted)


def test_the_journal_is_whole_and_a_break_counts_once_when_two_judge_at_once(case: Case) -> None:
    made = an_agreement(case, state=AgreementState.ACCEPTED, promised_for=TODAY - timedelta(days=4)).pk
    from encours.books.receivables import actions as receivables_actions

    receivables_actions.confirm_bank(act(case))
    at_once(lambda: promises.judge(act(case)), lambda: promises.judge(act(case)))
    assert Agreement.objects.get(pk=made).state == AgreementState.BROKEN.value
    case.refresh_from_db()
    assert case.broken_agreements == 1
    assert [chain.broken_at for chain in evidence_queries.verify()] == [None]
