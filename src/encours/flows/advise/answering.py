"""Answers one line of JSON with one object: the advice, or what could not be read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from encours.flows.advise.fields import FieldError, Fields
from encours.flows.advise.parsing import Request, Review, read_request
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.json_lines import UnreadableLine, object_in
from encours.ground.plumbing.say import say
from encours.method.strategy.rules.advise.answer import Answer
from encours.method.strategy.rules.advise.decide import advise
from encours.method.strategy.rules.advise.reading import Kit
from encours.method.strategy.rules.advise.situation import Portfolio, Situation
from encours.method.strategy.rules.advise.whole_business import outside_help, yearly_review
from encours.method.strategy.rules.step import TONE_WORDS

Answered = dict[str, object]
LANGUAGES = ("fr", "en")


def answer_line(line: str, kit: Kit, *, language: str = "fr") -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    try:
        told = object_in(line)
    except UnreadableLine as error:
        return _error(None, FieldError(error.code, error.reason, ""), language)
    try:
        return answer_object(told, kit, language=language)
    except FieldError as error:
        asked = told.get("lang")
        known = None if error.field == "id" else told.get("id")
        return _error(known, error, str(asked) if asked in LANGUAGES else language)


def answer_object(told: Mapping[str, object], kit: Kit, *, language: str = "fr") -> Answered:
    """The answer to one situation. Raises FieldError naming the field that cannot be read."""
    fields = Fields(told)
    if isinstance(told.get("id"), float):
        fields.number("id")  # NaN and infinities are no JSON to answer with
    spoken = fields.text("lang") or language
    if spoken not in LANGUAGES:
        raise fields.fail("lang", "unknown_value", N_("Langue inconnue : {given} (fr ou en)"), given=spoken)
    request = read_request(fields)
    zone = request.customer.zone if isinstance(request, Situation) else "Europe/Paris"
    return _shown(_answer(request, kit), told, language=spoken, zone=zone)


def _answer(request: Request, kit: Kit) -> Answer:
    match request:
        case Situation():
            return advise(request, kit)
        case Portfolio():
            return outside_help(request)
        case Review():
            return yearly_review(request.candidates)
    assert_never(request)


def _shown(answer: Answer, told: Mapping[str, object], *, language: str, zone: str) -> Answered:
    advice = answer.advice
    refused = sorted(f.value for f in advice.forbidden) + [f"propose_{name}" for name in answer.refused_names]
    return {
        "id": told.get("id"),
        "type": answer.type.value if answer.type else None,
        "confidence": float(answer.confidence) if answer.confidence is not None else None,
        "reason": answer.motive.value,
        "state": answer.standing.value if answer.standing else None,
        "next_action": advice.next_action.value,
        "channel": advice.channel.value,
        "sender": advice.sender.value,
        "tone": _tone(advice.tone, language),
        "earliest": _instant(advice.earliest, told, zone),
        "terms": advice.terms.value if advice.terms else None,
        "plan_b_visible": answer.plan_b_visible,
        "priority": float(answer.priority) if answer.priority is not None else None,
        "forbidden": refused,
        "why": [say(reason, language) for reason in dict.fromkeys(answer.why)],
    }


def _tone(level: int | None, language: str) -> dict[str, object] | None:
    return None if level is None else {"level": level, "word": say(Reason(TONE_WORDS[level]), language)}


def _instant(when: date | datetime | None, told: Mapping[str, object], zone: str) -> str | None:
    """A date or an hour in ISO 8601; an hour that was told comes back as it was told."""
    if when is None:
        return None
    if not isinstance(when, datetime):
        return when.isoformat()
    events = told.get("events")
    for event in events if isinstance(events, list) else []:
        text = event.get("appointment") if isinstance(event, Mapping) else None
        if isinstance(text, str) and len(text) > 10 and _same(text, when, zone):
            return text
    return when.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _same(text: str, when: datetime, zone: str) -> bool:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))) == when


def _error(known: object, error: FieldError, language: str) -> Answered:
    message = say(error.reason, language)
    shown: Answered = {"error": {"code": error.code, "message": message, "field": error.field}}
    return shown if known is None else {"id": known, **shown}
