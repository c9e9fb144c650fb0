"""Reads the rules from their files, refuses what is wrong in them, and keeps them ready to search with.

`data/rules/<family>.toml` says what each rule is for, when it holds and what may be written instead;
`data/rules/<language>/<family>.toml` holds its words. `words.toml` are the lists that rules share,
`signals.toml` what a message must have or what makes it a request.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from encours.ground.wording.findings import Severity
from encours.ground.wording.linter.context import FLAGS
from encours.ground.wording.linter.notation import NotationError, Pattern, compile_pattern, either, parts_of
from encours.ground.wording.stages import FORMAL, Stage

LANGUAGES = ("fr", "en")
SOFT = frozenset(
    {
        Stage.PRE_DUE,
        Stage.COURTESY,
        Stage.REMINDER2,
        Stage.CALL,
        Stage.VOICEMAIL,
        Stage.CALL_SUMMARY,
        Stage.PROMISE,
        Stage.PROMISE_REMINDER,
        Stage.PLAN,
        Stage.DISPUTE_ACK,
        Stage.OWN_PROMISE,
    }
)
FIRM = frozenset({Stage.FIRM, Stage.BROKEN_PROMISE, Stage.SETTLEMENT})
AGREE = frozenset(
    {
        Stage.PROMISE,
        Stage.PLAN,
        Stage.CALL_SUMMARY,
        Stage.BROKEN_PROMISE,
        Stage.SETTLEMENT,
        Stage.FIRM,
        Stage.FORMAL_NOTICE,
        Stage.LAST_NOTICE,
        Stage.PROMISE_REMINDER,
    }
)
DUNNING = FORMAL | {
    Stage.COURTESY,
    Stage.REMINDER2,
    Stage.CALL,
    Stage.VOICEMAIL,
    Stage.BROKEN_PROMISE,
    Stage.FIRM,
}
CALM = frozenset(
    {Stage.PRE_SALE, Stage.INVOICE, Stage.THANKS, Stage.OWN_PROMISE, Stage.DISPUTE_ACK, Stage.CONDOLENCE}
)
"""Stages at which nothing is asked for: there a word of threat is mostly another («express, within 12 hours»)."""
HEATED = frozenset({"ACC01", "ACC02", "ACC03", "ACC05", "ACC06", "ACC07", "ACC08", "TON04", "INS01"})
"""Words of anger: reproach, suspicion, exasperation, insult. Nothing leaves with them (R008; ruling 15)."""
GROUPS = {"SOFT": SOFT, "FIRM": FIRM, "FORMAL": FORMAL, "AGREE": AGREE, "DUNNING": DUNNING}


class RuleError(ValueError):
    """A file of rules that cannot be used as it is written: which, and why."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words to look for, and what they are not: `apart` where it overlaps, `elsewhere` anywhere in the sentence.

    `affirmed`: they do not count where the sentence denies them («nous ne publierons rien»).
    `own`: nor where their clause is about what we do ourselves («nous expédions la pièce immédiatement»).
    """

    patterns: tuple[Pattern, ...]
    apart: tuple[Pattern, ...]
    elsewhere: tuple[Pattern, ...]
    stages: frozenset[Stage] | None
    bad: tuple[str, ...]
    good: tuple[str, ...]
    affirmed: bool = False
    own: "Phrases | None" = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of method 3 in one language."""

    id: str
    severity: Severity
    why: str
    suggestions: tuple[str, ...]
    stages: frozenset[Stage] | None
    not_stages: frozenset[Stage]
    for_messages: bool
    needs: str
    unless: tuple[str, ...]
    phrases: tuple[Phrases, ...] = ()
    about_payment: bool = False
    """At a calm stage it counts only where its sentence speaks of payment."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of a language, in the order of the method, and the signals that code asks for."""

    language: str
    rules: Mapping[str, Rule]
    signals: Mapping[str, Phrases]


@lru_cache(maxsize=2)
def rulebook(language: str) -> Rulebook:
    """The rules of a language, read once. Raises RuleError for a file that cannot be used."""
    lists = _lists(language)
    words = dict(_tables(language, "signals", only=False))
    found: dict[str, list[Phrases]] = {}
    for name, table in words.items():
        rule_id = name.partition("-")[0]
        if rule_id != "spared":
            found.setdefault(rule_id, []).append(_phrases(f"{language} {name}", table, lists))
    for name, table in words.items():
        if name.startswith("spared-"):
            _spare(f"{language} {name}", table, lists, found)
    signals = {n: _phrases(f"{language} {n}", t, lists) for n, t in _tables(language, "signals", only=True)}
    rules = {
        rule_id: _rule(rule_id, table, language, found, signals["our_own_doing"])
        for rule_id, table in _tables("", "", only=False)
    }
    if strange := set(found) - set(rules):
        raise RuleError(f"{language}: words of no rule: {sorted(strange)}")
    return Rulebook(language, rules, signals)


Table = Mapping[str, object]
_WORD_KEYS = {"match", "not", "not_in_sentence", "stages", "bad", "good"}
_RULE_KEYS = {
    "severity",
    "why",
    "suggestions",
    "stages",
    "not_stages",
    "kind",
    "if",
    "unless",
    "affirmed",
    "own",
    "about_payment",
}


