"""What is known of the case when a text is held against the rules; every key may be unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.ledger import Ledger


class ContextError(ValueError):
    """A key of a context that cannot be read: a code, why, and its path."""

    def __init__(self, code: str, reason: Reason, field: str) -> None:
        super().__init__(str(reason))
        self.code, self.reason, self.field = code, reason, field


@dataclass(frozen=True, slots=True)
class InvoiceFact:
    """One invoice as the books have it; `open` is in units of its currency, empty currency: not told."""

    number: str = ""
    due_on: date | None = None
    open: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The facts of a case that rules ask for. Source: method 3, interfaces `lint`.

    With the whole `ledger` of a message every figure is held against it; `invoices` and `total` alone, as the
    command line tells them, are a part of the books: then other dates and instalments may stand beside them.
    """

    today: date | None = None
    country: str = ""
    invoices: tuple[InvoiceFact, ...] = ()
    total: Decimal | None = None
    names: tuple[str, ...] = ()
    attachments: bool | None = None
    hardship: bool = False
    emotional: bool = False
    step: str = ""
    broken_agreements: int = 0
    plan_b: bool = False
    plan_b_ready: bool | None = None
    dispute_open: bool = False
    disputed_number: str = ""
    disputed_amount: Decimal | None = None
    dispute_upheld: bool = False
    insolvency: bool = False
    bereavement: bool = False
    paid: bool = False
    agreement_on_time: bool = False
    our_promise_open: bool = False
    customer: str = ""
    tutoiement: bool = False
    suspension_allowed: bool = False
    fees_in_contract: bool = False
    court_title: bool = False
    final_already_sent: bool = False
    writeoff_approved: bool = False
    agency_reports: bool = False
    ledger: Ledger | None = None

    @property
    def repeatedly_broken(self) -> bool:
        """Whether two agreements or more were not kept: from then on plan B is named."""
        return self.broken_agreements >= 2

    @property
    def listening(self) -> bool:
        """Whether the caller is at the step of listening: our terms wait."""
        return self.step == "listen"

    def is_true(self, flag: str) -> bool:
        """Whether a fact that a rule names by its key is known to be so."""
        return bool(getattr(self, flag))


_FLAGS = frozenset(
    [
        "hardship",
        "emotional",
        "dispute_open",
        "dispute_upheld",
        "insolvency",
        "bereavement",
        "paid",
        "agreement_on_time",
        "our_promise_open",
        "tutoiement",
        "suspension_allowed",
        "fees_in_contract",
        "court_title",
        "final_already_sent",
        "writeoff_approved",
        "agency_reports",
    ]
)
FLAGS = frozenset(f.name for f in fields(Context)) | {"repeatedly_broken", "listening"}
_KEYS = _FLAGS | frozenset(
    [
        "today",
        "country",
        "facts",
        "names",
        "attachments",
        "step",
        "broken_agreements",
        "plan_b",
        "plan_b_ready",
        "disputed",
        "customer",
        "agency_reports_credit",
    ]
)
Read = dict[str, object]


def read_context(told: Mapping[str, object]) -> Context:
    """The context that a JSON object tells. Raises ContextError naming the key that cannot be read."""
    for key in told:
        if key not in _KEYS:
            raise ContextError("unknown_key", Reason(N_("Clé inconnue : {key}"), key=key), key)
    known = {key: value for key, value in told.items() if value is not None}
    facts, disputed = _object(known, "facts"), _object(known, "disputed")
    return Context(
        today=_date(known.get("today"), "today"),
        country=_text(known, "country"),
        invoices=_invoices(facts),
        total=_decimal(facts.get("total"), "facts.total"),
        names=_texts(known.get("names"), "names"),
        attachments=_any(known, "attachments"),
        step=_text(known, "step"),
        broken_agreements=_count(known, "broken_agreements"),
        plan_b=bool(_any(known, "plan_b")),
        plan_b_ready=_flag(known, "plan_b_ready"),
        disputed_number=_text(disputed, "invoice", "disputed."),
        disputed_amount=_decimal(disputed.get("amount"), "disputed.amount"),
        customer=_text(known, "customer"),
        agency_reports=bool(_flag(known, "agency_reports") or _flag(known, "agency_reports_credit")),
        ledger=None,
        **{flag: bool(_flag(known, flag)) for flag in _FLAGS - {"agency_reports"}},
    )


def _wrong(key: str, text: str) -> ContextError:
    return ContextError("invalid_type", Reason(text), key)


def _object(known: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = known.get(key, {})
    if not isinstance(value, Mapping):
        raise _wrong(key, N_("Un objet est attendu"))
    return value


def _text(known: Mapping[str, object], key: str, path: str = "") -> str:
    value = known.get(key, "")
    if not isinstance(value, str):
        raise _wrong(path + key, N_("Un texte est attendu"))
    return value


def _texts(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or not all(isinstance(v, str) for v in value)
    ):
        raise _wrong(key, N_("Une liste de textes est attendue"))
    return tuple(value)


def _flag(known: Mapping[str, object], key: str) -> bool | None:
    value = known.get(key)
    if value is None or isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
        return None if value is None else bool(value)
    raise _wrong(key, N_("Oui ou non est attendu (true, false)"))


def _any(known: Mapping[str, object], key: str) -> bool | None:
    """A fact told as yes or no, as a text, a count or a list: whether there is one."""
    value = known.get(key)
    return None if value is None else bool(value)


def _count(known: Mapping[str, object], key: str) -> int:
    value = known.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(key, N_("Un nombre entier est attendu"))
    return value


def _decimal(value: object, key: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong(key, N_("Un montant est attendu"))
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise _wrong(key, N_("Un montant est attendu")) from None
    if not amount.is_finite():
        raise _wrong(key, N_("Un montant est attendu"))
    return amount


def _date(value: object, key: str) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(key, N_("Une date est attendue (AAAA-MM-JJ)"))
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise _wrong(key, N_("Une date est attendue (AAAA-MM-JJ)")) from None


def _invoices(facts: Mapping[str, object]) -> tuple[InvoiceFact, ...]:
    """Either `invoices: [{no, due, open}]`, or one invoice told in place."""
    rows = facts.get("invoices")
    if rows is None:
        return (_invoice(facts, "facts"),) if {"invoice", "due", "amount"} & set(facts) else ()
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise _wrong("facts.invoices", N_("Une liste est attendue"))
    return tuple(_invoice(_row(row, rank), f"facts.invoices[{rank}]") for rank, row in enumerate(rows))


def _row(row: object, rank: int) -> Mapping[str, object]:
    if not isinstance(row, Mapping):
        raise _wrong(f"facts.invoices[{rank}]", N_("Un objet est attendu"))
    return row


def _invoice(row: Mapping[str, object], path: str) -> InvoiceFact:
    number = row.get("no", row.get("invoice", ""))
    if not isinstance(number, str | int):
        raise _wrong(f"{path}.no", N_("Un texte est attendu"))
    return InvoiceFact(
        number=str(number),
        due_on=_date(row.get("due"), f"{path}.due"),
        open=_decimal(row.get("open", row.get("amount")), f"{path}.open"),
        currency=_text(row, "currency", f"{path}."),
    )
