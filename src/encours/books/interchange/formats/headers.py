"""What each column of a table says, and so what the table is about."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from encours.books.interchange.formats.cells import Table
from encours.books.interchange.formats.mapping import Field, Mapping, RowShape
from encours.books.interchange.formats.records import Kind
from encours.ground.kernel.text import search_key

SEARCHED_ROWS = 40
ALIKE = 80

_LEFT_OUT = frozenset(
    ["de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "en", "eur", "euro", "euros", "utc"]
)
_PAYMENT_WORDS = ("paiement", "reglement", "encaiss", "payment", "received", "recu", "paid")
_INVOICE_WORDS = ("facture", "invoice", "emission", "issue")
_NAME_HINTS = {
    Kind.CUSTOMERS: ("client", "customer", "tiers"),
    Kind.CONTACTS: ("contact", "interlocuteur"),
    Kind.INVOICES: ("facture", "invoice"),
    Kind.PAYMENTS: ("paiement", "reglement", "encaissement", "payment", "receipt"),
}
_CUSTOMER_SIGNS = frozenset(
    {
        Field.EMAIL,
        Field.PHONE,
        Field.STREET,
        Field.POSTAL_CODE,
        Field.CITY,
        Field.SIREN,
        Field.SIRET,
        Field.VAT_NUMBER,
        Field.CUSTOMER_CODE,
        Field.TERM_DAYS,
    }
)
_EITHER = frozenset(
    {
        *(Field.CUSTOMER_NAME, Field.CUSTOMER_CODE, Field.NUMBER, Field.ISSUED_ON, Field.TOTAL),
        *(Field.CURRENCY, Field.LABEL, Field.PO_NUMBER),
    }
)
"""What a list of invoices says that a list of payments would say under the same titles."""
_AMOUNTS = frozenset({Field.TOTAL, Field.OPEN, Field.LINE_TOTAL, Field.UNIT_PRICE})
_PEOPLE = frozenset({Field.CONTACT_NAME, Field.FIRST_NAME, Field.LAST_NAME})
_CUSTOMER = frozenset({Field.CUSTOMER_NAME, Field.CUSTOMER_CODE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A known export: its titles as keys, what it is about and what one row of it is."""

    name: str
    title: str
    kind: Kind
    shape: RowShape
    titles: frozenset[str]
    either: frozenset[str]

    def fits(self, keys: frozenset[str]) -> bool:
        """Whether a row of titles is this layout's."""
        return self.titles <= keys and (not self.either or bool(self.either & keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How a table could be read, to be shown before it is taken in.

    `header` is the index of the row of titles in `table.rows`, None when there is none.
    `mapping` is None when nothing is recognised. `suggestions` are near misses (title, field),
    never applied by themselves. `is_unclear`: invoices and payments would have these very titles.
    """

    table: Table
    header: int | None
    titles: tuple[str, ...]
    kind: Kind | None
    mapping: Mapping | None
    layout: Layout | None
    suggestions: tuple[tuple[str, Field], ...] = ()
    score: int = 0
    is_unclear: bool = False


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """What a column can say in a file of that kind, in the order a person is offered it."""
    return tuple(_synonyms().get(kind, {}))


def header_key(title: str) -> str:
    """A title without accents, case, spaces, punctuation and small words."""
    words = search_key(title.replace("°", "").replace("_", " ")).split()
    return "".join(word for word in words if word not in _LEFT_OUT) or "".join(words)


def propose(table: Table, *, file_name: str = "", wanted: Kind | None = None) -> Proposal:
    """The best reading of a table: its row of titles, what it is about, what each column says.

    `wanted` is what a person said it is about; `file_name` only decides between equals.
    """
    best = Proposal(table=table, header=None, titles=(), kind=None, mapping=None, layout=None)
    for index, row in enumerate(table.rows[:SEARCHED_ROWS]):
        titles = tuple(row.text(column) for column in range(len(row.cells)))
        found = _read_titles(titles, file_name, wanted)
        if found is not None and found[0] > best.score:
            score, kind, mapping, layout = found
            best = Proposal(
                table=table,
                header=index,
                titles=titles,
                kind=kind,
                mapping=mapping,
                layout=layout,
                suggestions=suggest(titles, mapping),
                score=score,
            )
    if best.header is None:
        return _first_titles(best)
    if wanted is None and _is_unclear(best, file_name):
        return replace(best, kind=None, mapping=None, suggestions=(), is_unclear=True)
    return best


def _is_unclear(found: Proposal, file_name: str) -> bool:
    """Whether only a person can tell invoices from payments: no due date, no word of the one or the other."""
    if found.kind is not Kind.INVOICES or found.mapping is None or found.layout is not None:
        return False
    fields = {field for _title, field in found.mapping.columns}
    issued = header_key(found.mapping.title_of(Field.ISSUED_ON) or "")
    is_told = any(hint in search_key(file_name) for hint in _NAME_HINTS[Kind.INVOICES])
    is_told = is_told or any(word in issued for word in _INVOICE_WORDS)
    return fields <= _EITHER and not is_told and _score(found.titles, Kind.PAYMENTS, "") > 0


def map_titles(titles: Sequence[str], kind: Kind) -> tuple[tuple[str, Field], ...]:
    """Title → field by exact synonym; each field takes its best title, each title one field."""
    shown = [title for title in reversed(titles) if title]
    keys = {header_key(title): title for title in sorted(shown, key=lambda title: title.startswith("*"))}
    taken: dict[str, Field] = {}
    for field, synonyms in _synonyms().get(kind, {}).items():
        title = next((keys[key] for key in synonyms if key in keys and keys[key] not in taken), None)
        if title is not None:
            taken[title] = field
    return tuple((title, taken[title]) for title in dict.fromkeys(titles) if title in taken)


def suggest(titles: Sequence[str], mapping: Mapping) -> tuple[tuple[str, Field], ...]:
    """For titles left out, the field with a title nearly the same, if the field is still free."""
    free = {
        key: field
        for field, synonyms in _synonyms().get(mapping.kind, {}).items()
        if not mapping.has(field)
        for key in synonyms
    }
    found = []
    for title in titles:
        if not title or mapping.field_of(title) is not None:
            continue
        near = process.extractOne(header_key(title), free.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near is not None:
            found.append((title, free[near[0]]))
    return tuple(found)


def find_layout(titles: Sequence[str]) -> Layout | None:
    """The first known layout whose titles are all there."""
    keys = frozenset(header_key(title) for title in titles if title)
    return next((layout for layout in _layouts() if layout.fits(keys)), None)


def find_header(table: Table, mapping: Mapping) -> int | None:
    """The row where a remembered mapping finds its titles; None when fewer than all are there."""
    wanted = {title for title, _field in mapping.columns}
    for index, row in enumerate(table.rows[:SEARCHED_ROWS]):
        if wanted <= {row.text(column) for column in range(len(row.cells))}:
            return index
    return None


def _read_titles(
    titles: tuple[str, ...], file_name: str, wanted: Kind | None
) -> tuple[int, Kind, Mapping, Layout | None] | None:
    layout = find_layout(titles)
    if layout is not None and wanted in (None, layout.kind):
        mapping = Mapping(
            kind=layout.kind, columns=map_titles(titles, layout.kind), shape=layout.shape, layout=layout.name
        )
        return 1000 + len(mapping.columns), layout.kind, mapping, layout
    kinds = [wanted] if wanted is not None else [Kind.INVOICES, Kind.PAYMENTS, Kind.CONTACTS, Kind.CUSTOMERS]
    scored = [(_score(titles, kind, file_name), kind) for kind in kinds]
    score, kind = max(scored, key=lambda pair: pair[0])
    if not score:
        return None
    columns = map_titles(titles, kind)
    fields = {field for _title, field in columns}
    lines = not fields & {Field.TOTAL, Field.OPEN} and fields & {Field.LINE_TOTAL, Field.UNIT_PRICE}
    shape = RowShape.LINE if lines else RowShape.DOCUMENT
    return score, kind, Mapping(kind=kind, columns=columns, shape=shape), None


def _score(titles: Sequence[str], kind: Kind, file_name: str) -> int:
    """0 when the titles cannot be of that kind; else more for more and for telling columns."""
    columns = map_titles(titles, kind)
    key_of = {field: header_key(title) for title, field in columns}
    fields = frozenset(key_of)
    name = search_key(file_name)
    bonus = 2 * any(hint in name for hint in _NAME_HINTS.get(kind, ()))
    possible = False
    match kind:
        case Kind.INVOICES:
            possible = Field.NUMBER in fields and bool(fields & _AMOUNTS)
            bonus += 4 * (Field.DUE_ON in fields) + 3 * (Field.OPEN in fields)
            bonus += 3 * any(word in key_of.get(Field.ISSUED_ON, "") for word in _INVOICE_WORDS)
        case Kind.PAYMENTS:
            possible = {Field.AMOUNT, Field.RECEIVED_ON} <= fields and bool(
                fields & (_CUSTOMER | {Field.NUMBER})
            )
            bonus += 3 * (Field.METHOD in fields)
            bonus += 4 * any(word in key_of.get(Field.RECEIVED_ON, "") for word in _PAYMENT_WORDS)
            bonus += 2 * any(word in key_of.get(Field.AMOUNT, "") for word in _PAYMENT_WORDS)
        case Kind.CONTACTS:
            reach = {Field.EMAIL, Field.PHONE, Field.ROLE}
            possible = bool(fields & _CUSTOMER) and bool(fields & _PEOPLE) and bool(fields & reach)
            bonus += 2 * (Field.ROLE in fields)
        case Kind.CUSTOMERS:
            possible = Field.CUSTOMER_NAME in fields and bool(fields & _CUSTOMER_SIGNS)
            bonus += 2 * bool(fields & {Field.STREET, Field.SIREN, Field.SIRET, Field.VAT_NUMBER})
        case _:
            return 0
    return 10 + len(fields) + bonus if possible else 0


def _first_titles(nothing: Proposal) -> Proposal:
    """Nothing is recognised: the first row with two cells is shown as titles, to be mapped by hand."""
    for index, row in enumerate(nothing.table.rows[:SEARCHED_ROWS]):
        titles = tuple(row.text(column) for column in range(len(row.cells)))
        if sum(map(bool, titles)) > 1:
            return Proposal(
                table=nothing.table, header=index, titles=titles, kind=None, mapping=None, layout=None
            )
    return nothing


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, dict[Field, tuple[str, ...]]]:
    text = files(__package__).joinpath("headers.toml").read_text(encoding="utf-8")
    return {
        kind: {
            Field(field): tuple(dict.fromkeys(map(header_key, titles))) for field, titles in fields.items()
        }
        for kind, fields in tomllib.loads(text).items()
    }


@lru_cache(maxsize=1)
def _layouts() -> tuple[Layout, ...]:
    text = files(__package__).joinpath("layouts.toml").read_text(encoding="utf-8")
    return tuple(
        Layout(
            name=found["name"],
            title=found["title"],
            kind=Kind(found["kind"]),
            shape=RowShape(found.get("shape", RowShape.DOCUMENT)),
            titles=frozenset(map(header_key, found["titles"])),
            either=frozenset(map(header_key, found.get("either", ()))),
        )
        for found in tomllib.loads(text)["layout"]
    )
