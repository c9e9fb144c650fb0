"""A debt that a credit note takes away is neither kept nor broken; money that comes back is not there any more."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.plan_life import Plan, judge_plan
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import (
    Bank,
    Promise,
    Received,
    judge,
    judge_returned,
    left_on_account,
)
from encours.method.agreements.rules.receipts import Debts, Receipt, share, with_debts, without_returned
from encours.method.agreements.rules.words import AgreementKind, AgreementState
from encours.method.cases.rules.calendar import Calendar

FRIDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 16)
S, P = AgreementState, PlanState
READ = Bank(MONDAY, Calendar("FR"))


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def promise(state: S = S.ACCEPTED, **fields: object) -> Promise:
    made = Promise(1, 7, 1, euros(1_000_00), FRIDAY, state, date(2026, 3, 4), euros(0))
    return replace(made, **fields)  # type: ignore[arg-type]


def state_after(received: Received, made: Promise | None = None, today: date = MONDAY) -> S | None:
    judged = judge(made or promise(), received, bank=READ, today=today)
    return judged.state if judged else None


def test_what_is_not_owed_any_more_is_cancelled_before_its_date_and_never_broken() -> None:
    assert state_after(Received(owed_minor=0), today=date(2026, 3, 9)) is S.CANCELLED
    assert state_after(Received(owed_minor=0)) is S.CANCELLED
    assert state_after(Received(owed_minor=0), promise(S.PROPOSED), today=date(2026, 3, 5)) is S.CANCELLED
    assert state_after(Received(owed_minor=1_000_00)) is S.BROKEN


def test_a_promise_is_measured_by_what_is_left_of_the_debt() -> None:
    assert state_after(Received(on_time_minor=400_00, owed_minor=0)) is S.KEPT
    assert state_after(Received(on_time_minor=400_00, owed_minor=600_00)) is S.PARTLY_KEPT
    assert state_after(Received(late_minor=400_00, owed_minor=0)) is S.BROKEN_THEN_PAID
    assert state_after(Received(owed_minor=0), promise(S.BROKEN)) is None


def test_a_promise_kept_on_a_smaller_debt_stays_kept_and_leaves_no_rest() -> None:
    kept = promise(S.KEPT, received=euros(400_00))
    assert judge_returned(kept, Received(400_00), bank=READ) is None
    assert judge_returned(kept, Received(0), bank=READ) is not None
    assert left_on_account(kept) == euros(0)
    assert left_on_account(promise(S.KEPT, received=euros(985_00))) == euros(15_00)


def test_a_debit_takes_back_the_receipt_of_its_amount_and_no_other() -> None:
    def money(day: int, cents: int) -> Receipt:
        return Receipt(7, date(2026, 3, day), euros(cents))

    came = [money(5, 1_000_00), money(9, 1_000_00), money(10, 300_00)]
    assert without_returned(came, [money(12, 1_000_00)]) == ([came[0], came[2]], [money(12, 1_000_00)])
    assert without_returned(came, [money(12, 200_00)]) == (came, [])
    assert without_returned(came, [money(2, 1_000_00)]) == (came, [])
    other = replace(money(12, 1_000_00), customer_id=8)
    assert without_returned(came, [other]) == (came, [])


def test_a_debt_lives_again_in_the_debit_that_took_the_payment_back() -> None:
    named = promise(invoices=((4, 1_000_00),))
    assert Debts({(7, "EUR"): 1_000_00}, {}, {}).of(named) == 0
    assert Debts({(7, "EUR"): 1_000_00}, {}, {(7, "EUR"): 1_000_00}).of(named) == 1_000_00
    assert Debts({(7, "EUR"): 300_00}, {4: 1_000_00}, {}).of(named) == 300_00
    assert Debts({(7, "EUR"): 300_00}, {}, {}).of(promise()) == 300_00


def a_plan(*states: S) -> Plan:
    parts = tuple(
        promise(one, id=place, plan_id=9, place=place, kind=AgreementKind.INSTALMENT, judged_on=MONDAY,
                promised_for=FRIDAY + timedelta(days=7 * place), amount=euros(400_00))
        for place, one in enumerate(states, start=1)
    )  # fmt: skip
    return Plan(9, 7, 1, euros(400_00 * len(parts)), P.RUNNING, date(2026, 3, 4), parts)


def test_a_plan_whose_debt_is_gone_ends_kept_where_money_came_and_cancelled_where_none_did() -> None:
    def ends(*states: S, plan_state: P = P.RUNNING) -> list[P]:
        plan = replace(a_plan(*states), state=plan_state)
        return [step.state for step in judge_plan(plan, bank=READ, today=MONDAY, owed_minor=0)]

    assert ends(S.KEPT, S.CANCELLED) == [P.COMPLETED]
    assert ends(S.CANCELLED, S.CANCELLED) == [P.CANCELLED]
    assert ends(S.BROKEN, S.CANCELLED, plan_state=P.INSTALMENT_MISSED) == [P.CANCELLED]
    assert ends(S.CANCELLED, S.CANCELLED, plan_state=P.PROPOSED) == [P.CANCELLED]
    assert ends(S.KEPT, S.BROKEN, plan_state=P.INSTALMENT_MISSED) == [P.CANCELLED]


@given(
    owed=st.integers(0, 1_500_00),
    paid=st.lists(st.tuples(st.integers(-3, 6), st.integers(1, 600_00)), max_size=4),
)
def test_the_parts_of_a_plan_never_owe_more_than_the_plan(owed: int, paid: list[tuple[int, int]]) -> None:
    parts = a_plan(S.ACCEPTED, S.ACCEPTED, S.ACCEPTED).parts
    receipts = [Receipt(7, FRIDAY + timedelta(days=on), euros(cents)) for on, cents in paid]
    came = with_debts(
        parts, share(parts, receipts, calendar=Calendar("FR")), Debts({(7, "EUR"): owed}, {}, {})
    )
    shares = [came[part.id].owed_minor or 0 for part in parts]
    assert sum(shares) <= owed
    for part, one in zip(parts, shares, strict=True):
        assert 0 <= one <= part.amount.minor - came[part.id].came_minor
