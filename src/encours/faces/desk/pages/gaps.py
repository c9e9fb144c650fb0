"""What is missing, as lists to fill in: addresses, due dates, copies; a page of each at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.counted import Counted
from encours.books.receivables.rules.shown import (
    CustomerSearch,
    CustomersShown,
    InvoiceSearch,
    InvoicesShown,
)
from encours.faces.desk.addresses import number_in, place_in, with_query
from encours.faces.desk.forms.gaps import AddressForm, CopyForm, DropForm, DueDateForm
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.kernel.text import search_key
from encours.ground.plumbing.say import say

PAGE = 50


class GapKind(StrEnum):
    """What can be missing."""

    EMAIL = "email"
    DUE = "due"
    DOCUMENT = "document"


_LABELS = {
    GapKind.EMAIL: N_("Adresses"),
    GapKind.DUE: N_("Échéances"),
    GapKind.DOCUMENT: N_("Copies"),
}
_INTROS = {
    GapKind.EMAIL: N_("Sans adresse, rien ne peut être écrit à ces clients : {count}."),
    GapKind.DUE: N_("Échéances calculées avec votre délai, à confirmer : {count}."),
    GapKind.DOCUMENT: N_("Sans copie, le message part sans la facture jointe : {count}."),
}
_FORMS: dict[GapKind, type[AddressForm] | type[DueDateForm] | type[CopyForm]] = {
    GapKind.EMAIL: AddressForm,
    GapKind.DUE: DueDateForm,
    GapKind.DOCUMENT: CopyForm,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to fill in."""

    id: int
    form: AddressForm | DueDateForm | CopyForm
    name: str
    detail: Reason | str
    amount: Money | None
    url: str
    due_on: date | None = None

    @property
    def field(self) -> BoundField:
        """The one field."""
        return self.form[self.form.field_name]


def lines_of(
    desk: Desk, kind: GapKind, *, asked: Mapping[str, str], data: Any = None, files: Any = None
) -> list[Line]:
    """A page of what is missing, one line more than a page holds when there are more."""
    if kind is GapKind.EMAIL:
        return _customers(desk, asked, data)
    return _invoices(desk, kind, asked, data, files)


def gaps_page(desk: Desk, kind: GapKind, lines: list[Line], drop_form: DropForm | None) -> dict[str, Any]:
    """Everything on the page."""
    counts = _counts(desk)
    page = lines[:PAGE]
    base = reverse("desk:gaps")
    return {
        "tabs": [
            {
                "url": with_query(base, vue=member.value),
                "label": say(Reason(label)),
                "count": str(counts[member]) or None,
                "is_current": member is kind,
                "is_warning": bool(counts[member].number) and member is not GapKind.DOCUMENT,
            }
            for member, label in _LABELS.items()
        ],
        "kind": kind.value,
        "intro": Reason(_INTROS[kind], count=str(counts[kind])) if counts[kind].number else None,
        "lines": page,
        "drop_form": drop_form if lines else None,
        "confirm": _("Confirmer toutes ces échéances") if kind is GapKind.DUE and lines else "",
        "next_url": _next(base, kind, page[-1]) if len(lines) > PAGE else None,
    }


def _counts(desk: Desk) -> dict[GapKind, Counted]:
    missing = standing_figures.missing(desk.entity.id, desk.act.today)
    return {
        GapKind.EMAIL: missing.without_address,
        GapKind.DUE: missing.due_assumed,
        GapKind.DOCUMENT: missing.without_copy,
    }


def _customers(desk: Desk, asked: Mapping[str, str], data: Any) -> list[Line]:
    search = CustomerSearch(
        entity_id=desk.entity.id, today=desk.act.today, shown=CustomersShown.WITHOUT_ADDRESS
    )
    last = number_in(asked.get("id", ""))
    after = (asked["apres"], last) if last is not None and "apres" in asked else None
    rows = receivables_queries.customers_page(search, after=after, limit=PAGE + 1)
    sums = receivables_queries.sums_of([row.pk for row in rows], desk.act.today)
    return [
        Line(
            row.pk,
            AddressForm(data, prefix=f"line{row.pk}"),
            row.name,
            " · ".join(filter(None, (row.city, row.code))),
            _amount(desk, sums.get(row.pk, [])),
            reverse("desk:customer", args=[row.pk]),
        )
        for row in rows
    ]


def _invoices(desk: Desk, kind: GapKind, asked: Mapping[str, str], data: Any, files: Any) -> list[Line]:
    shown = InvoicesShown.DUE_ASSUMED if kind is GapKind.DUE else InvoicesShown.WITHOUT_COPY
    search = InvoiceSearch(entity_id=desk.entity.id, today=desk.act.today, shown=shown)
    rows = receivables_queries.dues_page(search, after=place_in(asked, "id"), limit=PAGE + 1)
    text = (
        N_("{customer}, échéance supposée le {on}")
        if kind is GapKind.DUE
        else N_("{customer}, échéance le {on}")
    )
    return [
        Line(
            row.pk if kind is GapKind.DUE else row.invoice_id,
            _FORMS[kind](data, files, prefix=f"line{row.pk}"),
            row.invoice.number,
            Reason(text, customer=row.customer.name, on=row.due_on),
            Money(row.open_minor, row.currency),
            reverse("desk:invoice", args=[row.invoice_id]),
            row.due_on,
        )
        for row in rows
    ]


def _next(base: str, kind: GapKind, last: Line) -> str:
    if kind is GapKind.EMAIL:
        return with_query(base, vue=kind.value, apres=search_key(last.name), id=last.id)
    return with_query(base, vue=kind.value, jour=last.due_on, id=str(last.form.prefix).removeprefix("line"))


def _amount(desk: Desk, sums: Iterable[Any]) -> Money | None:
    """What is open in the entity's currency, else in the first one."""
    found = {part.currency: Money(part.open_minor, part.currency) for part in sums}
    return found.get(desk.entity.currency) or next(iter(found.values()), None)
