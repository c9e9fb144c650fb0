"""The door of this drawer: any file in, a preview or records out."""

from dataclasses import dataclass, replace
from typing import BinaryIO, assert_never

from encours.books.interchange.formats.cells import Table
from encours.books.interchange.formats.customers import read_contacts, read_customers
from encours.books.interchange.formats.fec import Progress, is_fec, is_fec_table, read_fec, read_fec_table
from encours.books.interchange.formats.foreign import HEAD_BYTES, foreign, not_taken
from encours.books.interchange.formats.headers import Proposal, find_header, propose
from encours.books.interchange.formats.invoices import read_invoices
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.labels import label
from encours.books.interchange.formats.mapping import Field, Mapping, RowShape
from encours.books.interchange.formats.payments import read_payments
from encours.books.interchange.formats.reading import Options, Reading
from encours.books.interchange.formats.records import Kind, Parsed, refused, whole
from encours.books.interchange.formats.tabular import read_tables

PREVIEW_ROWS = 20
PLAIN = Options()
_NEEDED: dict[Kind, tuple[tuple[Field, ...], ...]] = {
    Kind.CUSTOMERS: ((Field.CUSTOMER_NAME, Field.CUSTOMER_CODE),),
    Kind.CONTACTS: (
        (Field.CUSTOMER_NAME, Field.CUSTOMER_CODE),
        (Field.CONTACT_NAME, Field.LAST_NAME, Field.FIRST_NAME),
    ),
    Kind.PAYMENTS: (
        (Field.RECEIVED_ON,),
        (Field.AMOUNT,),
        (Field.CUSTOMER_NAME, Field.CUSTOMER_CODE, Field.NUMBER),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a page shows before anything is taken in.

    `refusal` when nothing can be read. A FEC has no mapping. `rows` are the first ones as text.
    """

    kind: Kind | None
    encoding: str | None = None
    proven: bool = True
    sheet: str | None = None
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping | None = None
    layout_title: str | None = None
    suggestions: tuple[tuple[str, Field], ...] = ()
    refusal: Issue | None = None


def preview(stream: BinaryIO, name: str, *, options: Options = PLAIN) -> Preview:
    """What the file seems to be and how its columns would be read."""
    if other := _not_for_us(stream, options.kind):
        return Preview(kind=None, refusal=other)
    if options.kind in (None, Kind.FEC) and is_fec(stream):
        return Preview(kind=Kind.FEC)
    tables = read_tables(stream, declared=options.encoding)
    if isinstance(tables, Issue):
        return Preview(kind=None, refusal=tables)
    if is_fec_table(tables[0]):
        return Preview(kind=Kind.FEC, sheet=tables[0].sheet)
    best = _best(tables, name, options.kind)
    first = 0 if best.header is None else best.header + 1
    shown = best.table.rows[first : first + PREVIEW_ROWS]
    return Preview(
        kind=best.kind,
        encoding=best.table.encoding,
        proven=best.table.proven,
        sheet=best.table.sheet,
        titles=best.titles,
        rows=tuple(tuple(row.text(place) for place in range(len(best.titles))) for row in shown),
        mapping=best.mapping,
        layout_title=None if best.layout is None else best.layout.title,
        suggestions=best.suggestions,
    )


def read(
    stream: BinaryIO, name: str, *, options: Options = PLAIN, progress: Progress | None = None
) -> Parsed:
    """All that a file says, at once."""
    return whole(read_in_parts(stream, name, options=options, progress=progress))


def read_in_parts(
    stream: BinaryIO, name: str, *, options: Options = PLAIN, progress: Progress | None = None
) -> Parsed:
    """All that a file says, the records of a long one in parts (`records.in_parts`).

    Never raises for what is in the file: refusals are in the answer.

    Without `options.kind` and `options.mapping` the titles decide. `progress` is called with the
    number of lines read of a FEC.
    """
    kind, mapping = options.kind, options.mapping
    if other := _not_for_us(stream, kind):
        return refused(other)
    if mapping is None and kind in (None, Kind.FEC) and is_fec(stream):
        return read_fec(stream, options, progress=progress)
    tables = read_tables(stream, declared=options.encoding)
    if isinstance(tables, Issue):
        return refused(tables, kind=kind)
    if mapping is None and kind in (None, Kind.FEC) and is_fec_table(tables[0]):
        return read_fec_table(tables[0], options)
    if mapping is not None:
        return _read_mapped(tables, mapping, options)
    best = _best(tables, name, kind)
    if best.kind is None or best.mapping is None or best.header is None:
        unknown = Code.KIND_UNCLEAR if best.is_unclear else Code.UNKNOWN_KIND
        code = Code.NO_HEADER if kind is not None else unknown
        return refused(issue(code), kind=kind, encoding=best.table.encoding)
    return _read_table(best.table, best.header, best.mapping, options)


def _not_for_us(stream: BinaryIO, kind: Kind | None) -> Issue | None:
    """What is plainly another kind of file, by its first bytes."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return foreign(head) or (not_taken(kind) if kind in (Kind.BANK, Kind.EINVOICE) else None)


def _best(tables: tuple[Table, ...], name: str, kind: Kind | None) -> Proposal:
    return max(
        (propose(table, file_name=name, wanted=kind) for table in tables), key=lambda found: found.score
    )


def _read_mapped(tables: tuple[Table, ...], mapping: Mapping, options: Options) -> Parsed:
    for table in tables:
        header = find_header(table, mapping)
        if header is not None:
            return _read_table(table, header, mapping, options)
    titles = {row.text(place) for row in tables[0].rows[:1] for place in range(len(row.cells))}
    missing = [title for title, _field in mapping.columns if title not in titles]
    issues = tuple(issue(Code.COLUMN_MISSING, column=title) for title in missing)
    return Parsed(kind=Kind(mapping.kind), unreadable=True, mapping=mapping, rejected=issues)


def _read_table(table: Table, header: int, mapping: Mapping, options: Options) -> Parsed:
    kind = Kind(mapping.kind)
    if missing := _missing(kind, mapping):
        issues = tuple(issue(Code.COLUMN_MISSING, column=label(field)) for field in missing)
        return Parsed(kind=kind, unreadable=True, mapping=mapping, rejected=issues, encoding=table.encoding)
    reading = Reading(table, header, mapping, options)
    match kind:
        case Kind.CUSTOMERS:
            parsed = read_customers(reading)
        case Kind.CONTACTS:
            parsed = read_contacts(reading)
        case Kind.INVOICES:
            parsed = read_invoices(reading)
        case Kind.PAYMENTS:
            parsed = read_payments(reading)
        case Kind.FEC | Kind.EINVOICE | Kind.BANK:
            return refused(not_taken(kind), encoding=table.encoding)
        case _:
            assert_never(kind)
    return _finished(parsed, reading, table)


def _finished(parsed: Parsed, reading: Reading, table: Table) -> Parsed:
    records = (
        parsed.customers,
        parsed.contacts,
        parsed.invoices,
        parsed.credit_notes,
        parsed.payments,
        parsed.opening_items,
    )
    if not any(records) and not reading.rejected:
        reading.warnings.append(issue(Code.NOTHING_TO_TAKE))
    return replace(
        parsed,
        encoding=table.encoding,
        layout=reading.mapping.layout,
        mapping=reading.mapping,
        lines=len(reading.body),
        rejected=tuple(reading.rejected),
        warnings=tuple(reading.warnings),
        questions=tuple(reading.questions),
    )


def _missing(kind: Kind, mapping: Mapping) -> list[Field]:
    """The first of each group of columns of which one must be there."""
    groups = _NEEDED.get(kind, ())
    if kind is Kind.INVOICES and mapping.shape is not RowShape.BALANCE:
        amounts = (
            Field.TOTAL,
            Field.OPEN,
            Field.NET_TOTAL,
            Field.LINE_TOTAL,
            Field.UNIT_PRICE,
            Field.INSTALMENT,
        )
        customer = (Field.CUSTOMER_NAME, Field.CUSTOMER_CODE)
        groups = ((Field.NUMBER,), (Field.ISSUED_ON,), amounts)
        groups = groups if mapping.shape is RowShape.SECTION else (*groups, customer)
    return [group[0] for group in groups if not any(mapping.has(field) for field in group)]
