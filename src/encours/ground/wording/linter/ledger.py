"""Holds what a text states of the books against them: number, due date, amount (FAC01–FAC03, FAC06)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.check import NAMES_AMOUNT, NAMES_DUE_DATE, NAMES_INVOICE
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
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.notation import AMOUNT, DATE
from encours.ground.wording.linter.reading import Reading

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
_NOT_OF_THE_BOOKS = re.compile(
    r"versements?|acomptes?|mensualit|echeancier|indemnit|interets?|penalit|frais|verses?|convenu|promis"
    r"|remise|escompte|"
    r"avoir|solde de tout compte|proposition|instal|deposit|interest|compensation|fees?|agreed|promise"
    r"|discount|credit|"
    r"settlement|offer|plan|received|recus?|partial|partiel|first payment|deja|already|plafond|limit|capital"
    r"|salaire|tranche|"
    r"livraison|commande|order|devis|quote|accord|agreement|si vous"
)


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


def dates_stated(folded: str) -> list[str]:
    """Every calendar day in a folded text, as it is written."""
    return [match[0] for match in _DATE.finditer(folded)]


def has_amount(folded: str) -> bool:
    """Whether an amount with its currency stands in a folded text."""
    return _AMOUNT.search(folded) is not None


def missing_in(reading: Reading) -> Iterator[Missing]:
    """FAC01–FAC03: what the stage asks for and the message does not say."""
    stage, invoices = reading.stage, reading.context.invoices
    text, folded = reading.given, reading.folded.text
    has_reference = _REFERENCE.search(_DATE.sub(" ", folded)) or reading.has("agreement_recalled")
    if stage in NAMES_INVOICE and not reading.has("agreement_recalled"):
        absent = [i for i in invoices if i.number and not is_named(i.number, text)]
        if absent:
            yield Missing(
                "FAC01", Reason(N_("Le numéro de la facture {number} manque"), number=absent[0].number)
            )
        elif not invoices and not has_reference:
            yield Missing("FAC01")
    if stage in NAMES_DUE_DATE:
        stated = dates_in(text, reading.book.language)
        due = [i for i in invoices if i.due_on and not _is_stated(i, stated)]
        if not dates_stated(folded) or (due and len(due) == len(invoices) and not any(f.day for f in stated)):
            yield Missing("FAC02")
        elif due:
            yield Missing(
                "FAC02", Reason(N_("L'échéance de la facture {number} manque"), number=due[0].number)
            )
    if stage in NAMES_AMOUNT and not has_amount(folded):
        yield Missing("FAC03")


def _is_stated(invoice: InvoiceFact, stated: tuple[Figure, ...]) -> bool:
    return invoice.due_on is not None and any(figure.is_day(invoice.due_on) for figure in stated)


def foreign_in(reading: Reading) -> Iterator[Foreign]:
    """FAC06: invoice numbers, amounts and due dates that are not those of the books."""
    context, language = reading.context, reading.book.language
    if not context.invoices and context.total is None:
        return
    known = [i.number for i in context.invoices if i.number]
    plain = masked(reading.given, context.names)
    unnumbered = without_numbers(plain, known)
    dates = dates_in(unnumbered, language)
    amounts = amounts_in(blanked(unnumbered, dates), language)
    known_amounts = _amounts(context) if amounts else set()
    for amount in amounts:
        if not _is_known(amount, context, known_amounts) and not _is_of_another_kind(amount, reading):
            yield Foreign(
                amount, Reason(N_("Ce montant n'est pas celui des livres : {words}"), words=amount.words)
            )
    for day in dates:
        if _is_due(day, reading) and not any(_is_same(day, i.due_on) for i in context.invoices):
            yield Foreign(day, Reason(N_("Cette date n'est pas celle des livres : {words}"), words=day.words))
    if known:
        for number in numbers_in(blanked(plain, (*amounts, *dates)), known):
            if number.words != context.disputed_number and not _is_date_like(number):
                why = Reason(
                    N_("Ce numéro de facture n'est pas celui des livres : {words}"), words=number.words
                )
                yield Foreign(number, why)


def _is_date_like(figure: Figure) -> bool:
    return _DATE.fullmatch(figure.words) is not None


def _is_same(figure: Figure, day: date | None) -> bool:
    return day is not None and figure.is_day(day)


def _is_due(figure: Figure, reading: Reading) -> bool:
    """Whether the text says of a date that the invoice is due then, not that something happens then."""
    index = reading.folded.index(figure.start)
    before = reading.folded.text[max(0, index - 45) : index]
    if any(i.due_on is None for i in reading.context.invoices) or not reading.context.invoices:
        return False
    return _DUE.search(before) is not None and not re.search(
        r"instal|versement|virement prevu|appel|point|expected transfer", before
    )


def _is_of_another_kind(figure: Figure, reading: Reading) -> bool:
    """Whether the sentence speaks of instalments, interest, an offer: figures that no invoice has."""
    index = reading.folded.index(figure.start)
    for sentence, _ in reading.sentences:
        if sentence.start <= index < sentence.end:
            return _NOT_OF_THE_BOOKS.search(sentence.text) is not None
    return False


def _is_known(figure: Figure, context: Context, known_amounts: set[Decimal]) -> bool:
    if figure.amount is None:
        return False
    if figure.currency and any(i.currency and i.currency != figure.currency for i in context.invoices):
        return False
    return figure.amount in known_amounts


def _amounts(context: Context) -> set[Decimal]:
    """What is open on each invoice, their total and sums, and what of it is disputed or not."""
    each = [i.open for i in context.invoices if i.open is not None]
    found = {*each, sum(each, Decimal(0))} | ({context.total} if context.total is not None else set())
    if 2 < len(each) <= _MOST_SUMMED:
        found |= {sum(c, Decimal(0)) for n in range(2, len(each)) for c in combinations(each, n)}
    if context.disputed_amount is not None:
        found |= {context.disputed_amount} | {amount - context.disputed_amount for amount in list(found)}
    return found
