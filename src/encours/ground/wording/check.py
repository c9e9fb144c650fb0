"""Holds a message against the ledger: nothing left to fill in, nothing missing, no figure of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording import formats
from encours.ground.wording.blanks import blanks_in, has_signs
from encours.ground.wording.figures import (
    Figure,
    amounts_in,
    blanked,
    dates_in,
    has_figures,
    is_named,
    masked,
    numbers_in,
    without_numbers,
    without_written,
)
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.stages import FORMAL, Stage


@quick_dataclass(frozen=True, slots=True)
class LedgerLine:
    """One invoice as the books have it: what the message must say about it."""

    number: str
    due_on: date
    open: Money


@quick_dataclass(frozen=True, slots=True)
class Ledger:
    """Every figure a message may contain. `lines` must be named; the rest may be.

    `names` are words that may look like figures and are none: IBAN, telephone, company.
    """

    lines: Sequence[LedgerLine]
    amounts: Sequence[Money] = ()
    dates: Sequence[date] = ()
    numbers: Sequence[str] = ()
    names: Sequence[str] = field(default=())


NAMES_DUE_DATE = FORMAL | {Stage.PRE_DUE, Stage.COURTESY, Stage.REMINDER2, Stage.FIRM}
NAMES_INVOICE = NAMES_DUE_DATE | {
    Stage.CALL_SUMMARY,
    Stage.PROMISE,
    Stage.PROMISE_REMINDER,
    Stage.BROKEN_PROMISE,
    Stage.PLAN,
    Stage.DISPUTE_ACK,
    Stage.OWN_PROMISE,
    Stage.SETTLEMENT,
}
NAMES_AMOUNT = NAMES_INVOICE - {Stage.CALL_SUMMARY, Stage.DISPUTE_ACK, Stage.OWN_PROMISE}


def check(text: str, *, language: str, stage: Stage, ledger: Ledger) -> tuple[Finding, ...]:
    """Every finding of a whole message, in the order of the text; none means it may leave.

    FAC01–03: number, amount and due date of each invoice, where the stage asks for them.
    FAC06: a figure that the ledger does not have. FAC07: a place left to fill in.
    Source: method 3.
    """
    if _is_as_we_write(text, language, ledger, stage=stage):
        return ()
    stated = _read(text, language, ledger)
    found = [*_left_over(text), *_foreign(stated, ledger), *_missing(stated, stage, ledger)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.rule)))


def check_figures(text: str, *, language: str, ledger: Ledger) -> tuple[Finding, ...]:
    """FAC06 and FAC07 alone: for a subject line, which need not say everything."""
    if _is_as_we_write(text, language, ledger, stage=None):
        return ()
    return (*_left_over(text), *_foreign(_read(text, language, ledger), ledger))


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a text states."""

    text: str
    amounts: Sequence[Figure]
    dates: Sequence[Figure]
    foreign_numbers: Sequence[Figure]


def _is_as_we_write(text: str, language: str, ledger: Ledger, *, stage: Stage | None) -> bool:
    """Whether a text names what the stage asks for, and all its figures are the ledger's as we write them ourselves.

    Then nothing is wrong in it, and it need not be read: measured on a night, that is so of every message.
    """
    known = {line.number for line in ledger.lines} | set(ledger.numbers)
    if has_signs(text) or not all(map(has_figures, known)):
        return False
    rest, stated = without_numbers(masked(text, ledger.names), known), set[str]()
    if stage is None and not has_figures(rest):
        return True
    written = [formats.long_date(line.due_on, language) for line in ledger.lines]
    written += [formats.amount(line.open, language) for line in ledger.lines]
    written += [formats.long_date(day, language) for day in ledger.dates]
    written += [formats.amount(money, language) for money in ledger.amounts]
    for words in dict.fromkeys(written):
        rest, is_stated = without_written(rest, words)
        if is_stated:
            stated.add(words)
    if has_figures(rest):
        return False
    return all(
        (stage not in NAMES_INVOICE or is_named(line.number, text))
        and (stage not in NAMES_DUE_DATE or formats.long_date(line.due_on, language) in stated)
        and (stage not in NAMES_AMOUNT or formats.amount(line.open, language) in stated)
        for line in ledger.lines
    )


def _read(text: str, language: str, ledger: Ledger) -> _Stated:
    plain = masked(text, ledger.names)
    known = {line.number for line in ledger.lines} | set(ledger.numbers)
    unnumbered = without_numbers(plain, known)
    dates = dates_in(unnumbered, language)
    amounts = amounts_in(blanked(unnumbered, dates), language)  # the year of a date is no amount
    return _Stated(text, amounts, dates, numbers_in(blanked(plain, (*amounts, *dates)), known))


def _left_over(text: str) -> Iterator[Finding]:
    for start, end in blanks_in(text):
        why = Reason(N_("Il reste un endroit à remplir : {words}"), words=text[start:end])
        yield Finding("FAC07", Severity.BLOCK, start, end, why)


def _foreign(stated: _Stated, ledger: Ledger) -> Iterator[Finding]:
    moneys = {line.open for line in ledger.lines} | set(ledger.amounts)
    days = {line.due_on for line in ledger.lines} | set(ledger.dates)
    for amount in stated.amounts:
        if not any(amount.is_amount(money) for money in moneys):
            yield _differs(amount, N_("Ce montant n'est pas celui des livres : {words}"))
    for day in stated.dates:
        if not any(day.is_day(other) for other in days):
            yield _differs(day, N_("Cette date n'est pas celle des livres : {words}"))
    for number in stated.foreign_numbers:
        yield _differs(number, N_("Ce numéro de facture n'est pas celui des livres : {words}"))


def _differs(figure: Figure, why: str) -> Finding:
    return Finding("FAC06", Severity.BLOCK, figure.start, figure.end, Reason(why, words=figure.words))


def _missing(stated: _Stated, stage: Stage, ledger: Ledger) -> Iterator[Finding]:
    for line in ledger.lines:
        if stage in NAMES_INVOICE and not is_named(line.number, stated.text):
            yield _absent("FAC01", Reason(N_("Le numéro de la facture {number} manque"), number=line.number))
        if stage in NAMES_DUE_DATE and not any(day.is_day(line.due_on) for day in stated.dates):
            yield _absent("FAC02", Reason(N_("L'échéance de la facture {number} manque"), number=line.number))
        if stage in NAMES_AMOUNT and not any(amount.is_amount(line.open) for amount in stated.amounts):
            yield _absent("FAC03", Reason(N_("Le montant de la facture {number} manque"), number=line.number))


def _absent(rule: str, why: Reason) -> Finding:
    return Finding(rule, Severity.ERROR, 0, 0, why)


__all__ = ["Finding", "Ledger", "LedgerLine", "Severity", "check", "check_figures"]
