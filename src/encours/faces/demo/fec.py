"""The same books as a FEC: the exercise in progress, from its opening to the day the bank is read to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encours.faces.demo.books import BookCredit, BookInvoice, BookPayment, Books
from encours.faces.demo.characters import Character
from encours.faces.demo.company import BANK_READ_TO, COMPANY
from encours.faces.demo.papers import net_and_vat
from encours.ground.kernel.money import Money, total

EXERCISE_FROM = date(2025, 4, 1)
EXERCISE_TO = date(2026, 3, 31)
# Source: LPF, art. A47 A-1, VII: eighteen columns in this order.
COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
OPENING, SALES, BANK = ("AN", "À nouveaux"), ("VE", "Ventes"), ("BQ", "Banque")
RECEIVABLE = ("411000", "Clients")
BROUGHT_FORWARD = ("110000", "Report à nouveau")
BANK_ACCOUNT = ("512000", "Banque de l'Authion")
SALES_AT_HOME, SALES_ABROAD = ("701000", "Ventes de produits finis"), ("701900", "Ventes hors de France")
VAT = ("445710", "TVA collectée")
EUROS = {"EUR": Decimal(1), "CHF": Decimal("1.06")}
"""What one unit is booked for in euros; one rate for the whole exercise, so that nothing is left over."""


@dataclass(frozen=True, slots=True)
class _Line:
    account: tuple[str, str]
    label: str
    minor: int  # euro cents; positive is a debit
    customer: Character | None = None
    code: str = ""  # lettering
    lettered_on: date | None = None
    foreign: Money | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    journal: tuple[str, str]
    on: date
    piece: str
    piece_on: date
    lines: tuple[_Line, ...]


def fec_name() -> str:
    """The file's name by the rule: SIREN, FEC, last day of the exercise."""
    return f"{COMPANY.siren}FEC{EXERCISE_TO:%Y%m%d}.txt"


def fec_text(books: Books) -> str:
    """The whole file. Each entry is balanced; invoices settled in the exercise are lettered."""
    rows = ["\t".join(COLUMNS)]
    for number, entry in enumerate(_entries(books), start=1):
        rows += (_row(entry, line, number) for line in entry.lines)
    return "\r\n".join(rows) + "\r\n"


def _entries(books: Books) -> list[_Entry]:
    letters = _letters(books)
    by_code = {character.code: character for character in books.customers}
    sales = [_sale(i, by_code[i.customer], letters) for i in books.invoices if i.issued_on >= EXERCISE_FROM]
    sales += [_credit(c, by_code[c.customer], letters) for c in books.credits if c.issued_on >= EXERCISE_FROM]
    bank = [
        _receipt(p, by_code[p.customer], letters) for p in books.payments if p.received_on >= EXERCISE_FROM
    ]
    return [
        _opening(books, by_code, letters),
        *sorted(sales + bank, key=lambda entry: (entry.on, entry.piece)),
    ]


def _opening(books: Books, by_code: dict[str, Character], letters: dict[str, tuple[str, date]]) -> _Entry:
    lines = []
    for invoice in books.invoices:
        left = _open_at_opening(books, invoice)
        if left:
            lines.append(
                _on_customer(by_code[invoice.customer], left, invoice.number, letters.get(invoice.number))
            )
    lines.append(_Line(BROUGHT_FORWARD, "À nouveaux", -sum(line.minor for line in lines)))
    return _Entry(OPENING, EXERCISE_FROM, "AN", EXERCISE_FROM, tuple(lines))


def _open_at_opening(books: Books, invoice: BookInvoice) -> Money:
    if invoice.issued_on >= EXERCISE_FROM:
        return Money.zero(invoice.total.currency)
    settled = (money for on, money in books.settlements(invoice.number) if on < EXERCISE_FROM)
    return invoice.total - total(settled, invoice.total.currency)


def _letters(books: Books) -> dict[str, tuple[str, date]]:
    """The code of each invoice settled in the exercise, and the day it was lettered."""
    last: dict[str, int] = {}
    letters = {}
    for invoice in books.invoices:
        settlements = books.settlements(invoice.number)
        if settlements and not books.open_amount(invoice) and settlements[-1][0] >= EXERCISE_FROM:
            last[invoice.customer] = last.get(invoice.customer, -1) + 1
            letters[invoice.number] = (_code(last[invoice.customer]), settlements[-1][0])
    return letters


def _code(place: int) -> str:
    return "".join(chr(ord("A") + place // 26**power % 26) for power in (2, 1, 0))


def _sale(invoice: BookInvoice, customer: Character, letters: dict[str, tuple[str, date]]) -> _Entry:
    lines = _sale_lines(invoice.total, customer, invoice.number, letters.get(invoice.number))
    return _Entry(SALES, invoice.issued_on, invoice.number, invoice.issued_on, lines)


def _credit(credit: BookCredit, customer: Character, letters: dict[str, tuple[str, date]]) -> _Entry:
    lines = _sale_lines(-credit.total, customer, credit.number, letters.get(credit.invoice))
    return _Entry(SALES, credit.issued_on, credit.number, credit.issued_on, lines)


def _sale_lines(
    money: Money, customer: Character, piece: str, letter: tuple[str, date] | None
) -> tuple[_Line, ...]:
    debit = _on_customer(customer, money, piece, letter)
    net, _ = net_and_vat(Money(debit.minor, "EUR"), customer.vat_rate)
    account = SALES_AT_HOME if customer.country == COMPANY.country else SALES_ABROAD
    label = f"{customer.name} {piece}"
    lines = (debit, _Line(account, label, -net.minor), _Line(VAT, label, net.minor - debit.minor))
    return tuple(line for line in lines if line.minor)


def _receipt(payment: BookPayment, customer: Character, letters: dict[str, tuple[str, date]]) -> _Entry:
    parts = payment.parts or (("", payment.amount),)
    credits = tuple(
        _on_customer(customer, -money, number or payment.reference, letters.get(number))
        for number, money in parts
    )
    bank = _Line(BANK_ACCOUNT, payment.reference, -sum(line.minor for line in credits))
    return _Entry(BANK, payment.received_on, payment.reference, payment.received_on, (bank, *credits))


def _on_customer(customer: Character, money: Money, piece: str, letter: tuple[str, date] | None) -> _Line:
    code, lettered_on = letter or ("", None)
    return _Line(
        RECEIVABLE,
        f"{customer.name} {piece}",
        Money(money.minor, "EUR").times(EUROS[money.currency]).minor,
        customer,
        code,
        lettered_on,
        None if money.currency == "EUR" else money,
    )


def _row(entry: _Entry, line: _Line, number: int) -> str:
    cells: Iterable[str] = (
        *entry.journal,
        f"{entry.journal[0]}{number:05d}",
        _day(entry.on),
        *line.account,
        *((line.customer.code, line.customer.name) if line.customer else ("", "")),
        entry.piece,
        _day(entry.piece_on),
        line.label,
        _amount(max(line.minor, 0)),
        _amount(max(-line.minor, 0)),
        line.code,
        _day(line.lettered_on) if line.lettered_on else "",
        _day(min(entry.on, BANK_READ_TO)),
        str(line.foreign.decimal).replace(".", ",") if line.foreign else "",
        line.foreign.currency if line.foreign else "",
    )
    return "\t".join(cells)


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(minor: int) -> str:
    return str(Money(minor, "EUR").decimal).replace(".", ",")
