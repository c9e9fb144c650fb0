"""An order number that a customer gave on their page: one click notes it and sends the copy again (R085)."""

import re
from dataclasses import dataclass

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.flows import contacting, resending
from encours.flows.portal.answers import Elsewhere, Said
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose
from encours.method.inbox import queries as inbox_queries

MOST_ORDER = 40
_OUTCOME = re.compile(r"item:(\d+)(?:/order:(\d+):(.+))?")
_GONE = Refused(Reason(N_("Ce numéro de commande n'attend plus rien.")))


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """The order number to write on an invoice of a customer, and what it came with."""

    item_id: int
    customer_id: int
    invoice_id: int
    invoice: str
    number: str


def outcome_of(item_id: int, said: Said) -> str:
    """What an answer led to, as it is kept with the use of the link."""
    if isinstance(said, Elsewhere) and said.order and said.invoice_id:
        return f"item:{item_id}/order:{said.invoice_id}:{said.order[:MOST_ORDER]}"
    return f"item:{item_id}"


def item_of(outcome: str) -> int | None:
    """What was received, by the outcome of a use; None where it led to nothing that stands by itself."""
    found = _OUTCOME.fullmatch(outcome)
    return int(found[1]) if found else None


def order_given(entity_id: int, item_id: int) -> OrderGiven | None:
    """The order number that came with something received, while its invoice has another one or none."""
    item = inbox_queries.item(entity_id, item_id)
    if item is None:
        return None
    uses = links_queries.uses_of(entity_id, purpose=Purpose.PAGE, subject_id=item.customer_id)
    found = next((m for use in uses if (m := _OUTCOME.fullmatch(use.outcome)) and int(m[1]) == item_id), None)
    if found is None or not found[2]:
        return None
    row = receivables_queries.invoice(entity_id, int(found[2]))
    if row is None or row.customer_id != item.customer_id or row.po_number == found[3]:
        return None
    return OrderGiven(item_id, item.customer_id, row.pk, row.number, found[3])


@transaction.atomic
def carry_out(act: Act, *, item_id: int) -> str | Refused | None:
    """Notes the number, prepares the copy with it, and what came in is read: one click.

    Answers to which address the copy goes, or None where it cannot leave today: the number is kept all the same.
    """
    given = order_given(act.entity_id, item_id)
    if given is None:
        return _GONE
    sent = resending.resend_with_order_number(
        act, customer_id=given.customer_id, invoice_id=given.invoice_id, po_number=given.number
    )
    if not isinstance(sent, Refused):
        contacting.read_inbound(act, customer_id=given.customer_id, item_id=item_id)
    return sent
