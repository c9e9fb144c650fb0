"""What `advise` makes of a promise and its money is what the night makes of the same promise, day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.promise import NOTHING, Bank, Promise, judge
from encours.method.agreements.rules.receipts import Receipt, share
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementState
from encours.method.cases.rules.calendar import Calendar
from encours.method.strategy.rules.advise.commitment import Commitments
from encours.method.strategy.rules.advise.commitments import commitments
from encours.method.strategy.rules.advise.situation import Customer, Event, EventKind

START = date(2026, 6, 1)
FRANCE = Calendar("FR")
S = AgreementState
BREAKS = frozenset({S.BROKEN, S.BROKEN_THEN_PAID})


def event(kind: EventKind, day: int, **fields: object) -> Event:
    on = START + timedelta(days=day)
    return Event(kind, datetime(on.year, on.month, on.day, 9, tzinfo=UTC), on, **fields)  # type: ignore[arg-type]


def told(events: list[Event], until: int) -> Commitments:
    in_order = sorted(events, key=lambda one: one.on)
    return commitments(in_order, START + timedelta(days=until), Customer(), accepts=lambda _text: False)


def by_night(for_day: int, receipts: list[Receipt], until: int) -> tuple[AgreementState, int]:
    """The promise as the night judges it each morning, the bank read to the evening before."""
    for_on = START + timedelta(days=for_day)
    made = Promise(0, 0, 0, Money(1_000_00, "EUR"), for_on, S.ACCEPTED, START, Money(0, "EUR"))
    broken = 0
    for day in range(until + 1):
        today = START + timedelta(days=day)
        known = [receipt for receipt in receipts if receipt.received_on <= today]
        came = share([made], known, calendar=FRANCE).get(0, NOTHING)
        judged = judge(made, came, bank=Bank(today, FRANCE), today=today)
        if judged is None:
            continue
        assert judged.state in ALLOWED_MOVES[made.state]
        broken += judged.state in BREAKS and made.state not in BREAKS
        minor = came.on_time_minor + (came.late_minor if judged.state is S.BROKEN_THEN_PAID else 0)
        made = replace(made, state=judged.state, judged_on=today, received=Money(minor, "EUR"))
    return made.state, broken


@given(
    for_day=st.integers(1, 20),
    money=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 1_200_00)), max_size=4),
    until=st.integers(0, 35),
)
def test_a_promise_and_its_money_come_to_the_same_state_and_count(
    for_day: int, money: list[tuple[int, int]], until: int
) -> None:
    for_on = START + timedelta(days=for_day)
    today = START + timedelta(days=until)
    if for_on <= today <= FRANCE.after(FRANCE.next_open(for_on), 1):
        return  # on the day itself a part is talked over at once; the night waits for the morning
    promised = event(
        EventKind.PROMISE_ACCEPTED, 0, amount=Money(1_000_00, "EUR"), promised_for=for_on, written=True
    )
    paid = [event(EventKind.PAYMENT, day, amount=Money(cents, "EUR")) for day, cents in money if day <= until]
    receipts = [Receipt(0, one.on, one.amount) for one in paid if one.amount]
    found = told([promised, *paid], until)
    assert found.current is not None
    assert (found.current.state, found.broken) == by_night(for_day, receipts, until)


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    k
                    for k in EventKind
                    if k.value.startswith(("promise", "plan", "instalment", "proof", "payment"))
                ]
            ),
            st.integers(0, 30),
            st.integers(1, 40),
            st.booleans(),
        ),
        max_size=8,
    ),
    until=st.integers(0, 40),
)
def test_no_sequence_of_events_is_on_time_without_a_trace_or_kept_after_a_break(
    steps: list[tuple[EventKind, int, int, bool]], until: int
) -> None:
    events = [
        event(
            kind,
            day,
            amount=Money(500_00, "EUR"),
            promised_for=START + timedelta(days=for_day),
            written=written,
        )
        for kind, day, for_day, written in steps
        if day <= until
    ]
    in_order = sorted(events, key=lambda one: one.on)
    before = Commitments()
    for count in range(len(in_order) + 1):
        known = in_order[:count]
        day = known[-1].on if known else START
        now = commitments(known, day, Customer(), accepts=lambda _text: False)
        assert now.broken >= before.broken or not known or known[-1].kind is EventKind.PAYMENT
        was, is_now = before.current, now.current
        if was and is_now and was.state is S.BROKEN and is_now.state is S.KEPT:
            assert is_now.said_on != was.said_on or is_now.is_plan, known
        if is_now and is_now.state in {S.ACCEPTED, S.DUE} and not is_now.is_plan:
            kinds = {one.kind for one in known if one.written is not False}
            assert EventKind.PROMISE_ACCEPTED in kinds or not is_now.for_on
        before = now
