"""Holds every figure that a text states against the books: number, due date, amount (FAC01–FAC03, FAC06).

One reading for all: a message that we prepare, words that a person types, a line of the command line. Of our own
messages the books know every figure (the ledger); the command line tells invoices and a total, and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.figures import (
    Figure,
    amounts_in,
    blanked,
    dates_in,
    is_named,
    masked,
    numbers_in,
    without_numbers,
)
from encours.ground.wording.ledger import NAMES_AMOUNT, NAMES_DUE_DATE, NAMES_INVOICE, Ledger
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.notation import AMOUNT, DATE
from encours.ground.wording.linter.reading import Reading
from encours.ground.wording.stages import FORMAL

_MOST_SUMMED = 6
_DATE, _AMOUNT = re.compile(DATE), re.compile(AMOUNT)
_REFERENCE = re.compile(
    r"(?<!\w)(?:factures?|facts?|invoices?|inv|avoir|credit note|dossier|file|ref\w*|n°|no|nr|num\w*)"
    r"[ .:#n°'-]{0,5}(?:n°|no\.?|number|numero)?[ .:#]{0,3}[\w./-]*\d"
    r"|(?<!\w)(?:factures|invoices)(?!\w)[^.!?\n]{0,60}?(?<![\w.,])\d{4,}(?![\w.,]\d)"
    r"|(?<!\w)(?:f|fa|fac|fv|inv) \d{2,}|(?<!\w)(?![a-z]{2}\d\d )[a-z]{1,5}[-/_]?\d{2,}[\w/-]*"
    r"|(?<!\w)\d{4}[-/]\d{2,6}(?![\w/-])"
    r"|(?<!\w)(?:accords?|agreements?|echeancier|plan|schedule)[a-z ]{0,14} (?:du|of|le|from|dated) (?=\d)"
)
_DUE = re.compile(
    r"(?<!\w)(?:echeance|echu|echue|echus|echues|exigibles?|prevue?s?|payables?|attendue?s?|du(?= le )"
    r"|a (?:regler|payer|virer)|reglables?|to be (?:paid|settled)"
    r"|dus|dues?|due date"
    r"|falls? due|fell due|"
    r"expected|overdue since|due)"
    r"(?: (?:du|le|au|pour|avant|before|on|by|since|for"
    r"|fixee|etait|est|is|was|the|date|depuis|a|:|en date)){0,4} ?:? ?$"
)
_OFFERED = (
    r"versements?|acomptes?|mensualit|echeancier|indemnit|interets?|penalit|frais|verses?\b|remise|escompte|"
    r"solde de tout compte|proposition|propos|instal|deposit|interest|compensation|fees?\b|discount|"
    r"settlement|offer|plan|first payment|tranche|devis|quote|plafond|limit|capital|salaire|si vous|"
    r"commande|order"
)
"""Sums that a person proposes or the law gives: no invoice has them, and no books can."""
_NOT_TOLD = (
    r"convenu|promis|avoir|agreed|promise|credit|received|recus?\b|partial|partiel|deja|already|"
    r"livraison|accord|agreement"
)
"""Sums that the ledger knows and that invoices alone do not tell: received, agreed, credited."""
_OF_ANOTHER_KIND = {True: re.compile(_OFFERED), False: re.compile(f"{_OFFERED}|{_NOT_TOLD}")}
_HALF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule whose figure the message does not state, and why it should."""

    rule: str
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """A figure of the text that the books do not have."""

    figure: Figure
    why: Reason


@dataclass(frozen=True, slots=True)
class Books:
    """What is known to compare with. `is_whole`: every date and amount of the case, not its invoices alone."""

    lines: tuple[InvoiceFact, ...]
    numbers: frozenset[str]
    days: frozenset[date]
    amounts: frozenset[tuple[Decimal, str]]
    names: tuple[str, ...]
    is_whole: bool

    def has_amount(self, figure: Figure) -> bool:
        """Whether a figure is one of the amounts; a currency that one of the two does not tell is no difference."""
        return any(
            figure.amount == amount and (not figure.currency or not currency or figure.currency == currency)
            for amount, currency in self.amounts
        )

    def has_day(self, figure: Figure) -> bool:
        """Whether a figure is one of the days."""
        return any(figure.is_day(day) for day in self.days)


