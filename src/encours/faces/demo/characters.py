"""The customers of the demonstration, read from `characters.toml`: who they are and how they pay."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from encours.books.creditor.rules.terms import TermRule, due_on
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from encours.ground.kernel.money import Money

Table = Mapping[str, object]

ROLES = {
    "comptabilité": ContactRole.ACCOUNTING,
    "achats": ContactRole.PURCHASING,
    "direction": ContactRole.MANAGEMENT,
    "autre": ContactRole.OTHER,
}
END_OF_MONTH = "fin de mois"


@dataclass(frozen=True, slots=True)
class Terms:
    """The payment period agreed with a customer."""

    days: int
    rule: TermRule = TermRule.NET

    def due_on(self, issued_on: date) -> date:
        """The due date of an invoice issued on a day."""
        return due_on(issued_on, self.days, self.rule)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the customer's."""

    name: str
    role: ContactRole
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a customer buys, for how much (net, in euros), and how it pays.

    `late_days` bounds the day of payment against the due date; `forgets` is the share of invoices
    paid only after we wrote; `run` are the days on which the payer pays; `lump_days` bounds the
    wait between two payments of several invoices at once (None: one by one), `on_time` the share
    that is paid on its date all the same.
    """

    monthly: float = 0.0
    net: tuple[int, int] = (0, 0)
    late_days: tuple[int, int] = (0, 0)
    forgets: float = 0.0
    run: tuple[str, ...] = ()
    lump_days: tuple[int, int] | None = None
    on_time: float = 0.0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class HandCredit:
    """A credit note written by hand; against an invoice, or free."""

    issued_on: date
    total: Money
    label: str


@dataclass(frozen=True, slots=True)
class HandInvoice:
    """An invoice that the story needs exactly so; `coming` is paid after the first morning."""

    key: str
    issued_on: date
    total: Money
    label: str
    order_reference: str
    paid: tuple[tuple[date, Money], ...]
    coming: tuple[tuple[date, Money], ...]
    credit: HandCredit | None


@dataclass(frozen=True, slots=True)
class FreePayment:
    """Money that came without saying what it pays."""

    received_on: date
    amount: Money
    reference: str


@dataclass(frozen=True, slots=True)
class Character:
    """One customer: identity, people, habit, and what is written by hand."""

    code: str
    name: str
    story: str
    payer: str
    kind: CustomerKind
    siren: str
    vat_number: str
    email: str
    phone: str
    address: str
    postcode: str
    city: str
    country: str
    language: str
    currency: str
    vat_rate: Decimal
    terms: Terms
    since_on: date
    is_to_be_kept: bool
    manager: str
    method: PaymentMethod
    people: tuple[Person, ...]
    habit: Habit
    goods: tuple[str, ...]
    invoices: tuple[HandInvoice, ...]
    free_payments: tuple[FreePayment, ...]
    free_credits: tuple[HandCredit, ...]

    @property
    def has_written_open(self) -> bool:
        """Whether the story says exactly what is overdue, so that chance adds nothing."""
        return any(
            sum(part.minor for _, part in i.paid) + (i.credit.total.minor if i.credit else 0) < i.total.minor
            for i in self.invoices
        )


@cache
def characters() -> tuple[Character, ...]:
    """All customers of the demonstration, in the order of the file."""
    text = files(__package__).joinpath("characters.toml").read_text(encoding="utf-8")
    return tuple(_character(table) for table in tomllib.loads(text)["customer"])


def french_vat_number(siren: str) -> str:
    """The VAT number that belongs to a SIREN. Source: CGI, ann. III, art. 49 septies (key modulo 97)."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def _character(table: Table) -> Character:
    kind = CustomerKind(_text(table, "kind", CustomerKind.BUSINESS.value))
    siren = _text(table, "siren", "")
    currency = _text(table, "currency", "EUR")
    return Character(
        code=_text(table, "code"),
        name=_text(table, "name"),
        story=_text(table, "story"),
        payer=_text(table, "payer"),
        kind=kind,
        siren=siren,
        vat_number=_text(table, "vat_number", french_vat_number(siren) if siren else ""),
        email=_text(table, "email", ""),
        phone=_text(table, "phone", ""),
        address=_text(table, "address"),
        postcode=_text(table, "postcode"),
        city=_text(table, "city"),
        country=_text(table, "country", "FR"),
        language=_text(table, "language", "fr"),
        currency=currency,
        vat_rate=Decimal(_text(table, "vat_rate", "0.20")),
        terms=_terms(_text(table, "terms")),
        since_on=_day(table["since"]),
        is_to_be_kept=bool(table.get("keep", False)),
        manager=_text(table, "manager"),
        method=PaymentMethod(_text(table, "method", PaymentMethod.TRANSFER.value)),
        people=tuple(_person(row) for row in _rows(table, "contacts")),
        habit=_habit(_table(table["habit"])),
        goods=tuple(str(one) for one in _list(table["goods"])),
        invoices=tuple(_invoice(_table(row), currency) for row in _rows(table, "invoice")),
        free_payments=tuple(_free_payment(_table(row), currency) for row in _rows(table, "unallocated")),
        free_credits=tuple(_credit(_table(row), currency) for row in _rows(table, "unallocated_credit")),
    )


