"""One invoice: what is left, what paid it, its copy, the messages that named it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.rules.party import PAYMENT_METHOD_LABELS, PaymentMethod
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.disputes import state_of as dispute_state
from encours.faces.desk.pages.invoices import due_state
from encours.faces.desk.pages.words import CHANNEL_ICONS, State
from encours.faces.desk.who import Desk
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.disputes import queries as disputes_queries
from encours.method.outreach import queries as outreach_queries


def invoice_page(desk: Desk, row: Any) -> dict[str, Any]:
    """Everything on the page but the form for its copy."""
    dues = sorted(row.dues.all(), key=lambda due: (due.due_on, due.pk))
    for due in dues:
        due.invoice = row  # spares one question per due date
    contested = disputes_queries.disputed_by_invoice([row.pk], today=desk.act.today).get(row.pk, 0)
    may_record = desk.may(Permission.RECORD)
    return {
        "invoice": _head(desk, row, dues, contested),
        "dues": [_due(desk, due, contested, may_change=may_record and not row.cancelled_at) for due in dues],
        "allocations": [
            _allocation(a, may_undo=may_record)
            for due in dues
            for a in due.allocations.all()
            if not a.ended_on
        ],
        "disputes": [_dispute(d) for d in disputes_queries.on_invoice(desk.entity.id, row.pk)],
        "contacts": [_contact(m) for m in outreach_queries.messages_naming([due.pk for due in dues])],
        "actions": _actions(row, is_open=any(due.open_minor for due in dues)) if may_record else [],
    }


def credit_name(credit: Any) -> Reason:
    """A payment or a credit note in a few words."""
    if hasattr(credit, "received_on"):
        method = PaymentMethod(credit.method)
        if method is PaymentMethod.UNKNOWN:
            return Reason(N_("règlement du {on}"), on=credit.received_on)
        return Reason(
            N_("{method} du {on}"), method=Reason(PAYMENT_METHOD_LABELS[method]), on=credit.received_on
        )
    return Reason(N_("avoir {number}"), number=credit.number)


def _head(desk: Desk, row: Any, dues: list[Any], contested: int) -> dict[str, Any]:
    opened = sum(due.open_minor for due in dues)
    waiting = [due for due in dues if due.open_minor]
    # The invoice is in the state of its oldest open due date; contested wins over all of them.
    state = due_state((waiting or dues)[0], desk.act.today, min(contested, opened) and contested)
    return {
        "id": row.pk,
        "number": row.number,
        "customer_id": row.customer_id,
        "customer": row.customer.name,
        "issued_on": row.issued_on,
        "amount": Money(row.total_minor, row.currency),
        "open": Money(opened, row.currency),
        "state": state,
        "po_number": row.po_number,
        "is_due_assumed": row.is_due_assumed,
        "document_url": reverse("desk:invoice_copy", args=[row.pk]) if row.document_id else None,
    }


def _due(desk: Desk, due: Any, contested: int, *, may_change: bool) -> dict[str, Any]:
    is_late = bool(due.open_minor) and due.due_on < desk.act.today
    state: State = due_state(due, desk.act.today, contested)
    return {
        "due_on": due.due_on,
        "age_days": days_between(due.due_on, desk.act.today) if is_late else None,
        "amount": Money(due.amount_minor, due.currency),
        "open": Money(due.open_minor, due.currency),
        "state": state,
        "change_url": reverse("desk:invoice_due", args=[due.pk]) if may_change else None,
    }


def _allocation(allocation: Any, *, may_undo: bool) -> dict[str, Any]:
    credit = allocation.payment or allocation.credit_note
    name = "payment" if allocation.payment_id else "credit_note"
    return {
        "on": allocation.allocated_on,
        "what": credit_name(credit),
        "url": reverse(f"desk:{name}", args=[credit.pk]),
        "amount": Money(allocation.amount_minor, credit.currency),
        "undo_url": reverse(f"desk:{name}_deallocate", args=[credit.pk]) if may_undo else None,
    }


def _dispute(fact: disputes_queries.DisputeFact) -> dict[str, Any]:
    return {
        "url": reverse("desk:dispute_one", args=[fact.id]),
        "subject": fact.subject,
        "amount": fact.amount,
        "state": dispute_state(fact),
    }


def _contact(message: Any) -> dict[str, Any]:
    return {
        "icon": CHANNEL_ICONS[Channel(message.channel)],
        "at": message.sent_at or message.created_at,
        "what": message.subject,
        "url": reverse("desk:message", args=[message.pk]),
    }


def _actions(row: Any, *, is_open: bool) -> list[dict[str, Any]]:
    if row.cancelled_at:
        return [_action("desk:invoice_restore", row.pk, _("Rétablir la facture"), "undo-2")]
    found = []
    if is_open:
        found = [
            _link(with_query(reverse("desk:payment_new"), invoice=row.pk), _("Noter un règlement"), "coins"),
            _link(
                with_query(reverse("desk:credit_note_new"), invoice=row.pk), _("Ajouter un avoir"), "receipt"
            ),
            _link(
                with_query(reverse("desk:dispute_new", args=[row.customer_id]), facture=row.pk),
                _("Noter un litige"),
                "message-circle-question-mark",
            ),
            _action("desk:invoice_order_number", row.pk, _("N° de commande"), "pencil"),
        ]
    return [*found, _action("desk:invoice_cancel", row.pk, _("Annuler la facture"), "ban")]


def _action(name: str, pk: int, label: str, icon: str) -> dict[str, Any]:
    return _link(reverse(name, args=[pk]), label, icon)


def _link(url: str, label: str, icon: str) -> dict[str, Any]:
    return {"url": url, "label": label, "icon": icon, "is_dialog": True}
