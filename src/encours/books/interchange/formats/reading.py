"""One table read row by row: each cell by its field, each refusal with its line and its column."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from encours.books.interchange.formats import limits, values
from encours.books.interchange.formats.amounts import (
    Amount,
    currency_code,
    decimal_mark,
    read_amount,
    read_number,
)
from encours.books.interchange.formats.cells import Cell, Row, Table
from encours.books.interchange.formats.dates import find_order, read_date
from encours.books.interchange.formats.issues import Code, Issue, Question, issue, question
from encours.books.interchange.formats.labels import label
from encours.books.interchange.formats.mapping import DateOrder, Field, Mapping, RowShape
from encours.books.interchange.formats.records import Kind
from encours.ground.kernel import identifiers
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import search_key

Found = TypeVar("Found")

DATE_FIELDS = (Field.ISSUED_ON, Field.DUE_ON, Field.PAID_ON, Field.RECEIVED_ON, Field.SINCE_ON)
AMOUNT_FIELDS = (
    Field.TOTAL,
    Field.NET_TOTAL,
    Field.TAX_TOTAL,
    Field.OPEN,
    Field.PAID,
    Field.INSTALMENT,
    Field.LINE_TOTAL,
    Field.UNIT_PRICE,
    Field.AMOUNT,
)
_TOTAL_STARTS = ("total", "totaux", "sous total", "grand total")
_SUBTOTAL_STARTS = ("total for ", "total pour ", "sous total ")
_TOTAL_WORDS = ("total", "totaux", "sous total", "grand total", "total general")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the file may leave out: the entity's currency and country, and a person's answers.

    `term_days` computes missing due dates; `kind`, `mapping`, `encoding` and `date_order` are
    choices made on a preview or remembered from a former import.
    """

    currency: str = "EUR"
    country: str = "FR"
    term_days: int | None = None
    kind: Kind | None = None
    mapping: Mapping | None = None
    encoding: str | None = None
    date_order: DateOrder | None = None


class Reading:
    """A table, its mapping, and what was found wrong, odd or missing on the way."""

    def __init__(self, table: Table, header: int, mapping: Mapping, options: Options) -> None:
        self.mapping = mapping
        self.options = options
        self.preamble = table.rows[:header]
        self.body = table.rows[header + 1 :]
        self.rejected: list[Issue] = []
        self.warnings: list[Issue] = []
        self.questions: list[Question] = []
        titles = table.rows[header]
        places = {titles.text(column): column for column in reversed(range(len(titles.cells)))}
        self.places = {field: places[title] for title, field in mapping.columns if title in places}
        self.marks = self._marks()
        self.order = self._order()

    def rows(self) -> "Iterator[RowReading]":
        """Each row to read, until there are too many refusals."""
        for row in self.body:
            if len(self.rejected) >= limits.ERRORS:
                self.rejected.append(issue(Code.TOO_MANY_ERRORS, line=row.line, limit=limits.ERRORS))
                return
            yield RowReading(self, row)

    def warn(
        self, code: Code, row: Row, *, field: Field | None = None, value: object = None, **facts: object
    ) -> None:
        """Notes a remark about a line that is taken in all the same, or left out harmlessly."""
        self.warnings.append(issue(code, line=row.line, field=field, value=value, **facts))

    def ask(self, code: Code, subjects: list[str], **facts: object) -> None:
        """Asks a person, if there is anything to ask."""
        if subjects:
            self.questions.append(question(code, subjects, facts=facts))

    def cells(self, field: Field) -> list[Cell]:
        """A whole column."""
        place = self.places.get(field)
        return [] if place is None else [row.cell(place) for row in self.body]

    def _marks(self) -> dict[Field, str | None]:
        proven = {field: decimal_mark(self.cells(field)) for field in AMOUNT_FIELDS if field in self.places}
        agreed = {mark for mark in proven.values() if mark}
        shared = agreed.pop() if len(agreed) == 1 else None
        return {field: mark or shared for field, mark in proven.items()}

    def _order(self) -> DateOrder:
        chosen = self.options.date_order or self.mapping.date_order
        if chosen is not None:
            return chosen
        found = find_order(cell for field in DATE_FIELDS for cell in self.cells(field))
        if found.asked:
            self.warnings.append(issue(Code.DATE_ORDER_ASSUMED))
            self.questions.append(question(Code.DATE_ORDER_ASSUMED, []))
        return found.order or DateOrder.DAY_FIRST


