"""Turns the JSON of one situation into facts; what is absent stays unknown."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from encours.books.receivables.rules.party import CustomerKind
from encours.flows.advise.events import read_event
from encours.flows.advise.fields import FieldError, Fields
from encours.ground.kernel.business_days import knows
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import AmountUnreadable, Money
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.places import zone_of
from encours.method.insight.rules.payer import DebtorType, PayerFeatures
from encours.method.strategy.rules.advise.situation import (
    Candidate,
    Context,
    Customer,
    Invoice,
    Portfolio,
    Situation,
)

_DROP_SHARE = Decimal("0.40")
_SCORES = {
    "TOP": "A",
    "GOOD": "A",
    "MIDDLE": "B",
    "AVERAGE": "B",
    "WEAK": "C",
    "POOR": "C",
    "BAD": "D",
    "E": "D",
    "F": "D",
}
_SCORE_DIGITS = 4
_MORNING = time(10)


@dataclass(frozen=True, slots=True)
class Review:
    """The yearly look at customers."""

    candidates: tuple[Candidate, ...]


Request = Situation | Portfolio | Review


def read_request(fields: Fields) -> Request:
    """The situation, or the question about the whole business, that a JSON object tells.

    Raises FieldError with the path of the field that cannot be read.
    """
    for place in (fields, fields.inner("context"), fields.inner("customer")):
        if place.flag("portfolio"):
            return _portfolio(place)
        if place.flag("review") or place.values.get("candidates"):
            return Review(tuple(_candidate(row) for row in place.rows("candidates")))
    return _situation(fields)


def _situation(fields: Fields) -> Situation:
    told = fields.inner("customer")
    country, zone = _place(told)
    now, today = _now(fields, zone)
    currency = _currency(fields)
    customer = _customer(told, country=country, zone=zone, currency=currency)
    rows = [row for row in fields.rows("invoices") if (row.text("currency") or currency) == currency]
    events = [read_event(row, now=now, zone=zone, currency=currency) for row in fields.rows("events")]
    return Situation(
        now=now,
        today=today,
        currency=currency,
        customer=customer,
        invoices=tuple(
            _invoice(row, rank, today=today, customer=customer, currency=currency)
            for rank, row in enumerate(rows)
        ),
        events=tuple(sorted(events, key=lambda e: e.on)),
        context=_context(fields.inner("context")),
    )


def _place(told: Fields) -> tuple[str, str]:
    country = (told.text("country") or "FR").upper()
    if not knows(country, told.text("region")):
        raise told.fail(
            "country", "unknown_country", N_("Jours fériés inconnus : {country}"), country=country
        )
    zone = told.text("time_zone") or zone_of(country)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise told.fail(
            "time_zone", "unknown_value", N_("Fuseau horaire inconnu : {zone}"), zone=zone
        ) from None
    return country, zone


def _now(fields: Fields, zone: str) -> tuple[datetime, date]:
    now, today = fields.moment("now", zone), fields.day("today")
    if now is None and today is None:
        raise fields.fail("today", "missing_field", N_("Le jour de la situation est attendu"))
    if now is None:
        assert today is not None
        return datetime.combine(today, _MORNING, tzinfo=ZoneInfo(zone)), today
    return now, today or local_date(now, zone)


def _currency(fields: Fields) -> str:
    rows = fields.rows("invoices")
    currency = next((row.text("currency") for row in rows if row.text("currency")), "EUR")
    try:
        Money.zero(currency)
    except AmountUnreadable as error:
        raise FieldError("invalid_currency", error.reason, rows[0].name("currency")) from None
    return currency


def _invoice(row: Fields, rank: int, *, today: date, customer: Customer, currency: str) -> Invoice:
    amount = row.money("amount", currency)
    if amount is None:
        raise row.fail("amount", "missing_field", N_("Le montant de la facture est attendu"))
    due, late_days = row.day("due"), row.days("dpd")
    if due is None:
        late_days = customer.features.dpd if late_days is None else late_days
        if late_days is None:
            raise row.fail(
                "due", "missing_field", N_("L'échéance de la facture, ou son retard, est attendue")
            )
        due = today - timedelta(days=late_days)
    paid = amount if row.values.get("paid") is True else None
    if paid is None and not isinstance(row.values.get("paid"), bool):
        paid = row.money("paid", currency)
    left = Money(max(0, amount.minor - (paid.minor if paid else 0)), currency)
    return Invoice(
        row.text("no") or f"#{rank + 1}", amount, left, due, row.money("disputed_amount", currency) or None
    )


def _customer(told: Fields, *, country: str, zone: str, currency: str) -> Customer:
    return Customer(
        features=_features(told),
        kind=told.one_of("kind", CustomerKind) or CustomerKind.BUSINESS,
        country=country,
        region=told.text("region"),
        zone=zone,
        since_months=told.whole("since_months"),
        revenue_12m=told.money("revenue_12m", currency),
        our_revenue=told.money("our_revenue", currency),
        is_key=told.flag("key"),
        keep=told.flag("keep"),
        confirmed=_confirmed(told),
        plan_b_ready=told.flag("plan_b_ready"),
        grade=_grade(told),
        limit=told.money("limit", currency),
        exposure=told.money("exposure", currency),
        median_invoice=told.money("median_invoice", currency),
        median_order=told.money("median_order", currency),
        median_open_balance=told.money("median_open_balance", currency),
    )


def _confirmed(told: Fields) -> DebtorType | None:
    value = told.values.get("type_confirmed")
    if value is True:
        return DebtorType.AVOIDS
    return told.one_of("type_confirmed", DebtorType) if isinstance(value, str) else None


def _grade(told: Fields) -> str:
    """The grade, else what an external class says of it: thirds of its scale are A, B and C (2h)."""
    grade = told.text("grade").strip().upper()
    if grade:
        if grade not in {"A", "B", "C", "D", "?"}:
            raise told.fail(
                "grade", "unknown_value", N_("Note inconnue : {given} (A, B, C, D ou ?)"), given=grade
            )
        return grade
    score = told.text("score").strip().upper()
    if score.isdecimal() and len(score) <= _SCORE_DIGITS:
        return "A" if int(score) >= 67 else "B" if int(score) >= 34 else "C"
    return score if score in {"A", "B", "C", "D"} else _SCORES.get(score, "")


def _features(told: Fields) -> PayerFeatures:
    return PayerFeatures(
        n=told.whole("n"),
        otr=told.share("otr"),
        otr_before=told.share("otr_before"),
        sd=told.number("sd"),
        trend=told.number("trend"),
        bulk=told.share("bulk"),
        partial=told.share("partial"),
        rem=told.share("rem"),
        skips=told.flag("skips"),
        all_paid=told.flag("all_paid"),
        open_invoices=told.whole("open_invoices"),
        dpd=told.days("dpd"),
        pk=told.whole("pk"),
        pb=told.whole("pb"),
        unanswered=told.whole("unanswered"),
        silence_days=told.whole("silence_days"),
        channels=told.count("channels"),
        reasons_changed=told.count("reasons_changed"),
        late_dispute_rejected=told.flag("late_dispute_rejected"),
        refused_writing=told.count("refused_writing"),
        unreachable=told.flag("unreachable"),
        payment_stopped=told.flag("payment_stopped"),
        able_not_paying=told.flag("able_not_paying"),
        hardship=told.flag("hardship"),
        asked_plan=told.flag("asked_plan"),
        answered_5d=told.flag("answered_5d"),
        partial_30d=told.flag("partial_30d"),
        orders_drop=_drop(told),
        signals=told.count("signals"),
        insolvency=told.flag("insolvency"),
        dispute_open=told.flag("dispute_open"),
        dispute_upheld=told.flag("dispute_upheld"),
        ever_paid=told.flag("ever_paid"),
        open_over_30d=told.whole("open_over_30d"),
    )


def _drop(told: Fields) -> bool | None:
    if isinstance(told.values.get("orders_drop"), bool):
        return told.flag("orders_drop")
    share = told.share("orders_drop")
    return None if share is None else share >= _DROP_SHARE


def _context(told: Fields) -> Context:
    return Context(
        has_collection_team=told.flag("ar_team"),
        relation_ending=told.flag("relation_ending"),
        file_complete=told.flag("file_complete"),
        quote_recorded=told.flag("quote_recorded"),
        time_barred=told.flag("time_barred"),
        broken_agreements=told.whole("broken_agreements"),
        reasons_asked=told.flag("reasons_asked"),
        policy_sent=told.flag("policy_sent"),
        promise_reminder=told.flag("promise_reminder"),
    )


def _portfolio(told: Fields) -> Portfolio:
    return Portfolio(
        open_cases=told.whole("open_cases"),
        staff=told.number("staff"),
        hours_week=told.number("hours_week"),
        our_revenue=told.money("our_revenue", "EUR"),
        recovered_90d_rate=told.share("recovered_90d"),
    )


def _candidate(row: Fields) -> Candidate:
    margin, cost = row.money("margin", "EUR"), row.money("service_cost", "EUR")
    if margin is None or cost is None or not row.text("name"):
        key = "name" if not row.text("name") else "margin" if margin is None else "service_cost"
        raise row.fail(key, "missing_field", N_("Nom, marge et coût de service sont attendus"))
    return Candidate(
        name=row.text("name"),
        since_months=row.whole("since_months"),
        margin=margin,
        service_cost=cost,
        stress=row.number("stress") or Decimal(0),
        disputes=row.count("disputes") or 0,
        upheld=row.count("upheld") or 0,
    )
