"""Holds a message against the ledger before it is queued: nothing to fill in, nothing missing, no figure of its own.

Words as we write them ourselves are known to be right without being read; all others go through the one
reading of figures that every rule of wording shares (`linter/ledger.py`).
"""

from collections.abc import Iterator
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording import formats
from encours.ground.wording.blanks import blanks_in, has_signs
from encours.ground.wording.figures import has_figures, is_named, masked, without_numbers, without_written
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.ledger import NAMES_AMOUNT, NAMES_DUE_DATE, NAMES_INVOICE, Ledger, LedgerLine
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.ledger import foreign_in, missing_in
from encours.ground.wording.linter.reading import Reading, read
from encours.ground.wording.linter.rulebook import rulebook
from encours.ground.wording.stages import Stage


def check(
    text: str, *, language: str, stage: Stage, ledger: Ledger, today: date | None = None
) -> tuple[Finding, ...]:
    """Every finding of a whole message, in the order of the text; none means it may leave.

    FAC01–03: number, amount and due date of each invoice, where the stage asks for them.
    FAC06: a figure that the ledger does not have. FAC07: a place left to fill in.
    Source: method 3.
    """
    if _is_as_we_write(text, language, ledger, stage=stage):
        return ()
    reading = _read(text, language, stage, ledger, today)
    found = [*_left_over(text), *_foreign(reading), *_missing(reading)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.rule)))


def check_figures(
    text: str, *, language: str, ledger: Ledger, today: date | None = None
) -> tuple[Finding, ...]:
    """FAC06 and FAC07 alone: for a subject line, which need not say everything."""
    if _is_as_we_write(text, language, ledger, stage=None):
        return ()
    return (*_left_over(text), *_foreign(_read(text, language, None, ledger, today)))


def _is_as_we_write(text: str, language: str, ledger: Ledger, *, stage: Stage | None) -> bool:
    """Whether a text names what the stage asks for, and all its figures are the ledger's as we write them ourselves.

    Then nothing is wrong in it, and it need not be read: measured on a night, that is so of every message.
    """
    known = {line.number for line in ledger.lines} | set(ledger.numbers)
    plain = masked(text, ledger.names)
    if has_signs(plain) or not all(map(has_figures, known)):
        return False
    rest, stated = without_numbers(plain, known), set[str]()
    if stage is None and not has_figures(rest):
        return True
    for words in _written(ledger, language):
        rest, is_stated = without_written(rest, words)
        if is_stated:
            stated.add(words)
            if not has_figures(rest):
                break
    if has_figures(rest):
        return False
    return all(
        (stage not in NAMES_INVOICE or is_named(line.number, text))
        and (stage not in NAMES_DUE_DATE or formats.long_date(line.due_on, language) in stated)
        and (stage not in NAMES_AMOUNT or formats.amount(line.open, language) in stated)
        for line in ledger.lines
    )


def _written(ledger: Ledger, language: str) -> Iterator[str]:
    """Every figure of the ledger as we write it: those of the lines first, which are what most messages say."""
    for line in ledger.lines:
        yield formats.long_date(line.due_on, language)
        yield formats.amount(line.open, language)
    for day in ledger.dates:
        yield formats.long_date(day, language)
    for money in ledger.amounts:
        yield formats.amount(money, language)
    for day in ledger.dates:
        yield formats.month(day, language)  # «Relevé de compte mars 2026»


def _read(text: str, language: str, stage: Stage | None, ledger: Ledger, today: date | None) -> Reading:
    context = Context(today=today, ledger=ledger)
    return read(text, book=rulebook(language), stage=stage, context=context)


def _left_over(text: str) -> Iterator[Finding]:
    for start, end in blanks_in(text):
        why = Reason(N_("Il reste un endroit à remplir : {words}"), words=text[start:end])
        yield Finding("FAC07", Severity.BLOCK, start, end, why)


def _foreign(reading: Reading) -> Iterator[Finding]:
    for found in foreign_in(reading):
        yield Finding("FAC06", Severity.BLOCK, found.figure.start, found.figure.end, found.why)


def _missing(reading: Reading) -> Iterator[Finding]:
    for missing in missing_in(reading):
        yield Finding(
            missing.rule, Severity.ERROR, 0, 0, missing.why or Reason(reading.book.rules[missing.rule].why)
        )


__all__ = ["Finding", "Ledger", "LedgerLine", "Severity", "check", "check_figures"]