def books_of(context: Context) -> Books:
    """What the books tell of a case, from its ledger or from the invoices that were told."""
    if context.ledger is not None:
        return _whole(context.ledger, context)
    lines = context.invoices
    due = [line.due_on for line in lines]
    return Books(
        lines=lines,
        numbers=frozenset(filter(None, [*(line.number for line in lines), context.disputed_number])),
        days=frozenset(day for day in due if day is not None) if all(due) else frozenset(),
        amounts=frozenset(_sums(lines, context)),
        names=context.names,
        is_whole=False,
    )


def _whole(ledger: Ledger, context: Context) -> Books:
    lines = tuple(
        InvoiceFact(line.number, line.due_on, line.open.decimal, line.open.currency) for line in ledger.lines
    )
    told = {(money.decimal, money.currency) for money in ledger.amounts}
    return Books(
        lines=lines,
        numbers=frozenset(
            filter(None, [*(x.number for x in lines), *ledger.numbers, context.disputed_number])
        ),
        days=frozenset([*(line.due_on for line in ledger.lines), *ledger.dates]),
        amounts=frozenset(told | set(_sums(lines, context))),
        names=(*context.names, *ledger.names),
        is_whole=True,
    )


def _sums(lines: tuple[InvoiceFact, ...], context: Context) -> Iterator[tuple[Decimal, str]]:
    """What is open on each invoice, their total and sums, and what of it is disputed or not."""
    each = [line.open for line in lines if line.open is not None]
    currencies = {line.currency for line in lines if line.currency}
    currency = currencies.pop() if len(currencies) == 1 else ""
    found = {*each, sum(each, Decimal(0))} if each else set()
    found |= {context.total} if context.total is not None else set()
    if 2 < len(each) <= _MOST_SUMMED:
        found |= {sum(c, Decimal(0)) for n in range(2, len(each)) for c in combinations(each, n)}
    if context.disputed_amount is not None and found:
        found |= {context.disputed_amount} | {amount - context.disputed_amount for amount in list(found)}
    yield from ((amount, currency) for amount in found)


def dates_stated(folded: str) -> list[str]:
    """Every calendar day in a folded text, as it is written."""
    return [match[0] for match in _DATE.finditer(folded)]


def has_amount(folded: str) -> bool:
    """Whether an amount with its currency stands in a folded text."""
    return _AMOUNT.search(folded) is not None


def missing_in(reading: Reading) -> Iterator[Missing]:
    """FAC01–FAC03: what the stage asks for, invoice by invoice, and the message does not say (ruling 4)."""
    stage, books = reading.stage, books_of(reading.context)
    if stage in NAMES_INVOICE and not reading.has("agreement_recalled"):
        yield from _missing_number(reading, books)
    if stage in NAMES_DUE_DATE:
        yield from _missing_date(reading, books)
    if stage in NAMES_AMOUNT:
        yield from _missing_amount(reading, books)


def _missing_number(reading: Reading, books: Books) -> Iterator[Missing]:
    absent = [line for line in books.lines if line.number and not is_named(line.number, reading.given)]
    for line in absent:
        yield Missing("FAC01", Reason(N_("Le numéro de la facture {number} manque"), number=line.number))
    if not books.lines and not _REFERENCE.search(_DATE.sub(" ", reading.folded.text)):
        yield Missing("FAC01")


def _missing_date(reading: Reading, books: Books) -> Iterator[Missing]:
    stated = _stated(reading, books).dates
    if not any(line.due_on for line in books.lines):
        if not dates_stated(reading.folded.text) or _are_all_to_come(stated, reading):
            yield Missing("FAC02")
        return
    for line in books.lines:
        if line.due_on is not None and not any(figure.is_day(line.due_on) for figure in stated):
            yield Missing("FAC02", Reason(N_("L'échéance de la facture {number} manque"), number=line.number))


def _are_all_to_come(stated: tuple[Figure, ...], reading: Reading) -> bool:
    """A formal letter is about what fell due: where all its days are to come, none is the due date."""
    today = reading.context.today
    days = [figure.day for figure in stated if figure.day is not None]
    if today is None or not days or reading.stage not in FORMAL:
        return False
    return all(
        (year or today.year, month, day) > (today.year, today.month, today.day) for year, month, day in days
    )


