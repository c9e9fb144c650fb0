"""Which customer and which invoice a form starts with, and the customer that a typed name means."""

from typing import Any

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import ContactDraft, CustomerDraft
from encours.faces.desk.addresses import number_in
from encours.faces.desk.who import Desk, DeskRequest
from encours.flows import recording
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.places import zone_of


def start_of(request: DeskRequest) -> dict[str, Any]:
    """What the address says already: `?customer=12`, or `?invoice=7` with its customer, number and open amount."""
    entity_id = request.desk.entity.id
    invoice, customer = (number_in(request.GET.get(name, "")) for name in ("invoice", "customer"))
    if invoice is not None and (row := receivables_queries.invoice(entity_id, invoice)):
        opened = Money(sum(due.open_minor for due in row.dues.all()), row.currency)
        return {
            "customer": row.customer.name,
            "invoice": row.number,
            "amount": opened,
            "currency": row.currency,
        }
    if customer is not None and (who := receivables_queries.customer(entity_id, customer)):
        return {"customer": who.name, "customer_id": who.pk, "term_days": who.term_days}
    return {}


def customer_of(desk: Desk, given: dict[str, Any]) -> int | Refused:
    """The customer that is meant, made now when the person said it is a new one."""
    if given["customer_id"] is not None:
        return int(given["customer_id"])
    entity, email = desk.entity, given.get("new_email", "")
    draft = CustomerDraft(
        name=given["new_name"],
        country=entity.country,
        time_zone=zone_of(entity.country),
        language=entity.language,
        contacts=(ContactDraft(email=email),) if email else (),
    )
    return recording.add_customer(desk.act, draft)
