"""Answers one line of JSON with what the rules of wording find, or with what could not be read."""

from collections.abc import Mapping

from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.json_lines import UnreadableLine, object_in
from encours.ground.plumbing.say import say
from encours.ground.wording.findings import Finding
from encours.ground.wording.linter.context import ContextError, read_context
from encours.ground.wording.linter.lint import Kind, is_ok, lint
from encours.ground.wording.linter.rulebook import LANGUAGES
from encours.ground.wording.stages import Stage

Answered = dict[str, object]
_KEYS = frozenset({"id", "lang", "kind", "stage", "text", "ctx"})


def lint_line(line: str, *, language: str = "fr") -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    try:
        told = object_in(line)
    except UnreadableLine as error:
        return _error(None, ContextError(error.code, error.reason, ""), language)
    try:
        return _linted(told)
    except ContextError as error:
        asked = told.get("lang")
        return _error(told.get("id"), error, str(asked) if asked in LANGUAGES else language)


def _linted(told: Mapping[str, object]) -> Answered:
    for key in told:
        if key not in _KEYS:
            raise ContextError("unknown_key", Reason(N_("Clé inconnue : {key}"), key=key), key)
    lang = _one_of(told, "lang", LANGUAGES, "")
    kind = Kind(_one_of(told, "kind", tuple(Kind), Kind.MESSAGE))
    named = _one_of(told, "stage", (*Stage, ""), "") if told.get("stage") is not None else ""
    text, ctx = told.get("text"), told.get("ctx")
    if not isinstance(text, str):
        raise ContextError("invalid_type", Reason(N_("Un texte est attendu")), "text")
    if ctx is not None and not isinstance(ctx, Mapping):
        raise ContextError("invalid_type", Reason(N_("Un objet est attendu")), "ctx")
    try:
        context = read_context(ctx or {})
    except ContextError as error:
        raise ContextError(error.code, error.reason, f"ctx.{error.field}") from None
    found = lint(text, lang=lang, stage=Stage(named) if named else None, kind=kind, context=context)
    shown: Answered = {"ok": is_ok(found), "findings": [_shown(finding, lang) for finding in found]}
    return {"id": told["id"], **shown} if "id" in told else shown


def _one_of(told: Mapping[str, object], key: str, known: tuple[str, ...], default: str) -> str:
    value = told.get(key, default)
    if not isinstance(value, str) or value not in known:
        words = ", ".join(filter(None, known))
        reason = Reason(N_("Valeur inconnue : {given} (connues : {known})"), given=str(value), known=words)
        raise ContextError("unknown_value", reason, key)
    return value


def _shown(finding: Finding, language: str) -> Answered:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "why": say(finding.why, language),
        "suggestion": finding.rewrite if finding.rewrite is not None else " / ".join(finding.suggestions),
        "suggestions": list(finding.suggestions),
        "rewrite": finding.rewrite,
    }


def _error(known: object, error: ContextError, language: str) -> Answered:
    message = say(error.reason, language)
    shown: Answered = {"error": {"code": error.code, "message": message, "field": error.field}}
    return shown if known is None else {"id": known, **shown}
