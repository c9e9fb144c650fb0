"""Computes the features of a payer from the plain facts of the books and of past contacts (method 2a)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from encours.ground.kernel.clock import at
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.months import add_months
from encours.method.insight.rules.history import ClosedInvoice, OpenInvoice, PayerHistory
from encours.method.insight.rules.payer import SIGNALS, Observation, Observed, PayerDetails, PayerFeatures
from encours.method.insight.rules.payment_runs import settled_in_bulk
from encours.method.insight.rules.points import DEFAULT_TYPE_THRESHOLDS, TypeThresholds
from encours.method.insight.rules.streak import Streak, answers_soon, last_heard_on, silence

__all__ = [
    "ClosedInvoice",
    "OpenInvoice",
    "PayerHistory",
    "PayerReading",
    "in_window",
    "orders_fell",
    "read_payer",
    "skips_older",
]

_LAST_CLOSED = 3
_NO_DEVIATION = Decimal(0)


@quick_dataclass(frozen=True, slots=True)
class PayerReading:
    """The features, what fills their sentences, and the day of the latest fact among them."""

    features: PayerFeatures
    details: PayerDetails
    last_evidence_on: date | None


@quick_dataclass(frozen=True, slots=True)
class _Past:
    """What the closed invoices of the window say, in whole days and counts."""

    lates: tuple[int, ...] = ()
    on_time: int = 0
    earlier: int = 0
    earlier_on_time: int = 0
    in_parts: int = 0
    reminded: int = 0
    bulk: int = 0
    skips: bool = False
    before: Decimal | None = None
    recently: Decimal | None = None

    @property
    def trend(self) -> Decimal | None:
        """Days late of the last closed invoices more than of the earlier ones."""
        return None if self.before is None or self.recently is None else self.recently - self.before


@quick_dataclass(frozen=True, slots=True)
class _Present:
    """What stands today: late invoices, agreements, what was said, how long nobody answered."""

    late: tuple[OpenInvoice, ...]
    kept: int
    broken_on: tuple[date, ...]
    seen: tuple[Observation, ...]
    told: frozenset[Observed]
    streak: Streak
    today: date
    last_payment_on: date | None


def read_payer(
    history: PayerHistory, *, today: date, zone: str, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS
) -> PayerReading:
    """The features of a customer on a day; nothing dated after `today` counts.

    Invoices are read as `in_window` says, agreements over 24 months, what was said or observed over
    12. `zone` is the creditor's time zone, in which contacts have their day.
    """
    present = _present(history, today=today, zone=zone, limits=limits)
    past = _past(in_window(history.closed, today=today, limits=limits), present, limits=limits)
    details = PayerDetails(
        broken_on=present.broken_on,
        silent_since=present.streak.since,
        silent_channels=present.streak.channels,
        late_before_days=None if past.before is None else round(past.before),
        late_recently_days=None if past.recently is None else round(past.recently),
        observations=present.seen,
    )
    features = _features(history, past, present, now=_end_of(today, zone), limits=limits)
    return PayerReading(features, details, _last_evidence_on(history, present, today=today, zone=zone))


def _features(
    history: PayerHistory,
    past: _Past,
    present: _Present,
    *,
    now: datetime,
    limits: TypeThresholds,
) -> PayerFeatures:
    count, told, streak, today = len(past.lates), present.told, present.streak, present.today
    within = limits.answer_days
    days_late = [(today - invoice.due_on).days for invoice in present.late]
    return PayerFeatures(
        n=count,
        otr=_share(past.on_time, count),
        otr_before=_share(past.earlier_on_time, past.earlier),
        sd=_deviation(past.lates),
        trend=past.trend,
        bulk=_share(past.bulk, count),
        partial=_share(past.in_parts, count),
        rem=_share(past.reminded, count),
        skips=past.skips,
        all_paid=_all_paid(history.closed, today=today, limits=limits),
        open_invoices=len(days_late),
        dpd=max(days_late, default=0),
        pk=present.kept,
        pb=len(present.broken_on),
        unanswered=streak.unanswered,
        silence_days=streak.silence_days,
        channels=len(streak.channels),
        reasons_changed=_most_reasons(history.reasons_given),
        late_dispute_rejected=Observed.LATE_DISPUTE_REJECTED in told,
        refused_writing=sum([seen.fact is Observed.REFUSED_WRITING for seen in present.seen]),
        unreachable=Observed.UNREACHABLE in told,
        payment_stopped=Observed.PAYMENT_STOPPED in told,
        able_not_paying=Observed.ABLE_NOT_PAYING in told,
        hardship=Observed.HARDSHIP in told,
        asked_plan=Observed.ASKED_PLAN in told,
        answered_5d=answers_soon(history.contacts, now=now, within_days=within) if history.contacts else None,
        partial_30d=_paid_a_part(history, since=today - timedelta(days=limits.part_days), today=today),
        orders_drop=orders_fell(history.orders_before_minor, history.orders_recently_minor, limits=limits),
        signals=len(told & SIGNALS),
        insolvency=history.insolvency,
        dispute_open=history.has_open_dispute or any(i.is_disputed for i in history.open),
        dispute_upheld=Observed.DISPUTE_UPHELD in told,
        ever_paid=present.last_payment_on is not None,
        open_over_30d=sum([days > limits.unpaid_several_days for days in days_late]),
    )


def in_window(
    closed: Sequence[ClosedInvoice], *, today: date, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS
) -> list[ClosedInvoice]:
    """The paid invoices that tell of the payer, earliest closed first.

    Those of the last 24 months, or the last 12 when that reaches further back, never beyond 36
    months. Left out: disputed (open or upheld), our own error, credited by 20 % or more, written off.
    """
    start, earliest = _window(today, limits.window_months, limits.window_most_months)
    telling = [
        i
        for i in closed
        if earliest <= i.closed_on <= today and not i.written_off_minor and _tells(i, limits)
    ]
    telling.sort(key=lambda i: (i.closed_on, i.due_on))
    recent = [i for i in telling if i.closed_on >= start]
    return recent if len(recent) >= limits.window_invoices else telling[-limits.window_invoices :]


def skips_older(paid: Sequence[ClosedInvoice], late: Sequence[OpenInvoice]) -> bool:
    """Whether a newer invoice was paid while an older one, already late and undisputed, stays open."""
    for older in late:
        for newer in paid:
            if older.issued_on < newer.issued_on and older.due_on < newer.closed_on:
                return True
    return False


def orders_fell(
    before_minor: int | None, recently_minor: int | None, *, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS
) -> bool | None:
    """Whether orders fell by 40 % or more from one period to the next of equal length; None if unknown."""
    if before_minor is None or recently_minor is None or before_minor <= 0:
        return None
    return recently_minor * 100 <= before_minor * (100 - limits.orders_fall_percent)


def _tells(invoice: ClosedInvoice, limits: TypeThresholds) -> bool:
    return not (
        invoice.was_disputed_upheld
        or invoice.has_open_dispute
        or invoice.own_error
        or invoice.credited_minor * 100 >= invoice.total_minor * limits.credited_percent
    )


def _present(history: PayerHistory, *, today: date, zone: str, limits: TypeThresholds) -> _Present:
    paid_on = [on for invoice in history.closed for on, _minor in invoice.payments if on <= today]
    paid_on += [on for invoice in history.open for on, _minor in invoice.payments if on <= today]
    last_payment_on = max(paid_on, default=None)
    facts_from, agreements_from = _window(today, limits.fact_months, limits.window_months)
    seen = tuple(o for o in history.observations if facts_from <= o.on <= today)
    told = frozenset(o.fact for o in seen)
    upheld = any(i.was_disputed_upheld and facts_from <= i.closed_on <= today for i in history.closed)
    return _Present(
        late=tuple([i for i in history.open if i.due_on < today and not i.is_disputed]),
        kept=sum([agreements_from <= on <= today for on in history.kept_on]),
        broken_on=tuple(sorted([on for on in history.broken_on if agreements_from <= on <= today])),
        seen=seen,
        told=told if not upheld else told | {Observed.DISPUTE_UPHELD},
        streak=silence(history.contacts, today=today, zone=zone, last_payment_on=last_payment_on),
        today=today,
        last_payment_on=last_payment_on,
    )


def _past(window: Sequence[ClosedInvoice], present: _Present, *, limits: TypeThresholds) -> _Past:
    lates = tuple([max(0, (invoice.closed_on - invoice.due_on).days) for invoice in window])
    recent_from = present.today - timedelta(days=limits.recent_days)
    earlier = [days for invoice, days in zip(window, lates, strict=True) if invoice.closed_on < recent_from]
    before, recently = _means(lates)
    return _Past(
        lates=lates,
        on_time=sum([days <= limits.on_time_days for days in lates]),
        earlier=len(earlier),
        earlier_on_time=sum([days <= limits.on_time_days for days in earlier]),
        in_parts=sum([len(invoice.payments) > 1 for invoice in window]),
        reminded=sum([invoice.reminders_before_payment > 0 for invoice in window]),
        bulk=settled_in_bulk(zip([invoice.closed_on for invoice in window], lates, strict=True)),
        skips=skips_older(window, present.late),
        before=before,
        recently=recently,
    )


@lru_cache(maxsize=4096)
def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _deviation(lates: Sequence[int]) -> Decimal | None:
    """Standard deviation of all the days late of the window: they are the whole, not a sample of it."""
    count = len(lates)
    if count < 2:
        return None
    spread = count * sum([days * days for days in lates]) - sum(lates) ** 2
    return Decimal(spread).sqrt() / count if spread else _NO_DEVIATION


def _means(lates: Sequence[int]) -> tuple[Decimal | None, Decimal | None]:
    """Mean days late of all but the last three closed, and of these three; None without both."""
    if len(lates) <= _LAST_CLOSED:
        return None, None
    earlier, last = lates[:-_LAST_CLOSED], lates[-_LAST_CLOSED:]
    return Decimal(sum(earlier)) / len(earlier), Decimal(sum(last)) / _LAST_CLOSED


def _all_paid(closed: Sequence[ClosedInvoice], *, today: date, limits: TypeThresholds) -> bool | None:
    _start, earliest = _window(today, limits.window_months, limits.window_most_months)
    closed_so_far = [i for i in closed if earliest <= i.closed_on <= today and _tells(i, limits)]
    return not any(i.written_off_minor for i in closed_so_far) if closed_so_far else None


def _most_reasons(given: Sequence[tuple[int, str]]) -> int:
    reasons: dict[int, set[str]] = {}
    for invoice, reason in given:
        reasons.setdefault(invoice, set()).add(reason)
    return max((len(found) for found in reasons.values()), default=0)


def _paid_a_part(history: PayerHistory, *, since: date, today: date) -> bool:
    parts = [i.payments for i in history.open if i.payments]
    parts += [i.payments for i in history.closed if len(i.payments) > 1]
    return any(since <= on <= today for payments in parts for on, _minor in payments)


def _last_evidence_on(history: PayerHistory, present: _Present, *, today: date, zone: str) -> date | None:
    days = [*history.kept_on, *history.broken_on, *(o.on for o in history.observations)]
    days += [on for on in (present.last_payment_on, present.streak.last_on) if on is not None]
    heard_on = last_heard_on(history.contacts, zone=zone)
    if heard_on is not None:
        days.append(heard_on)
    return max((on for on in days if on <= today), default=None)


@lru_cache(maxsize=64)
def _window(today: date, first_months: int, second_months: int) -> tuple[date, date]:
    """The days from which two spells of months before a day count."""
    return add_months(today, -first_months), add_months(today, -second_months)


@lru_cache(maxsize=64)
def _end_of(today: date, zone: str) -> datetime:
    return at(today + timedelta(days=1), time(), zone)
