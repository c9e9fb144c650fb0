"""What the books and the contacts say of a payer: the window, the exclusions, each feature."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.method.cases.rules.contact import Channel, Direction, PastContact
from encours.method.insight.rules.debtor_type import DebtorType, PayerFeatures, classify
from encours.method.insight.rules.features import (
    ClosedInvoice,
    OpenInvoice,
    PayerHistory,
    PayerReading,
    in_window,
    orders_fell,
    read_payer,
)
from encours.method.insight.rules.payer import Observation, Observed

TODAY = date(2026, 3, 17)


def paid(closed_on: date, *, late: int = 0, **more: object) -> ClosedInvoice:
    due_on = closed_on - timedelta(days=late)
    invoice = ClosedInvoice(due_on - timedelta(days=30), due_on, closed_on, ((closed_on, 100_000),), 100_000)
    return replace(invoice, **more)  # type: ignore[arg-type]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def read(**history: object) -> PayerReading:
    return read_payer(PayerHistory(**history), today=TODAY, zone="Europe/Paris")  # type: ignore[arg-type]


def features(**history: object) -> PayerFeatures:
    return read(**history).features


# --- Which invoices tell -----------------------------------------------------------------------


def test_the_window_is_twenty_four_months_when_they_hold_twelve_invoices():
    closed = [paid(ago(30 * rank + 3)) for rank in range(40)]
    window = in_window(closed, today=TODAY)
    assert min(i.closed_on for i in window) >= date(2024, 3, 17)
    assert len(window) == 25


def test_the_window_goes_back_to_the_last_twelve_invoices():
    closed = [paid(ago(80 * rank + 5)) for rank in range(20)]
    assert len(in_window(closed, today=TODAY)) == 12


def test_the_window_never_goes_back_beyond_thirty_six_months():
    closed = [paid(ago(200 * rank + 5)) for rank in range(20)]
    window = in_window(closed, today=TODAY)
    assert len(window) == 6
    assert min(i.closed_on for i in window) >= date(2023, 3, 17)


def test_the_edges_of_the_window_are_in_it():
    assert in_window([paid(date(2023, 3, 17))], today=TODAY)
    assert not in_window([paid(date(2023, 3, 16))], today=TODAY)
    assert not in_window([paid(TODAY + timedelta(days=1))], today=TODAY)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, 1),
        ({"was_disputed_upheld": True}, 0),
        ({"has_open_dispute": True}, 0),
        ({"own_error": True}, 0),
        ({"credited_minor": 20_000}, 0),
        ({"credited_minor": 19_999}, 1),
        ({"written_off_minor": 1}, 0),
    ],
)
def test_invoices_that_say_nothing_of_the_payer_are_left_out(more, told):
    assert features(closed=[paid(ago(10), **more)]).n == told


# --- Features of the past -----------------------------------------------------------------------


def test_on_time_means_up_to_five_days_after_the_due_date():
    known = features(
        closed=[paid(ago(10), late=5), paid(ago(20), late=6), paid(ago(30), late=-8), paid(ago(40))]
    )
    assert known.otr == Decimal("0.75")


def test_the_past_share_leaves_out_the_last_ninety_days():
    closed = [
        paid(ago(89), late=30),
        paid(ago(90), late=30),
        paid(ago(91)),
        paid(ago(120)),
        paid(ago(200), late=9),
    ]
    known = features(closed=closed)
    assert known.otr == Decimal("0.4")
    assert known.otr_before == Decimal(2) / 3


def test_all_recent_invoices_leave_the_past_unknown():
    assert features(closed=[paid(ago(10))]).otr_before is None


def test_deviation_and_trend_are_in_days_and_early_is_not_late():
    lates = [0, 0, -20, 0, 12, 18, 24]
    closed = [paid(ago(200 - 20 * rank), late=late) for rank, late in enumerate(lates)]
    reading = read(closed=closed)
    assert reading.features.trend == 18
    assert round(reading.features.sd, 3) == Decimal("9.467")
    assert (reading.details.late_before_days, reading.details.late_recently_days) == (0, 18)


def test_a_trend_needs_something_before_the_last_three():
    assert features(closed=[paid(ago(30 * rank)) for rank in range(1, 4)]).trend is None
    assert features(closed=[paid(ago(30 * rank)) for rank in range(1, 5)]).trend == 0


def test_parts_and_reminders_are_shares_of_the_invoices():
    halves = ((ago(20), 50_000), (ago(10), 50_000))
    closed = [
        paid(ago(10), payments=halves),
        paid(ago(40), reminders_before_payment=2),
        paid(ago(70)),
        paid(ago(99)),
    ]
    known = features(closed=closed)
    assert (known.partial, known.rem) == (Decimal("0.25"), Decimal("0.25"))


def test_a_write_off_means_that_not_everything_was_paid():
    assert features(closed=[paid(ago(10))]).all_paid is True
    assert features(closed=[paid(ago(10)), paid(ago(20), written_off_minor=5)]).all_paid is False
    assert features().all_paid is None


# --- Several at once ----------------------------------------------------------------------------


def test_two_late_invoices_settled_in_one_payment_are_several_at_once():
    closed = [paid(ago(100), late=40), paid(ago(100), late=12), paid(ago(61), late=3), paid(ago(17))]
    assert features(closed=closed).bulk == Decimal("0.5")


def test_a_late_one_paid_with_one_on_time_is_not_several_at_once():
    assert features(closed=[paid(ago(100), late=40), paid(ago(100), late=0)]).bulk == 0


def test_a_weekly_payment_run_is_no_irregular_payment():
    thursdays = [date(2026, 1, 8), date(2026, 1, 22), date(2026, 2, 12), date(2026, 3, 5)]
    closed = [paid(day, late=late) for day in thursdays for late in (2, 6)]
    assert features(closed=closed).bulk == 0


def test_a_payment_run_on_a_day_of_the_month_may_slip_over_a_weekend():
    ends = [date(2025, 10, 31), date(2025, 12, 1), date(2025, 12, 31), date(2026, 2, 2), date(2026, 2, 27)]
    closed = [paid(day, late=late) for day in ends for late in (3, 4)]
    assert features(closed=closed).bulk == 0


def test_invoices_of_very_unequal_lateness_make_no_payment_run():
    thursdays = [date(2026, 1, 8), date(2026, 1, 22), date(2026, 2, 12), date(2026, 3, 5)]
    closed = [paid(day, late=late) for day in thursdays for late in (2, 8)]
    assert features(closed=closed).bulk == 1


def test_two_payments_are_too_few_to_call_it_a_run():
    closed = [paid(day, late=4) for day in (date(2026, 1, 8), date(2026, 1, 22)) for _ in range(2)]
    assert features(closed=closed).bulk == 1


# --- What stands today ----------------------------------------------------------------------------


def test_only_late_undisputed_invoices_count_as_open_and_late():
    known = features(
        open=[
            OpenInvoice(ago(70), ago(40)),
            OpenInvoice(ago(60), ago(30)),
            OpenInvoice(ago(30), TODAY),
            OpenInvoice(ago(200), ago(170), is_disputed=True),
        ]
    )
    assert (known.open_invoices, known.dpd, known.open_over_30d) == (2, 40, 1)
    assert known.dispute_open


def test_paying_a_newer_invoice_while_an_older_late_one_stays_open_is_skipping():
    newer = paid(ago(10), late=0)
    assert features(closed=[newer], open=[OpenInvoice(ago(90), ago(60))]).skips
    assert not features(closed=[newer], open=[OpenInvoice(ago(90), ago(60), is_disputed=True)]).skips
    assert not features(closed=[newer], open=[OpenInvoice(ago(20), ago(5))]).skips
    assert not features(closed=[newer], open=[OpenInvoice(ago(90), ago(9))]).skips


def test_a_part_paid_in_the_last_thirty_days_is_noticed():
    old_part, new_part = ((ago(31), 100),), ((ago(30), 100),)
    assert not features(open=[OpenInvoice(ago(90), ago(60), old_part)]).partial_30d
    assert features(open=[OpenInvoice(ago(90), ago(60), new_part)]).partial_30d
    assert not features(closed=[paid(ago(3))]).partial_30d


def test_anything_ever_paid_forbids_saying_that_nothing_was():
    long_ago = paid(date(2019, 5, 6))
    late = [OpenInvoice(ago(120), ago(90))]
    assert features(closed=[long_ago], open=late).n == 0
    assert features(closed=[long_ago], open=late).ever_paid
    assert classify(features(open=late)).scores.avoids == 20
    assert classify(features(closed=[long_ago], open=late)).scores.avoids == 0


def test_agreements_count_for_twenty_four_months_and_what_was_said_for_twelve():
    known = features(
        kept_on=(date(2024, 3, 16), date(2024, 3, 17)),
        broken_on=(date(2026, 2, 1), date(2024, 1, 1), date(2026, 1, 5)),
        observations=(
            Observation(Observed.HARDSHIP, date(2025, 3, 16), "appel"),
            Observation(Observed.ASKED_PLAN, date(2025, 3, 17), "appel"),
        ),
    )
    assert (known.pk, known.pb) == (1, 2)
    assert (known.hardship, known.asked_plan) == (False, True)


def test_dates_and_sources_go_along_for_the_sentences():
    seen = Observation(Observed.UNREACHABLE, date(2026, 2, 2), "courrier revenu")
    reading = read(broken_on=(date(2026, 2, 1), date(2026, 1, 5)), observations=(seen,))
    assert reading.details.broken_on == (date(2026, 1, 5), date(2026, 2, 1))
    assert reading.details.of(Observed.UNREACHABLE) == seen
    assert reading.features.unreachable


def test_refusals_and_signals_are_counted():
    known = features(
        observations=tuple(
            Observation(fact, ago(9))
            for fact in (
                Observed.REFUSED_WRITING,
                Observed.REFUSED_WRITING,
                Observed.SCORE_FELL,
                Observed.LIEN_FILED,
            )
        )
    )
    assert (known.refused_writing, known.signals) == (2, 2)


def test_different_reasons_are_counted_within_one_invoice():
    given_reasons = ((1, "pas reçue"), (1, "congés"), (1, "pas reçue"), (2, "virement demain"))
    assert features(reasons_given=given_reasons).reasons_changed == 2


@pytest.mark.parametrize(
    ("before", "recently", "fell"),
    [
        (1000, 600, True),
        (1000, 601, False),
        (1000, 0, True),
        (0, 0, None),
        (None, 5, None),
        (1000, None, None),
    ],
)
def test_orders_fall_from_forty_percent_on(before, recently, fell):
    assert orders_fell(before, recently) is fell


def test_an_upheld_dispute_of_this_year_speaks_for_the_customer():
    assert features(closed=[paid(ago(40), was_disputed_upheld=True)]).dispute_upheld
    assert not features(closed=[paid(ago(500), was_disputed_upheld=True)]).dispute_upheld


def test_a_customer_without_any_history_is_new():
    assert classify(features()).type is DebtorType.NEW


# --- The last fact ----------------------------------------------------------------------------


def test_the_latest_fact_decides_when_a_label_lapses():
    wrote = PastContact(datetime(2026, 3, 5, 23, 30, tzinfo=UTC), Direction.INBOUND, Channel.EMAIL)
    assert read().last_evidence_on is None
    assert read(closed=[paid(ago(20))]).last_evidence_on == ago(20)
    assert read(closed=[paid(ago(20))], broken_on=(ago(15),)).last_evidence_on == ago(15)
    assert read(closed=[paid(ago(20))], contacts=[wrote]).last_evidence_on == date(2026, 3, 6)


def test_our_own_messages_alone_renew_a_label_only_as_a_silence():
    thanks = PastContact(
        datetime(2026, 3, 5, 9, tzinfo=UTC), Direction.OUTBOUND, Channel.EMAIL, stage="thanks"
    )
    asked = replace(thanks, stage="courtesy")
    assert read(contacts=[thanks]).last_evidence_on is None
    assert read(contacts=[asked]).last_evidence_on == date(2026, 3, 5)


# --- Always -----------------------------------------------------------------------------------

DATES = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 12, 31))


@st.composite
def closed_invoices(draw: st.DrawFn) -> ClosedInvoice:
    issued_on = draw(DATES)
    due_on = issued_on + timedelta(days=draw(st.integers(0, 60)))
    closed_on = issued_on + timedelta(days=draw(st.integers(0, 200)))
    total = draw(st.integers(1, 1_000_000))
    return ClosedInvoice(issued_on, due_on, closed_on, ((closed_on, total),), total, draw(st.integers(0, 3)))


@given(st.lists(closed_invoices(), max_size=25))
def test_shares_are_shares_and_the_order_of_the_books_does_not_matter(closed):
    known = features(closed=closed)
    for part in (known.otr, known.otr_before, known.bulk, known.partial, known.rem):
        assert part is None or 0 <= part <= 1
    assert features(closed=closed[::-1]) == known


@given(st.lists(closed_invoices(), max_size=25))
def test_nothing_dated_after_today_changes_anything(closed):
    past = [invoice for invoice in closed if invoice.closed_on <= TODAY]
    assert features(closed=past) == features(closed=closed)
