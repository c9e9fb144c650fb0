"""Holds a text against the 80 rules of wording and says every finding, in the order of the text."""

from collections.abc import Iterator
from enum import StrEnum

from encours.ground.kernel.reason import Reason
from encours.ground.wording.blanks import blanks_in
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter import completeness, languages, ledger, situation, typography
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.reading import Found, Reading, match_in, read
from encours.ground.wording.linter.rewrites import rewrite
from encours.ground.wording.linter.rulebook import CALM, Rule, Rulebook, rulebook
from encours.ground.wording.stages import Stage


class Kind(StrEnum):
    """A whole message, of which all rules hold, or a sentence of one."""

    SENTENCE = "sentence"
    MESSAGE = "message"


_NOTHING = Context()


def lint(
    text: str,
    *,
    lang: str,
    stage: Stage | None = None,
    kind: Kind = Kind.MESSAGE,
    context: Context = _NOTHING,
) -> list[Finding]:
    """Every finding; positions count code points of the text as given. One for a rule and a sentence.

    Raises RuleError when the shipped rules cannot be used. Source: method 3, ruling 15.
    """
    reading = read(text, book=rulebook(lang), stage=stage, context=context)
    found = [*_phrases(reading), *_marks(reading), *_code(reading, is_message=kind is Kind.MESSAGE)]
    if kind is Kind.MESSAGE:
        found += [_whole(reading.book.rules[m.rule], m.why) for m in completeness.lacks(reading)]
    return sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule))


def is_ok(findings: list[Finding]) -> bool:
    """Whether a text may leave as it is: nothing above `info`."""
    return all(finding.severity is Severity.INFO for finding in findings)


def applies(rule: Rule, reading: Reading) -> bool:
    """Whether a rule holds at this stage and in this case."""
    if rule.stages is not None and reading.stage not in rule.stages:
        return False
    if reading.stage in rule.not_stages:
        return False
    if rule.needs and not reading.context.is_true(rule.needs):
        return False
    return not any(reading.context.is_true(flag) for flag in rule.unless)


def _phrases(reading: Reading) -> Iterator[Finding]:
    for rule in reading.book.rules.values():
        if rule.phrases and applies(rule, reading):
            seen: set[int] = set()
            for phrases in rule.phrases:
                if phrases.stages is not None and reading.stage not in phrases.stages:
                    continue
                for found in reading.matches(phrases):
                    if found.sentence.start not in seen and not _is_lifted(rule, found, reading):
                        seen.add(found.sentence.start)
                        yield _finding(rule, found, reading)


def _is_lifted(rule: Rule, found: Found, reading: Reading) -> bool:
    """A last message may be called so once, when it is the last; where nothing is asked for, words mean less."""
    if rule.id == "THR10" and reading.stage is Stage.LAST_NOTICE:
        return not reading.context.final_already_sent
    if not rule.about_payment or reading.stage not in CALM:
        return False
    words = next(words for sentence, words in reading.sentences if sentence is found.sentence)
    return match_in(found.sentence, words, reading.book.signals["speaks_of_payment"]) is None


def _finding(rule: Rule, found: Found, reading: Reading) -> Finding:
    words = rewrite(rule.id, found, language=reading.book.language, context=reading.context)
    start, end = (words.start, words.end) if words else (found.start, found.end)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        start=reading.folded.start(start),
        end=reading.folded.end(end),
        why=Reason(rule.why),
        suggestions=rule.suggestions,
        rewrite=words.words if words else None,
    )


def _marks(reading: Reading) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for mark in typography.marks_in(reading):
        rule = reading.book.rules[mark.rule]
        index = reading.folded.index(mark.start)
        sentence = next((s.start for s, _ in reading.sentences if s.start <= index < s.end), -1)
        if (mark.rule, sentence) in seen:
            continue
        seen.add((mark.rule, sentence))
        why = Reason(rule.why)
        yield Finding(rule.id, rule.severity, mark.start, mark.end, why, rule.suggestions, mark.rewrite)


def _code(reading: Reading, *, is_message: bool) -> Iterator[Finding]:
    rules, folded = reading.book.rules, reading.folded
    yield from _figures(reading)
    for start, end in languages.foreign_in(reading):
        yield _at(rules["LAN01"], folded.start(start), folded.end(end))
    for found in languages.familiar_in(reading):
        yield _at(rules["REG01"], folded.start(found.start), folded.end(found.end))
    for spoken in situation.spoken(reading, is_message=is_message):
        rule = rules[spoken.rule]
        if spoken.found is None:
            yield _whole(rule, None)
        else:
            yield _at(rule, folded.start(spoken.found.start), folded.end(spoken.found.end))


def _figures(reading: Reading) -> Iterator[Finding]:
    """FAC06 and FAC07: the one reading of figures, that of a message before it leaves."""
    rules = reading.book.rules
    for start, end in blanks_in(reading.given):
        yield _at(rules["FAC07"], start, end)
    for foreign in ledger.foreign_in(reading):
        yield _at(rules["FAC06"], foreign.figure.start, foreign.figure.end, foreign.why)


def _at(rule: Rule, start: int, end: int, why: Reason | None = None) -> Finding:
    return Finding(rule.id, rule.severity, start, end, why or Reason(rule.why), rule.suggestions)


def _whole(rule: Rule, why: Reason | None) -> Finding:
    """A finding about what is not there: it stands at the beginning."""
    return _at(rule, 0, 0, why)


__all__ = ["Context", "Kind", "Rulebook", "applies", "is_ok", "lint"]
