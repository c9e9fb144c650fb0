"""Reads one event of a situation: its kind and the fields of that kind."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from encours.flows.advise.fields import Fields
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.situation import Event, EventKind

_PLAN = "oral_plan"
_DATES = ("promised_for", "first_date", "for_date", "deadline", "expires", "until")
_UPHELD = {"upheld": True, "partly": True, "groundless": False, "rejected": False}
_CALL_MORNING = time(9)


def read_event(row: Fields, *, now: datetime, zone: str, currency: str) -> Event:
    """One event. Without `at` it happened now. Raises FieldError."""
    kind = row.one_of("kind", EventKind)
    if kind is None:
        raise row.fail("kind", "missing_field", N_("La nature de l'événement est attendue"))
    at = row.moment("at", zone) or now
    outcome, is_plan = _outcome(row, kind)
    return Event(
        kind=kind,
        at=at,
        on=local_date(at, zone),
        stage=row.text("stage"),
        outcome=outcome,
        is_plan=is_plan,
        amount=_amount(row, currency),
        promised_for=_date(row),
        appointment=_appointment(row, zone),
        text=row.text("text"),
        mood=row.text("mood"),
        minutes_ago=row.whole("minutes_ago"),
        written=row.flag("written"),
        plan_b=_words(row, "plan_b"),
        due=row.day("due") or row.day("answer_due"),
        done=row.flag("done"),
        subject=row.text("subject") or row.text("kind2"),
        upheld=_UPHELD.get(row.text("outcome")) if kind is EventKind.DISPUTE_ANSWERED else None,
        action=row.text("action"),
        has_quote=_given(row, "quote"),
        has_consent=row.flag("consent"),
    )


def _outcome(row: Fields, kind: EventKind) -> tuple[CallOutcome | None, bool]:
    if kind is EventKind.DISPUTE_ANSWERED:
        if row.text("outcome") not in _UPHELD:
            known = ", ".join(_UPHELD)
            sentence = N_("Valeur inconnue : {given} (connues : {known})")
            raise row.fail("outcome", "unknown_value", sentence, given=row.text("outcome"), known=known)
        return None, False
    if kind is not EventKind.CALL:
        return None, False
    if row.text("outcome") == _PLAN:
        return CallOutcome.PLAN_ASKED, True
    return row.one_of("outcome", CallOutcome), False


def _amount(row: Fields, currency: str) -> Money | None:
    return row.money("amount", currency)


def _date(row: Fields) -> date | None:
    return next((day for key in _DATES if (day := row.day(key))), None)


def _appointment(row: Fields, zone: str) -> datetime | None:
    text = row.text("appointment")
    if not text:
        return None
    if len(text) <= 10:
        day = row.day("appointment")
        return datetime.combine(day, _CALL_MORNING, tzinfo=ZoneInfo(zone)) if day else None
    return row.moment("appointment", zone)


def _words(row: Fields, key: str) -> str:
    value = row.values.get(key)
    return value if isinstance(value, str) else ""


def _given(row: Fields, key: str) -> bool | None:
    """Whether something was told at all: a yes, an amount, an object."""
    value = row.values.get(key)
    return None if value is None else bool(value)
