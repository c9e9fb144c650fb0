"""Answers one line of JSON with the last day to sue for a debt, or with what is not known."""

from encours.faces.cli.law_lines import Answered, answered, missing, standings, unknown, unread_keys, warnings
from encours.flows.advise.fields import Fields
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.reading import shipped
from encours.ground.law.rules.interruption import LegalEvent, Noted
from encours.ground.law.rules.limitation import DATES, LimitationAsked, limitation
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.say import say

_KEYS = frozenset({"id", "lang", "jurisdiction", "debtor", "sector", "region", "as_of", "events", *DATES})


def limitation_line(line: str, *, language: str = "fr", law: Library | None = None) -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    library = law or shipped()
    return answered(line, lambda fields, spoken: _answer(fields, library, spoken), language=language)


def _answer(fields: Fields, law: Library, language: str) -> Answered:
    found = limitation(_asked(fields), law)
    if isinstance(found, LawUnknown):
        return unknown(found, language)
    return {
        "period": str(found.period),
        "starts_on": found.starts_on,
        "last_day": found.last_on,
        "safe_day": found.safe_on,
        "interrupted_by": [_noted(noted, language) for noted in found.interrupted_by],
        "ignored": [_noted(noted, language) for noted in found.ignored],
        "warnings": warnings([*found.cautions, *unread_keys(fields, _KEYS)], language),
        "facts": standings(found.facts, law),
    }


def _asked(fields: Fields) -> LimitationAsked:
    code = fields.text("jurisdiction").upper()
    if not code:
        raise missing(fields, "jurisdiction")
    return LimitationAsked(
        jurisdiction=code,
        debtor=fields.one_of("debtor", Debtor),
        sector=fields.text("sector").strip().lower(),
        region=fields.text("region").strip().lower(),
        dates={name: day for name in DATES if (day := fields.day(name)) is not None},
        as_of=fields.day("as_of"),
        events=tuple(_event(row) for row in fields.rows("events")),
    )


def _event(row: Fields) -> LegalEvent:
    kind, on = row.text("kind"), row.day("on")
    if not kind:
        raise missing(row, "kind")
    if on is None:
        raise missing(row, "on")
    return LegalEvent(kind, on, row.day("until"))


def _noted(noted: Noted, language: str) -> Answered:
    return {
        "kind": noted.event.kind,
        "on": noted.event.on,
        "effect": noted.effect.value,
        "why": say(noted.reason, language),
        "facts": list(noted.facts),
    }
