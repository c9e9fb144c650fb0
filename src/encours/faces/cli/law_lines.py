"""What the verbs of the law share: a line read, its errors, its warnings and its facts written."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from encours.flows.advise.fields import FieldError, Fields
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.pack import Library
from encours.ground.law.unknown import Caution, LawUnknown
from encours.ground.plumbing.json_lines import UnreadableLine, object_in
from encours.ground.plumbing.say import say

Answered = dict[str, object]
LANGUAGES = ("fr", "en")


def answered(line: str, answer: Callable[[Fields, str], Answered], *, language: str) -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    try:
        told = object_in(line)
    except UnreadableLine as error:
        return _error(FieldError(error.code, error.reason, ""), language)
    fields, known = Fields(told), {"id": told["id"]} if "id" in told else {}
    asked = told.get("lang")
    spoken = str(asked) if asked in LANGUAGES else language
    try:
        if isinstance(told.get("id"), float):
            known = {}
            fields.number("id")  # NaN and infinities are no JSON to answer with
            known = {"id": told["id"]}
        if asked is not None and asked not in LANGUAGES:
            text = N_("Langue inconnue : {given} (fr ou en)")
            raise fields.fail("lang", "unknown_value", text, given=str(asked))
        return {**known, **answer(fields, spoken)}
    except FieldError as error:
        return {**known, **_error(error, spoken)}


def missing(fields: Fields, key: str) -> FieldError:
    """The error of a key that has to be there."""
    return fields.fail(key, "missing_field", N_("Une valeur est attendue"))


def unknown(told: LawUnknown, language: str) -> Answered:
    """What the law does not say, as an error of the answer: no field is wrong."""
    return {"error": {"code": told.code, "message": say(told.reason, language)}}


def warnings(cautions: Iterable[Caution], language: str) -> list[Answered]:
    """What to know before the answer is used."""
    return [
        {
            "code": caution.code,
            "message": say(caution.reason, language),
            "facts": list(caution.facts),
            **{key: _figure(value) for key, value in caution.figures.items()},
        }
        for caution in cautions
    ]


def unread_keys(fields: Fields, known: frozenset[str]) -> list[Caution]:
    """Keys that nobody reads: a misspelt one must not pass for an absent one."""
    text = N_("Clé inconnue, ignorée : {key}")
    keys = [key for key in fields.values if key not in known]
    return [Caution("unknown_key", Reason(text, key=fields.name(key))) for key in keys]


def standings(facts: Iterable[str], law: Library) -> list[Answered]:
    """Each fact the answer rests on, with its two flags and until when it is known."""
    shown: list[Answered] = []
    for fact in facts:
        known = law.standing(fact)
        shown.append(
            {
                "id": fact,
                "sourced": known.is_sourced,
                "lawyer_validated": known.is_lawyer_validated,
                "basis": known.basis.value,
                "confidence": known.confidence.value,
                "known_through": known.known_through,
                "last_checked_on": known.last_checked_on,
            }
        )
    return shown


def _figure(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:f}"
        case Money():
            return str(value.decimal)
    return value


def _error(error: FieldError, language: str) -> Answered:
    message = say(error.reason, language)
    return {"error": {"code": error.code, "message": message, "field": error.field}}