def _missing_amount(reading: Reading, books: Books) -> Iterator[Missing]:
    """An amount for each invoice; where none is known, any."""
    stated = _stated(reading, books).amounts
    if not any(line.open is not None for line in books.lines):
        if not has_amount(reading.folded.text):
            yield Missing("FAC03")
        return
    for line in books.lines:
        if line.open is not None and not any(_is_amount(figure, line) for figure in stated):
            yield Missing("FAC03", Reason(N_("Le montant de la facture {number} manque"), number=line.number))


def _is_amount(figure: Figure, line: InvoiceFact) -> bool:
    return figure.amount == line.open and (
        not figure.currency or not line.currency or figure.currency == line.currency
    )


@dataclass(frozen=True, slots=True)
class _Stated:
    """The figures of a text: what is left of it after them may hold invoice numbers."""

    amounts: tuple[Figure, ...]
    dates: tuple[Figure, ...]
    rest: str


def _stated(reading: Reading, books: Books) -> _Stated:
    language, plain = reading.book.language, masked(reading.given, books.names)
    unnumbered = without_numbers(plain, books.numbers)
    dates = dates_in(unnumbered, language)
    amounts = amounts_in(blanked(unnumbered, dates), language)  # the year of a date is no amount
    return _Stated(amounts, dates, blanked(plain, (*amounts, *dates)))


def foreign_in(reading: Reading) -> Iterator[Foreign]:
    """FAC06: invoice numbers, amounts and dates that are not those of the books.

    A proposal, a fee of the law, a day to come are no statement about the books; where the whole ledger is
    known, everything else must stand in it.
    """
    books = books_of(reading.context)
    if not (books.is_whole or books.lines or books.amounts):
        return
    stated = _stated(reading, books)
    for amount in stated.amounts:
        if (books.amounts or books.is_whole) and not (
            books.has_amount(amount) or _is_of_another_kind(amount, reading, books)
        ):
            yield _foreign(N_("Ce montant n'est pas celui des livres : {words}"), amount)
    for day in stated.dates:
        if _speaks_of_the_books(day, reading, books) and not books.has_day(day):
            yield _foreign(N_("Cette date n'est pas celle des livres : {words}"), day)
    if books.numbers or books.is_whole:
        for number in numbers_in(stated.rest, books.numbers):
            if _DATE.fullmatch(number.words) is None:
                yield _foreign(N_("Ce numéro de facture n'est pas celui des livres : {words}"), number)


def _foreign(why: str, figure: Figure) -> Foreign:
    return Foreign(figure, Reason(why, words=figure.words))


def _speaks_of_the_books(figure: Figure, reading: Reading, books: Books) -> bool:
    """Whether a date says when something is due or was, not when something will be done.

    A day that does not exist is wrong wherever the books are known; a day that is over happened, or did not.
    """
    if not books.days:
        return False
    before = _before(figure, reading)
    if _DUE.search(before) is not None and not _EVENT.search(before):
        return True
    if not books.is_whole:
        return False
    return figure.day is None or reading.context.today is None or _is_over(figure.day, reading.context.today)


_EVENT = re.compile(r"instal|versement|virement prevu|appel|point|expected transfer")


def _before(figure: Figure, reading: Reading) -> str:
    index = reading.folded.index(figure.start)
    return reading.folded.text[max(0, index - 45) : index]


def _is_over(day: tuple[int, int, int], today: date) -> bool:
    """Whether a day lies before today; without a year, the nearest such day."""
    year, month, of_month = day
    if year:
        return (year, month, of_month) < (today.year, today.month, today.day)
    months = (month - today.month) % 12
    return (months == 0 and of_month < today.day) or months > _HALF_A_YEAR


def _is_of_another_kind(figure: Figure, reading: Reading, books: Books) -> bool:
    """Whether the sentence speaks of instalments, interest, an offer: figures that no invoice has.

    A line of a list is what the sentence before the list says that it is.
    """
    index, kind = reading.folded.index(figure.start), _OF_ANOTHER_KIND[books.is_whole]
    before = [sentence for sentence, _ in reading.sentences if sentence.start <= index]
    for sentence in reversed(before):
        if kind.search(sentence.text):
            return True
        if not _LIST_LINE.match(sentence.text):
            return False
    return False


_LIST_LINE = re.compile(r"[-–—•*·]|\d{1,2}[.)]")
