"""Messages for tests of the outbox, decided for Monday 23 November 2026."""

from typing import Any

from encours.books.receivables.models import Customer, InvoiceDue
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft
from encours.method.outreach.rules.states import Mode
from tests.factories import NOW, TODAY


def a_draft(customer: Customer, **changes: Any) -> MessageDraft:
    """A courtesy note about all that a customer has open."""
    dues = InvoiceDue.objects.filter(customer=customer).select_related("invoice")
    contact = customer.contacts.first()
    values: dict[str, Any] = {
        "customer_id": customer.pk,
        "case_id": None,
        "contact_id": contact.pk if contact else None,
        "step_key": f"customer:{customer.pk}/EUR/courtesy/{TODAY.isoformat()}",
        "level": "courtesy",
        "occasion": Occasion.LADDER,
        "channel": Channel.EMAIL,
        "stage": "courtesy",
        "template": "T05",
        "template_version": "1",
        "language": "fr",
        "mode": Mode.AUTOMATIC,
        "from_name": "Claire Morel – Atelier Morel",
        "from_email": "compta@morel.test",
        "to_name": contact.name if contact else "",
        "to_email": contact.email if contact else "",
        "subject": "Facture F-1",
        "text": "Bonjour,",
        "html": "<p>Bonjour,</p>",
        "currency": "EUR",
        "total_minor": sum(due.open_minor for due in dues),
        "send_from": NOW,
        "decided_on": TODAY,
        "lines": tuple(
            LineDraft(d.pk, d.invoice.number, d.invoice.issued_on, d.due_on, d.open_minor) for d in dues
        ),
    }
    return MessageDraft(**(values | changes))
