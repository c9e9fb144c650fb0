"""Which column says what: a mapping as data, so that it can be shown, corrected and remembered."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column can say."""

    CUSTOMER_CODE = "customer_code"
    CUSTOMER_NAME = "customer_name"
    CUSTOMER_KIND = "customer_kind"
    SIREN = "siren"
    SIRET = "siret"
    VAT_NUMBER = "vat_number"
    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    STREET_MORE = "street_more"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    COUNTRY = "country"
    LANGUAGE = "language"
    TERM_DAYS = "term_days"
    ACCOUNT_MANAGER = "account_manager"
    SINCE_ON = "since_on"
    KEEP = "keep"
    CONTACT_NAME = "contact_name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ROLE = "role"
    NUMBER = "number"
    ISSUED_ON = "issued_on"
    DUE_ON = "due_on"
    TOTAL = "total"
    NET_TOTAL = "net_total"
    TAX_TOTAL = "tax_total"
    OPEN = "open"
    PAID = "paid"
    PAID_ON = "paid_on"
    INSTALMENT = "instalment"
    CURRENCY = "currency"
    PO_NUMBER = "po_number"
    DOCUMENT_KIND = "document_kind"
    STATUS = "status"
    PAYMENT_STATUS = "payment_status"
    LABEL = "label"
    LINE_TOTAL = "line_total"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    DISCOUNT = "discount"
    RECEIVED_ON = "received_on"
    AMOUNT = "amount"
    REFERENCE = "reference"
    METHOD = "method"
    CREDITED_INVOICE = "credited_invoice"


class DateOrder(StrEnum):
    """What stands first in a date like 03/04/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class RowShape(StrEnum):
    """What one row of the file is."""

    DOCUMENT = "document"
    LINE = "line"
    SECTION = "section"
    BALANCE = "balance"


class MappingError(ValueError):
    """A stored mapping that this version does not understand. The message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Column title → field, and how to read dates. Titles are kept as the file writes them."""

    kind: str
    columns: tuple[tuple[str, Field], ...]
    date_order: DateOrder | None = None
    shape: RowShape = RowShape.DOCUMENT
    layout: str | None = None

    def field_of(self, title: str) -> Field | None:
        """What a column says, or None when it is left out."""
        return dict(self.columns).get(title)

    def title_of(self, wanted: Field) -> str | None:
        """The title of the column that says a thing, None without one."""
        return next((title for title, found in self.columns if found is wanted), None)

    def has(self, *wanted: Field) -> bool:
        """Whether every one of these fields has a column."""
        return set(wanted) <= {found for _title, found in self.columns}

    def as_dict(self) -> dict[str, object]:
        """Plain data to store or to show, read back by `mapping_from`."""
        return {
            "kind": self.kind,
            "columns": {title: found.value for title, found in self.columns},
            "date_order": None if self.date_order is None else self.date_order.value,
            "shape": self.shape.value,
            "layout": self.layout,
        }


def mapping_from(stored: Dictionary[str, object]) -> Mapping:
    """A mapping from its plain data. Raises MappingError."""
    columns = stored.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise MappingError("columns")
    try:
        order = stored.get("date_order")
        layout = stored.get("layout")
        return Mapping(
            kind=str(stored["kind"]),
            columns=tuple((str(title), Field(str(found))) for title, found in columns.items()),
            date_order=None if order is None else DateOrder(str(order)),
            shape=RowShape(str(stored.get("shape", RowShape.DOCUMENT.value))),
            layout=None if layout is None else str(layout),
        )
    except (KeyError, ValueError) as error:
        raise MappingError(str(error)) from None


def signature(titles: Sequence[str]) -> str:
    """What two files with the same columns have in common: under it a mapping is remembered."""
    return "|".join(title.strip().casefold() for title in titles if title.strip())