def _terms(text: str) -> Terms:
    days, _, rest = text.partition(" ")
    return Terms(int(days), TermRule.DAYS_THEN_END_OF_MONTH if rest == END_OF_MONTH else TermRule.NET)


def _person(row: object) -> Person:
    name, role, email, phone = (str(cell) for cell in _list(row))
    return Person(name, ROLES[role], email, phone)


def _habit(table: Table) -> Habit:
    return Habit(
        monthly=float(str(table.get("monthly", 0))),
        net=_pair(table.get("net", [0, 0])),
        late_days=_pair(table.get("late", [0, 0])),
        forgets=float(str(table.get("forgets", 0))),
        run=tuple(str(day) for day in _list(table.get("run", []))),
        lump_days=_pair(table["lumps"]) if "lumps" in table else None,
        on_time=float(str(table.get("on_time", 0))),
        until=_day(table["until"]) if "until" in table else None,
    )


def _invoice(table: Table, currency: str) -> HandInvoice:
    return HandInvoice(
        key=_text(table, "key"),
        issued_on=_day(table["issued"]),
        total=Money.from_text(_text(table, "total"), currency),
        label=_text(table, "label"),
        order_reference=_text(table, "order", ""),
        paid=_parts(table.get("paid", []), currency),
        coming=_parts(table.get("coming", []), currency),
        credit=_credit(_table(table["credit"]), currency) if "credit" in table else None,
    )


def _parts(rows: object, currency: str) -> tuple[tuple[date, Money], ...]:
    pairs = [_list(part) for part in _list(rows)]
    return tuple((_day(on), Money.from_text(str(amount), currency)) for on, amount in pairs)


def _credit(table: Table, currency: str) -> HandCredit:
    return HandCredit(
        _day(table["issued"]), Money.from_text(_text(table, "total"), currency), _text(table, "label")
    )


def _free_payment(table: Table, currency: str) -> FreePayment:
    amount = Money.from_text(_text(table, "total"), currency)
    return FreePayment(_day(table["received"]), amount, _text(table, "reference"))


def _text(table: Table, name: str, default: str | None = None) -> str:
    value = table.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name}: a text is expected, not {value!r}")
    return value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"a date is expected, not {value!r}")
    return value


def _pair(value: object) -> tuple[int, int]:
    low, high = (int(str(one)) for one in _list(value))
    return low, high


def _list(value: object) -> Iterable[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list is expected, not {value!r}")
    return value


def _rows(table: Table, name: str) -> Iterable[object]:
    return _list(table.get(name, []))


def _table(value: object) -> Table:
    if not isinstance(value, dict):
        raise TypeError(f"a table is expected, not {value!r}")
    return value
