"""Money received and credit notes: the list, and one of them with what it pays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.books.receivables.rules.party import PAYMENT_METHOD_LABELS, PaymentMethod
from encours.books.receivables.rules.shown import CREDITS_SHOWN_LABELS, CreditsShown
from encours.faces.desk.addresses import place_in, with_query
from encours.faces.desk.pages.customers import tabs
from encours.faces.desk.pages.invoice import credit_name
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say

PAGE = 50


def credits_list(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page of money received and credit notes."""
    wished = asked.get("vue", "")
    shown = CreditsShown(wished) if wished in set(CreditsShown) else CreditsShown.PAYMENTS
    rows = _rows(desk.entity.id, shown, place_in(asked, "apres"))
    page = rows if shown is CreditsShown.FREE else rows[:PAGE]
    return {
        "tabs": tabs(reverse("desk:payments"), CREDITS_SHOWN_LABELS, shown, {}),
        "credits": [_line(row) for row in page],
        "next_url": _next(shown, page[-1]) if len(rows) > len(page) else None,
        "empty": _EMPTY[shown],
        "may_record": desk.may(Permission.RECORD),
    }


def credit_page(desk: Desk, row: Any) -> dict[str, Any]:
    """Everything on the page of one payment or credit note."""
    kind = _kind(row)
    parts = [a for a in row.allocations.all() if not a.ended_on]
    opens = _opens(kind, row) if desk.may(Permission.RECORD) else []
    return {
        "credit": {
            **_line(row),
            "title": _sentence(row),
            "reference": row.reference if kind == "payment" else row.reason,
        },
        "parts": [
            {
                "number": a.due.invoice.number,
                "url": reverse("desk:invoice", args=[a.due.invoice_id]),
                "due_on": a.due.due_on,
                "amount": Money(a.amount_minor, row.currency),
            }
            for a in parts
        ],
        "allocate_url": _url(kind, "allocate", row) if opens else None,
        "opens": opens,
        "deallocate_url": _url(kind, "deallocate", row) if parts and desk.may(Permission.RECORD) else None,
        "actions": _actions(kind, row) if desk.may(Permission.RECORD) else [],
    }


_EMPTY = {
    CreditsShown.PAYMENTS: Reason(
        N_(
            "Notez un règlement dès qu'il arrive, ou importez le fichier de votre banque ou de votre comptable."
        )
    ),
    CreditsShown.FREE: Reason(N_("Tout ce qui a été reçu est affecté à ses factures.")),
    CreditsShown.CREDIT_NOTES: Reason(
        N_("Un avoir réduit ce que le client doit ; notez-le ici quand il est émis ailleurs.")
    ),
}


def _rows(entity_id: int, shown: CreditsShown, after: tuple[date, int] | None) -> list[Any]:
    if shown is CreditsShown.FREE:
        return list(receivables_queries.free_credits_page(entity_id))
    if shown is CreditsShown.CREDIT_NOTES:
        return list(receivables_queries.credit_notes_page(entity_id, after=after, limit=PAGE + 1))
    return list(receivables_queries.payments_page(entity_id, after=after, limit=PAGE + 1))


def _line(row: Any) -> dict[str, Any]:
    kind = _kind(row)
    minor = row.amount_minor if kind == "payment" else row.total_minor
    return {
        "id": row.pk,
        "url": reverse(f"desk:{kind}", args=[row.pk]),
        "name": _word(row),
        "on": _day(row),
        "customer_id": row.customer_id,
        "customer": row.customer.name,
        "amount": Money(minor, row.currency),
        "free": Money(0 if row.cancelled_at else row.unallocated_minor, row.currency),
        "state": _state(row, minor),
    }


def _word(row: Any) -> str:
    """«Virement», «Avoir AV-12»: its day stands beside it."""
    if _kind(row) == "credit_note":
        return _sentence(row)
    method = PaymentMethod(row.method)
    return (
        _capital(say(Reason(PAYMENT_METHOD_LABELS[method])))
        if method is not PaymentMethod.UNKNOWN
        else _("Règlement")
    )


def _sentence(row: Any) -> str:
    return _capital(say(credit_name(row)))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _state(row: Any, minor: int) -> State:
    if row.cancelled_at:
        return State("rest", "ban", Reason(N_("annulé")))
    if not row.unallocated_minor:
        return State("kept", "check", Reason(N_("affecté")))
    if row.unallocated_minor < minor:
        return State("today", "circle-dashed", Reason(N_("affecté en partie")))
    return State("today", "circle-dashed", Reason(N_("à affecter")))


def _actions(kind: str, row: Any) -> list[dict[str, Any]]:
    if row.cancelled_at:
        label = _("Rétablir le règlement") if kind == "payment" else _("Rétablir l'avoir")
        return [{"url": _url(kind, "restore", row), "label": label, "icon": "undo-2", "is_dialog": True}]
    label = _("Annuler le règlement") if kind == "payment" else _("Annuler l'avoir")
    return [{"url": _url(kind, "cancel", row), "label": label, "icon": "ban", "is_dialog": True}]


def credit_opens(row: Any) -> list[OpenItem]:
    """What the rest of a payment or credit note may pay: nothing once it is cancelled or spent."""
    if row.cancelled_at or not row.unallocated_minor:
        return []
    opens = receivables_queries.open_items_of([row.customer_id]).get(row.customer_id, [])
    return [item for item in opens if item.currency == row.currency]


def _opens(kind: str, row: Any) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "url": reverse("desk:invoice", args=[item.invoice_id]),
            "due_on": item.due_on,
            "amount": Money(item.open_minor, row.currency),
            "here_url": reverse(f"desk:{kind}_allocate_here", args=[row.pk, item.due_id]),
        }
        for item in credit_opens(row)
    ]


def _kind(row: Any) -> str:
    return "payment" if hasattr(row, "received_on") else "credit_note"


def _day(row: Any) -> date:
    day: date = row.received_on if _kind(row) == "payment" else row.issued_on
    return day


def _url(kind: str, what: str, row: Any) -> str:
    return reverse(f"desk:{kind}_{what}", args=[row.pk])


def _next(shown: CreditsShown, last: Any) -> str:
    return with_query(reverse("desk:payments"), vue=shown.value, jour=_day(last).isoformat(), apres=last.pk)
