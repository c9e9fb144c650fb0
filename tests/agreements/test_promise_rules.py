"""A promise is judged by real money, on the business day after its date, and only when cash is known to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements.rules.acceptance import (
    AcceptanceDraft,
    AcceptedBy,
    ToAccept,
    problem_of_acceptance,
)
from encours.method.agreements.rules.drafts import (
    OwnPromiseDraft,
    PromiseDraft,
    own_due_on,
    problem_of_move,
    problem_of_promise,
)
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import Bank, Promise, Received, covers, expected_by, judge
from encours.method.agreements.rules.receipts import Receipt, share
from encours.method.agreements.rules.words import (
    ALLOWED_MOVES,
    AgreementKind,
    AgreementState,
    OwnPromiseKind,
    PromiseSource,
)
from encours.method.cases.rules.calendar import Calendar

S = AgreementState
PARIS = Calendar("FR")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 6, day) for day in range(8, 13))


def eur(units: int) -> Money:
    return Money(units * 100, "EUR")


def promise(state: AgreementState = S.ACCEPTED, *, day: date = TUESDAY, **fields: object) -> Promise:
    """1 000 € for Tuesday 9 June 2026, noted on Monday 1 and accepted on the 2nd."""
    values = {
        "id": 1, "customer_id": 7, "case_id": 3, "amount": eur(1000), "promised_for": day, "state": state,
        "proposed_on": date(2026, 6, 1), "received": eur(0), "accepted_on": date(2026, 6, 2),
    }  # fmt: skip
    return Promise(**(values | fields))  # type: ignore[arg-type]


def state_after(
    given_promise: Promise,
    came: int = 0,
    *,
    late: int = 0,
    today: date = WEDNESDAY,
    known_to: date | None = TUESDAY,
) -> AgreementState:
    received = Received(came * 100, late * 100)
    judgement = judge(given_promise, received, bank=Bank(known_to, PARIS), today=today)
    return judgement.state if judgement else given_promise.state


@pytest.mark.parametrize(
    ("came", "state"),
    [(1000, S.KEPT), (980, S.KEPT), (979, S.PARTLY_KEPT), (1, S.PARTLY_KEPT), (0, S.BROKEN), (1200, S.KEPT)],
)
def test_ninety_eight_percent_is_kept_a_part_is_partly_kept_and_nothing_is_broken(
    came: int, state: AgreementState
) -> None:
    assert state_after(promise(), came) is state
    assert state_after(promise(S.DUE), came) is state


@pytest.mark.parametrize("known_to", [None, MONDAY])
def test_a_promise_is_due_and_never_broken_while_the_bank_is_not_read_to_its_date(
    known_to: date | None,
) -> None:
    much_later = date(2026, 7, 1)
    assert state_after(promise(), today=much_later, known_to=known_to) is S.DUE
    assert state_after(promise(), 500, today=much_later, known_to=known_to) is S.DUE
    assert state_after(promise(S.DUE), today=much_later, known_to=known_to) is S.DUE


def test_nothing_is_judged_before_the_next_business_day() -> None:
    assert state_after(promise(), today=MONDAY) is S.ACCEPTED
    assert state_after(promise(), today=TUESDAY, known_to=TUESDAY) is S.DUE
    assert state_after(promise(), today=WEDNESDAY) is S.BROKEN
    friday = promise(day=FRIDAY)
    assert state_after(friday, today=date(2026, 6, 14), known_to=FRIDAY) is S.DUE
    assert state_after(friday, today=date(2026, 6, 15), known_to=FRIDAY) is S.BROKEN


def test_a_promise_for_a_sunday_is_expected_on_monday() -> None:
    sunday = promise(day=date(2026, 6, 14))
    monday, tuesday = date(2026, 6, 15), date(2026, 6, 16)
    assert expected_by(sunday, PARIS) == monday
    assert state_after(sunday, today=monday, known_to=monday) is S.DUE
    assert state_after(sunday, today=tuesday, known_to=monday) is S.BROKEN
    holiday = promise(day=date(2026, 7, 14))
    assert expected_by(holiday, PARIS) == date(2026, 7, 15)


@pytest.mark.parametrize("state", [S.PROPOSED, S.ACCEPTED])
def test_paid_early_is_kept_even_before_the_bank_is_known_to_the_date(state: AgreementState) -> None:
    assert state_after(promise(state), 1000, today=date(2026, 6, 3), known_to=date(2026, 6, 3)) is S.KEPT


def test_a_transfer_that_was_shown_may_travel_three_banking_days() -> None:
    moving = promise(S.IN_TRANSIT, transit_shown_on=WEDNESDAY)
    last_day, day_after = date(2026, 6, 15), date(2026, 6, 16)
    assert expected_by(moving, PARIS) == last_day
    assert state_after(moving, today=last_day, known_to=last_day) is S.IN_TRANSIT
    assert state_after(moving, today=day_after, known_to=FRIDAY) is S.IN_TRANSIT
    assert state_after(moving, today=day_after, known_to=last_day) is S.BROKEN
    assert state_after(moving, 1000, today=FRIDAY, known_to=FRIDAY) is S.KEPT


def test_what_nobody_accepted_in_writing_is_never_broken() -> None:
    proposal = promise(S.PROPOSED, day=date(2026, 6, 30))
    assert state_after(proposal, today=date(2026, 6, 4)) is S.PROPOSED
    assert state_after(proposal, today=date(2026, 6, 5)) is S.UNCONFIRMED
    for tomorrow in (promise(S.PROPOSED, day=TUESDAY, proposed_on=MONDAY),):
        assert state_after(tomorrow, today=TUESDAY) is S.PROPOSED
        assert state_after(tomorrow, today=WEDNESDAY) is S.UNCONFIRMED


def test_a_moved_date_waits_three_days_from_the_move() -> None:
    moved = promise(S.PROPOSED, day=date(2026, 6, 30), moved_on=MONDAY, moved_count=1)
    assert state_after(moved, today=THURSDAY) is S.PROPOSED
    assert state_after(moved, today=FRIDAY) is S.UNCONFIRMED


def test_late_money_never_makes_a_promise_kept() -> None:
    assert state_after(promise(S.BROKEN), late=1000) is S.BROKEN_THEN_PAID
    assert state_after(promise(S.BROKEN), late=970) is S.BROKEN
    assert state_after(promise(S.DUE), late=1000, today=FRIDAY, known_to=FRIDAY) is S.BROKEN_THEN_PAID
    assert state_after(promise(S.DUE), late=500, today=FRIDAY, known_to=FRIDAY) is S.BROKEN


@pytest.mark.parametrize("state", [S.KEPT, S.PARTLY_KEPT, S.BROKEN_THEN_PAID, S.UNCONFIRMED, S.CANCELLED])
def test_what_is_settled_is_not_judged_again(state: AgreementState) -> None:
    assert state_after(promise(state), 1000, late=1000, today=date(2027, 1, 1)) is state


@given(
    state=st.sampled_from(S),
    came=st.integers(0, 2000),
    late=st.integers(0, 2000),
    today=st.dates(date(2026, 6, 1), date(2026, 7, 31)),
    known_to=st.none() | st.dates(date(2026, 6, 1), date(2026, 7, 31)),
    shown=st.none() | st.dates(date(2026, 6, 1), date(2026, 6, 20)),
)
def test_judging_only_makes_moves_that_the_table_allows(
    *, state: AgreementState, came: int, late: int, today: date, known_to: date | None, shown: date | None
) -> None:
    judged = promise(state, transit_shown_on=shown)
    after = state_after(judged, came, late=late, today=today, known_to=known_to)
    assert after is state or after in ALLOWED_MOVES[state]
    if after in {S.BROKEN, S.PARTLY_KEPT} and after is not state:
        assert known_to is not None
        assert known_to >= TUESDAY
        assert today > TUESDAY


def test_an_agreement_on_time_covers_its_amount_less_what_came() -> None:
    assert covers(promise(S.ACCEPTED)) == eur(1000)
    assert covers(promise(S.DUE, received=eur(300))) == eur(700)
    assert covers(promise(S.IN_TRANSIT)) == eur(1000)
    for state in (S.PROPOSED, S.KEPT, S.PARTLY_KEPT, S.BROKEN, S.UNCONFIRMED, S.CANCELLED):
        assert covers(promise(state)) == eur(0)


def receipt(day: date, units: int, *, customer: int = 7, currency: str = "EUR") -> Receipt:
    return Receipt(customer, day, Money(units * 100, currency))


def shared(*receipts: Receipt, among: list[Promise]) -> dict[int, tuple[int, int]]:
    found = share(among, receipts, calendar=PARIS)
    return {key: (came.on_time_minor // 100, came.late_minor // 100) for key, came in found.items()}


def test_one_payment_never_keeps_two_promises() -> None:
    first, second = promise(id=1), promise(id=2, day=FRIDAY)
    assert shared(receipt(MONDAY, 1000), among=[second, first]) == {1: (1000, 0), 2: (0, 0)}
    assert shared(receipt(MONDAY, 1500), among=[second, first]) == {1: (1000, 0), 2: (500, 0)}


def test_what_a_promise_was_settled_with_stays_its_own() -> None:
    kept = promise(S.KEPT, id=1, received=eur(990), judged_on=WEDNESDAY)
    other = promise(id=2, day=FRIDAY)
    assert shared(receipt(MONDAY, 990), among=[kept, other]) == {1: (990, 0), 2: (0, 0)}
    assert shared(receipt(MONDAY, 1990), among=[kept, other]) == {1: (990, 0), 2: (1000, 0)}


def test_money_from_before_the_promise_does_not_count() -> None:
    assert shared(receipt(date(2026, 5, 31), 1000), among=[promise()]) == {1: (0, 0)}


def test_money_for_the_new_agreement_does_not_mend_the_broken_one() -> None:
    broken = promise(S.BROKEN, id=1, judged_on=WEDNESDAY)
    new = promise(id=2, day=date(2026, 6, 19), proposed_on=WEDNESDAY)
    assert shared(receipt(FRIDAY, 1000), among=[broken, new]) == {1: (0, 0), 2: (1000, 0)}
    assert shared(receipt(FRIDAY, 1400), among=[broken, new]) == {1: (0, 400), 2: (1000, 0)}


def test_money_of_another_customer_or_currency_counts_for_nothing() -> None:
    assert shared(
        receipt(MONDAY, 1000, customer=8), receipt(MONDAY, 1000, currency="USD"), among=[promise()]
    ) == {1: (0, 0)}


def test_cancelled_and_unconfirmed_promises_take_no_money() -> None:
    assert shared(
        receipt(MONDAY, 1000), among=[promise(S.CANCELLED, id=1), promise(S.UNCONFIRMED, id=2), promise(id=3)]
    ) == {3: (1000, 0)}


@given(
    units=st.lists(st.integers(1, 2000), max_size=6),
    days=st.lists(st.integers(0, 60), min_size=6, max_size=6),
    dates=st.lists(st.integers(0, 40), min_size=1, max_size=5),
    states=st.lists(st.sampled_from(S), min_size=5, max_size=5),
)
def test_no_cent_is_counted_twice(
    units: list[int], days: list[int], dates: list[int], states: list[AgreementState]
) -> None:
    start = date(2026, 6, 1)
    receipts = [receipt(start + timedelta(days=day), unit) for unit, day in zip(units, days, strict=False)]
    promises = [
        promise(states[n], id=n, day=start + timedelta(days=day), judged_on=start + timedelta(days=day + 3))
        for n, day in enumerate(dates)
    ]
    found = share(promises, receipts, calendar=PARIS)
    assert sum(r.on_time_minor + r.late_minor for r in found.values()) <= sum(
        r.amount.minor for r in receipts
    )
    for one in promises:
        came = found.get(one.id, Received())
        assert 0 <= came.on_time_minor + came.late_minor <= one.amount.minor


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": eur(0)}, "amount"),
        ({"promised_for": date(2026, 6, 7)}, "promised_for"),
        ({"means": " "}, "means"),
        ({"person": ""}, "person"),
    ],
)
def test_the_four_facts_of_a_promise_are_needed(fields: dict[str, object], field: str) -> None:
    draft = PromiseDraft(7, 3, eur(1000), FRIDAY, "virement", "Anne Petit", PromiseSource.CALL)
    assert problem_of_promise(draft, today=MONDAY) is None
    refused = problem_of_promise(replace(draft, **fields), today=MONDAY)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.field == field


def _accepting(state: S, words: str, on: date, *, awaits_us: bool = False) -> bool:
    asked = ToAccept(AgreementKind.PROMISE, state, TUESDAY, awaits_us)
    return problem_of_acceptance(asked, AcceptanceDraft(AcceptedBy.REPLY, "", words), today=on) is None


def test_only_a_written_trace_accepts_and_only_before_the_date_has_passed() -> None:
    assert _accepting(S.PROPOSED, "d'accord", TUESDAY)
    assert _accepting(S.UNCONFIRMED, "d'accord", MONDAY)
    assert not _accepting(S.PROPOSED, " ", MONDAY)
    assert not _accepting(S.PROPOSED, "d'accord", WEDNESDAY)
    assert not _accepting(S.CANCELLED, "d'accord", MONDAY)
    assert not _accepting(S.ACCEPTED, "encore", MONDAY)
    assert not _accepting(S.PROPOSED, "d'accord", MONDAY, awaits_us=True)


def test_a_signature_comes_with_the_signed_document() -> None:
    asked = ToAccept(AgreementKind.PLAN, PlanState.PROPOSED, TUESDAY)
    signed = AcceptanceDraft(AcceptedBy.SIGNED, "Le texte")
    assert problem_of_acceptance(asked, signed, today=MONDAY) is not None
    assert problem_of_acceptance(asked, replace(signed, document_id=4), today=MONDAY) is None


def test_a_date_is_moved_before_its_day_only() -> None:
    assert problem_of_move(promise(), to=FRIDAY, today=MONDAY) is None
    assert problem_of_move(promise(), to=FRIDAY, today=TUESDAY) is not None
    assert problem_of_move(promise(), to=MONDAY, today=MONDAY) is not None
    assert problem_of_move(promise(), to=TUESDAY, today=MONDAY) is not None
    assert problem_of_move(promise(S.PROPOSED), to=FRIDAY, today=MONDAY) is not None


def test_an_answer_is_due_within_two_business_days() -> None:
    answer = OwnPromiseDraft(7, OwnPromiseKind.ANSWER, "numéro de commande")
    assert own_due_on(answer, today=THURSDAY, calendar=PARIS) == date(2026, 6, 15)
    later = replace(answer, due_on=date(2026, 6, 16))
    assert isinstance(own_due_on(later, today=THURSDAY, calendar=PARIS), Refused)
    assert own_due_on(replace(answer, due_on=FRIDAY), today=THURSDAY, calendar=PARIS) == FRIDAY


def test_a_repair_needs_a_date_of_its_own() -> None:
    repair = OwnPromiseDraft(7, OwnPromiseKind.REPAIR, "pompe à changer")
    assert isinstance(own_due_on(repair, today=MONDAY, calendar=PARIS), Refused)
    assert isinstance(
        own_due_on(replace(repair, due_on=date(2026, 6, 7)), today=MONDAY, calendar=PARIS), Refused
    )
    assert isinstance(own_due_on(replace(repair, what=" "), today=MONDAY, calendar=PARIS), Refused)
    assert own_due_on(replace(repair, due_on=date(2026, 7, 7)), today=MONDAY, calendar=PARIS) == date(
        2026, 7, 7
    )