def _tables(folder: str, name: str, *, only: bool) -> Iterator[tuple[str, Table]]:
    """Every table of the files of a folder, in order; of one file alone, or of all but it and the lists."""
    place = files("encours.ground.wording").joinpath("data/rules", *([folder] if folder else []))
    for file in sorted(place.iterdir(), key=lambda f: f.name):
        stem = file.name.removesuffix(".toml")
        if stem in {file.name, "words"} or (stem == name) != only:
            continue
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"{file.name}: {error}") from None
        for key, table in tables.items():
            if not isinstance(table, dict):
                raise RuleError(f"{file.name}: {key}")
            yield key, table


@lru_cache(maxsize=2)
def _lists(language: str) -> Mapping[str, tuple[str, ...]]:
    place = files("encours.ground.wording").joinpath("data/rules", language, "words.toml")
    return {k: _strings(v, f"words {k}") for k, v in tomllib.loads(place.read_text(encoding="utf-8")).items()}


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise RuleError(f"{where}: a list of texts is wanted")
    return tuple(value)


def _known(table: Table, keys: set[str], where: str) -> None:
    if strange := set(table) - keys:
        raise RuleError(f"{where}: unknown key {sorted(strange)}")


def _phrases(where: str, table: Table, lists: Mapping[str, tuple[str, ...]]) -> Phrases:
    _known(table, _WORD_KEYS, where)

    def compiled(key: str) -> tuple[Pattern, ...]:
        try:
            return tuple(compile_pattern(p, lists) for p in _strings(table.get(key, []), f"{where}.{key}"))
        except (NotationError, re.error) as error:
            raise RuleError(f"{where}.{key}: {error}") from None

    if not table.get("match"):
        raise RuleError(f"{where}: no words to match")
    return Phrases(
        patterns=_joined(tuple(replace(p, choices=parts_of(p.written, lists)) for p in compiled("match"))),
        apart=compiled("not"),
        elsewhere=compiled("not_in_sentence"),
        stages=_stages(table["stages"], where) if "stages" in table else None,
        bad=_strings(table.get("bad", []), where),
        good=_strings(table.get("good", []), where),
    )


def _spare(
    where: str, table: Table, lists: Mapping[str, tuple[str, ...]], found: dict[str, list[Phrases]]
) -> None:
    """A near-miss said once, for every table of words of the rules it names."""
    _known(table, {"rules", "not", "not_in_sentence", "good"}, where)
    try:
        apart, elsewhere = (
            tuple(compile_pattern(p, lists) for p in _strings(table.get(key, []), f"{where}.{key}"))
            for key in ("not", "not_in_sentence")
        )
    except (NotationError, re.error) as error:
        raise RuleError(f"{where}: {error}") from None
    good = _strings(table.get("good", []), where)
    for rule_id in _strings(table.get("rules"), where):
        if rule_id not in found:
            raise RuleError(f"{where}: words of no rule: {rule_id}")
        found[rule_id] = [
            replace(p, apart=p.apart + apart, elsewhere=p.elsewhere + elsewhere, good=p.good + good)
            for p in found[rule_id]
        ]


def _joined(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """Patterns that wait for the same words become one search."""
    groups: dict[tuple[frozenset[str] | None, bool], list[Pattern]] = {}
    alone = [pattern for pattern in patterns if pattern.beside or pattern.without or pattern.choices]
    for pattern in patterns:
        if pattern not in alone:
            groups.setdefault((pattern.keys, pattern.is_negative), []).append(pattern)
    return (*(either(tuple(group), keys) for (keys, _), group in groups.items()), *alone)


def _stages(value: object, where: str) -> frozenset[Stage]:
    found: set[Stage] = set()
    for name in _strings(value, where):
        if name not in GROUPS and name not in set(Stage):
            raise RuleError(f"{where}: unknown stage {name}")
        found |= GROUPS.get(name) or {Stage(name)}
    return frozenset(found)


def _rule(
    rule_id: str, table: Table, language: str, words: Mapping[str, list[Phrases]], own: Phrases
) -> Rule:
    _known(table, _RULE_KEYS, rule_id)
    suggestions = table.get("suggestions", {})
    unless = _strings(table.get("unless", []), rule_id)
    needs, why = table.get("if", ""), table.get("why")
    if not isinstance(suggestions, dict) or not isinstance(needs, str) or not isinstance(why, str) or not why:
        raise RuleError(f"{rule_id}: why, if or suggestions")
    if strange := {*unless, *filter(None, [needs])} - FLAGS:
        raise RuleError(f"{rule_id}: unknown fact {sorted(strange)}")
    affirmed, spared = table.get("affirmed") is True, own if table.get("own") is True else None
    return Rule(
        id=rule_id,
        severity=Severity(str(table.get("severity"))),
        why=why,
        suggestions=_strings(suggestions.get(language, []), rule_id),
        stages=_stages(table["stages"], rule_id) if "stages" in table else None,
        not_stages=_stages(table["not_stages"], rule_id) if "not_stages" in table else frozenset(),
        for_messages=table.get("kind") == "message",
        needs=needs,
        unless=unless,
        phrases=tuple(replace(p, affirmed=affirmed, own=spared) for p in words.get(rule_id, ())),
        about_payment=table.get("about_payment") is True,
    )
