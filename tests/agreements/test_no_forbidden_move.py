"""No sequence of days and receipts brings a promise or a plan into a state that the tables forbid."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, Rhythm, build_plan
from encours.method.agreements.rules.plan_b import (
    Measure,
    Naming,
    PlanB,
    Readiness,
    Withdrawal,
    problem_of_naming,
)
from encours.method.agreements.rules.plan_life import Plan, judge_plan
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PlanState
from encours.method.agreements.rules.promise import NOTHING, Bank, Promise, judge, judge_returned
from encours.method.agreements.rules.receipts import Debts, Receipt, share, with_debts
from encours.method.agreements.rules.words import ALLOWED_MOVES, OPEN, AgreementKind, AgreementState
from encours.method.cases.rules.calendar import Calendar

START = date(2026, 3, 2)
FRANCE = Calendar("FR")
S, P = AgreementState, PlanState
_ENDED = frozenset({P.ACCELERATED, P.UNCONFIRMED})


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def a_plan(cents: int, parts: int, *, accepted: bool) -> Plan:
    wish = PlanWish(euros(cents), START + timedelta(days=4), parts, Rhythm.WEEKLY)
    draft = build_plan(wish, today=START, calendar=FRANCE)
    assert isinstance(draft, PlanDraft)
    state = S.ACCEPTED if accepted else S.PROPOSED
    promises = tuple(
        Promise(
            line.place,
            7,
            1,
            line.amount,
            line.due_on,
            state,
            START,
            euros(0),
            kind=AgreementKind.INSTALMENT,
            accepted_on=START if accepted else None,
            plan_id=99,
            place=line.place,
        )
        for line in draft.instalments
    )
    return Plan(99, 7, 1, euros(cents), P.ACCEPTED if accepted else P.PROPOSED, START, promises)


def one_morning(plan: Plan, receipts: list[Receipt], bank: Bank, today: date, credited: int = 0) -> Plan:
    """What the night does with a plan, step by step, each move held against the tables.

    credited: what credit notes have taken off the debt by then.
    """
    owed = max(0, plan.total.minor - credited - sum(receipt.amount.minor for receipt in receipts))
    debts = Debts({(7, "EUR"): owed}, {}, {})
    came = with_debts(plan.parts, share(plan.parts, receipts, calendar=FRANCE), debts)
    parts = []
    for part in plan.parts:
        money = came.get(part.id, NOTHING)
        judged = judge(part, money, bank=bank, today=today) or judge_returned(part, money, bank=bank)
        if judged is None:
            parts.append(part)
            continue
        assert judged.state in ALLOWED_MOVES[part.state], (part.state, judged.state)
        received = money.on_time_minor + (money.late_minor if judged.state is S.BROKEN_THEN_PAID else 0)
        parts.append(replace(part, state=judged.state, judged_on=today, received=euros(received)))
    plan = replace(plan, parts=tuple(parts))
    for step in judge_plan(plan, bank=bank, today=today, owed_minor=owed):
        assert step.state in PLAN_MOVES[plan.state], (plan.state, step.state)
        plan = replace(plan, state=step.state)
    if plan.state in _ENDED - {P.UNCONFIRMED}:
        ended = [replace(p, state=S.CANCELLED) if p.state in OPEN else p for p in plan.parts]
        plan = replace(plan, parts=tuple(ended))
    return plan


@given(
    cents=st.integers(10_000, 500_000),
    parts=st.integers(2, 4),
    accepted=st.booleans(),
    money=st.lists(st.tuples(st.integers(0, 45), st.integers(1, 300_000), st.booleans()), max_size=6),
    unread=st.sets(st.integers(0, 45), max_size=20),
    credited=st.tuples(st.integers(0, 45), st.integers(0, 500_000)),
)
@settings(max_examples=60)
def test_a_plan_passes_through_allowed_states_only_and_no_payment_counts_twice(
    *,
    cents: int,
    parts: int,
    accepted: bool,
    money: list[tuple[int, int, bool]],
    unread: set[int],
    credited: tuple[int, int],
) -> None:
    plan, known = a_plan(cents, parts, accepted=accepted), START
    for place in range(46):
        today = START + timedelta(days=place)
        known = known if place in unread else today
        receipts = [
            Receipt(7, START + timedelta(days=on), euros(minor))
            for on, minor, comes_back in money
            if on <= place and not (comes_back and place > on + 10)
        ]
        credit = credited[1] if place >= credited[0] else 0
        plan = one_morning(plan, receipts, Bank(known, FRANCE), today, credit)
        came = share(plan.parts, receipts, calendar=FRANCE)
        assert sum(r.on_time_minor + r.late_minor for r in came.values()) <= sum(
            r.amount.minor for r in receipts
        )
        if plan.state is P.COMPLETED:
            ends = {S.KEPT, S.BROKEN_THEN_PAID, S.BROKEN, *({S.CANCELLED} if credit else ())}
            assert all(part.state in ends for part in plan.parts)
        if not accepted:
            assert plan.state in {P.PROPOSED, P.UNCONFIRMED, P.COMPLETED, P.CANCELLED}
        if not credit and not any(back for _on, _minor, back in money) and accepted:
            assert plan.state is not P.CANCELLED


@given(
    acts=st.lists(
        st.sampled_from(
            ["ready", "name", "name formally", "execute", "break", *(w.value for w in Withdrawal)]
        ),
        max_size=12,
    )
)
def test_plan_b_is_named_at_most_once_unless_the_facts_changed(acts: list[str]) -> None:
    one, broken, named = PlanB(1, 7, 1, Measure.AGENCY, 10, 5), 0, 0
    for act in acts:
        if act == "ready":
            one = replace(one, ready=frozenset(Readiness))
        elif act == "break":
            broken += 1
        elif act.startswith("name"):
            naming = Naming(broken, START + timedelta(days=12), is_formal="formally" in act)
            if problem_of_naming(one, (), naming, today=START) is None:
                named += 1
                assert one.is_ready and (broken >= 2 or naming.is_formal)
                one = replace(one, named_on=START, due_on=naming.due_on)
        elif one.stands and act == "execute":
            one = replace(one, executed_on=START)
        elif one.stands and act in set(Withdrawal):
            one = replace(one, withdrawn_on=START, withdrawal=Withdrawal(act))
    assert named <= 1