class RowReading:
    """One row; `bad` once something in it was refused."""

    __slots__ = ("bad", "reading", "refused", "row")

    def __init__(self, reading: Reading, row: Row) -> None:
        self.reading = reading
        self.row = row
        self.bad = False
        self.refused: set[Field | None] = set()

    @property
    def line(self) -> int:
        """The row's line in the file."""
        return self.row.line

    def cell(self, field: Field) -> Cell:
        """The raw cell of a field; None without a column or empty."""
        place = self.reading.places.get(field)
        found = None if place is None else self.row.cell(place)
        return None if isinstance(found, str) and not found.strip() else found

    def refuse(
        self, code: Code, *, field: Field | None = None, value: object = None, **facts: object
    ) -> None:
        """Refuses the row, with the reason."""
        self.bad = True
        self.refused.add(field)
        self.reading.rejected.append(issue(code, line=self.line, field=field, value=value, **facts))

    def warn(self, code: Code, *, field: Field | None = None, value: object = None, **facts: object) -> None:
        """Notes a remark that does not refuse the row."""
        self.reading.warn(code, self.row, field=field, value=value, **facts)

    def require(self, field: Field) -> None:
        """Refuses the row for an empty cell, naming its column, unless its content was refused before."""
        if field in self.refused:
            return
        self.refuse(Code.MISSING, field=field, column=self.reading.mapping.title_of(field) or label(field))

    def text(self, field: Field, *, needed: bool = False) -> str:
        """A text; refused when it is a formula, too long, or missing and needed."""
        limit = limits.FIELD_CHARACTERS.get(field, limits.CELL_CHARACTERS)
        found = values.read_text(self.cell(field), limit=limit)
        if isinstance(found, Code):
            self.refuse(found, field=field, value=self.cell(field), limit=limit)
            return ""
        if needed and not found:
            self.require(field)
        return found

    def shown(self, field: Field) -> str:
        """A cell as it stands, unchecked, to decide what the row is."""
        place = self.reading.places.get(field)
        return "" if place is None else self.row.text(place)

    def day(self, field: Field, *, needed: bool = False) -> date | None:
        """A date; None for an empty cell. What is no date is refused."""
        cell = self.cell(field)
        if cell is None:
            if needed:
                self.require(field)
            return None
        found = read_date(cell, order=self.reading.order)
        if isinstance(found, Code):
            self.refuse(found, field=field, value=cell)
            return None
        return found

    def currency(self) -> str:
        """The row's currency, else the entity's."""
        default = self.reading.options.currency
        text = self.text(Field.CURRENCY)
        found = currency_code(text, default)
        if isinstance(found, Code):
            self.refuse(Code.CURRENCY_UNKNOWN, field=Field.CURRENCY, value=text)
            return default
        return found

    def amount(self, field: Field, currency: str, *, needed: bool = False) -> Amount | None:
        """An amount; None for an empty cell or a lone dash. What is no amount is refused."""
        cell = self.cell(field)
        if cell is None or (isinstance(cell, str) and cell.strip() in ("-", "–", "—")):
            if needed:
                self.require(field)
            return None
        found = read_amount(cell, currency=currency, mark=self.reading.marks.get(field))
        if isinstance(found, Code):
            self.refuse(found, field=field, value=cell, currency=currency)
            return None
        if found.note is not None:
            self.warn(found.note, field=field, value=cell, read=Money(found.minor, found.currency))
        return found

    def number(self, field: Field) -> Decimal | None:
        """A bare number; None for an empty cell."""
        cell = self.cell(field)
        found = None if cell is None else read_number(cell, mark=self.reading.marks.get(field))
        if isinstance(found, Code):
            self.refuse(found, field=field, value=cell)
            return None
        return found

    def soft(self, field: Field, read: Callable[[str], Found | Code], empty: Found, **facts: object) -> Found:
        """A value that is left out with a remark, not refused, when it cannot be read."""
        text = self.text(field)
        found = read(text) if text else empty
        if isinstance(found, Code):
            self.warn(found, field=field, value=text, **facts)
            return empty
        return found

    def email(self) -> str:
        """The first address of the cell; a bad one is left out with a remark."""
        return self.soft(
            Field.EMAIL, lambda text: values.read_email(text.replace(";", ",").split(",")[0].strip()), ""
        )

    def phone(self) -> str:
        """The telephone in international form, or as it is written, with a remark."""
        country = (
            self.soft(Field.COUNTRY, values.read_country, "") if Field.COUNTRY in self.reading.places else ""
        )
        text = self.text(Field.PHONE)
        found = values.read_phone(text, country or self.reading.options.country) if text else ""
        if isinstance(found, Code):
            self.warn(found, field=Field.PHONE, value=text)
            return text
        return found

    def identifier(self, field: Field, check: Callable[[str], str]) -> str:
        """A SIREN, SIRET or VAT number; a wrong one is left out with a remark."""
        return self.soft(field, lambda text: values.read_identifier(text, check), "", name=label(field))

    def siren(self) -> str:
        """The SIREN, taken from the SIRET where only that is given."""
        found = self.identifier(Field.SIREN, identifiers.siren)
        return found or self.identifier(Field.SIRET, identifiers.siret)[:9]

    def first_text(self) -> str:
        """The first cell that holds something."""
        return next((text for text in map(self.row.text, range(len(self.row.cells))) if text), "")

    def is_total(self) -> bool:
        """Whether the row only sums others up; «Total Energies» with an invoice or an address does not."""
        first = self.first_text()
        words = search_key(first)
        own = (Field.ISSUED_ON, Field.RECEIVED_ON, Field.EMAIL, Field.NUMBER)
        places = [self.reading.places[field] for field in own if field in self.reading.places]
        if not words.startswith(_TOTAL_STARTS) or any(
            self.row.text(place) not in ("", first) for place in places
        ):
            return False
        named = self.reading.mapping.shape is RowShape.BALANCE or self.reading.mapping.kind == Kind.CUSTOMERS
        return words in _TOTAL_WORDS or words.startswith(_SUBTOTAL_STARTS if named else _TOTAL_STARTS)
