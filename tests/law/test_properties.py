"""Over all dates and amounts: segments add up, splitting changes nothing, more days never cost less."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from encours.ground.kernel.money import Money
from encours.ground.law.facts import Debtor
from encours.ground.law.reading import shipped
from encours.ground.law.rules.allocation import PaymentMade
from encours.ground.law.rules.claim import Claim, ClaimAsked, OwedInvoice, claim
from encours.ground.law.rules.day_count import DayCount, days_in, share_of_year
from encours.ground.law.rules.interruption import LegalEvent
from encours.ground.law.rules.late_interest import Terms, segments
from encours.ground.law.rules.limitation import Limitation, LimitationAsked, limitation
from encours.ground.law.rules.rounding import rounded

LAW = shipped()
days = st.dates(date(2015, 1, 1), date(2026, 12, 30))
amounts = st.integers(1, 1_000_000_000).map(lambda minor: Money(minor, "EUR"))  # 0.01 to 10 000 000
conventions = st.sampled_from(DayCount)
quick = settings(max_examples=60, deadline=None)


def asked(principal: Money, due_on: date, until: date, **more: object) -> ClaimAsked:
    invoices = (OwedInvoice("", principal, due_on),)
    return ClaimAsked("FR", Debtor.BUSINESS, invoices, until, **more)  # type: ignore[arg-type]


def of(question: ClaimAsked) -> Claim:
    found = claim(question, LAW)
    assert isinstance(found, Claim)
    return found


@quick
@given(amounts, days, days, conventions)
def test_segments_are_the_whole(principal: Money, one: date, other: date, convention: DayCount) -> None:
    due_on, until = sorted((one, other))
    found = of(asked(principal, due_on, until, convention=convention))
    pieces = [segment for _number, segment in found.segments]
    assert sum(segment.days for segment in pieces) == found.days
    assert rounded(sum((segment.interest for segment in pieces), Fraction(0)), "EUR") == found.interest
    assert found.owed == principal + found.interest + found.compensation
    edges = [(a.last_on + timedelta(days=1), b.first_on) for a, b in pairwise(pieces)]
    assert all(end == start for end, start in edges)
    if convention is not DayCount.THIRTY_360:
        assert found.days == (until - due_on).days


@quick
@given(amounts, days, days, st.integers(0, 400))
def test_more_days_or_more_money_never_cost_less(principal: Money, one: date, other: date, more: int) -> None:
    due_on, until = sorted((one, other))
    later = min(until + timedelta(days=more), date(2026, 12, 31))
    before = of(asked(principal, due_on, until))
    assert of(asked(principal, due_on, later)).owed >= before.owed
    assert of(asked(principal + Money(more, "EUR"), due_on, until)).owed >= before.owed


@quick
@given(amounts, days, days, days, conventions)
def test_cutting_a_period_anywhere_changes_nothing(
    principal: Money, one: date, two: date, three: date, convention: DayCount
) -> None:
    first_on, cut, last_on = sorted((one, two, three))
    terms = Terms(LAW, LAW.pack("FR").interest_of(Debtor.BUSINESS), convention)

    def interest(start: date, end: date) -> Fraction:
        return sum((s.interest for s in segments(principal, start, end, terms)[0]), Fraction(0))

    whole = interest(first_on, last_on)
    assert interest(first_on, cut) + interest(cut + timedelta(days=1), last_on) == whole


@quick
@given(days, days, conventions)
def test_a_year_is_never_far_from_one(start: date, end: date, convention: DayCount) -> None:
    first_on, last_on = sorted((start, end))
    years = Fraction((last_on - first_on).days + 1) / Fraction("365.25")
    assert abs(share_of_year(first_on, last_on, convention) - years) < Fraction("0.2")
    assert days_in(first_on, last_on, convention) >= 0


@quick
@given(amounts, days, days, st.lists(st.tuples(days, amounts), max_size=4))
def test_every_cent_is_explained(
    principal: Money, one: date, other: date, paid: list[tuple[date, Money]]
) -> None:
    due_on, until = sorted((one, other))
    payments = tuple(PaymentMade(on, amount) for on, amount in paid)
    found = of(asked(principal, due_on, until, payments=payments))
    received = sum((p.amount.minor for p in payments if p.on <= until), 0)
    claimed = principal + found.interest + found.compensation
    assert claimed.minor - received == found.owed.minor - found.overpaid.minor
    settled = sum(s.interest.minor + s.compensation.minor + s.principal.minor for s in found.settled)
    assert settled == received - found.overpaid.minor
    assert found.owed == found.principal_open + found.interest_open + found.compensation_open


@quick
@given(
    amounts, st.dates(date(2015, 1, 1), date(2026, 6, 1)), st.integers(0, 200), st.decimals(0, 30, places=2)
)
def test_a_clause_never_goes_under_the_floor(
    principal: Money, due_on: date, late: int, clause: Decimal
) -> None:
    found = of(asked(principal, due_on, due_on + timedelta(days=late), clause=clause))
    floors = LAW.table("FR_B2B_FLOOR")
    for _number, segment in found.segments:
        assert segment.percent == max(clause, floors.at(segment.first_on).percent)


@quick
@given(
    st.sampled_from(sorted(LAW.packs)),
    days,
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "acknowledgement",
                    "registered_letter",
                    "court_claim",
                    "email",
                    "judgment",
                    "part_payment",
                    "nothing_known",
                ]
            ),
            st.integers(-100, 6000),
        ),
        max_size=5,
    ),
)
def test_a_limitation_never_gets_shorter_by_an_event(
    code: str, start: date, told: list[tuple[str, int]]
) -> None:
    events = tuple(LegalEvent(kind, start + timedelta(days=later)) for kind, later in told)
    question = LimitationAsked(
        code, Debtor.BUSINESS, dates={"performed_on": start, "due": start}, events=events
    )
    found, bare = limitation(question, LAW), limitation(replace(question, events=()), LAW)
    if not isinstance(found, Limitation) or not isinstance(bare, Limitation):
        assert code == "EU"
        return
    assert found.last_on >= bare.last_on
    assert len(found.interrupted_by) + len(found.ignored) == len(events)
    assert found.safe_on is not None and found.safe_on <= found.last_on and found.safe_on.weekday() < 5


def test_leap_days_and_extreme_amounts() -> None:
    cent, ten_million = Money(1, "EUR"), Money.from_text("10000000.00", "EUR")
    assert of(asked(cent, date(2024, 2, 28), date(2024, 2, 29))).interest == Money(0, "EUR")
    assert of(asked(ten_million, date(2024, 2, 28), date(2024, 3, 1))).days == 2
    assert (
        str(of(asked(ten_million, date(2023, 12, 31), date(2024, 12, 31))).interest.decimal) == "1441369.86"
    )
