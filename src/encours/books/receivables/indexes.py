"""What the database keeps in order of invoices and due dates, for the night and for pages of large books."""

from django.db import models

OF_INVOICES = [
    models.Index(fields=["customer", "issued_on"], name="receivables_invoice_history"),
    # Covers what the night counts of all invoices: what each customer bought, the usual invoice.
    models.Index(
        fields=["entity", "currency", "kind", "customer", "issued_on", "total_minor"],
        condition=models.Q(cancelled_at__isnull=True),
        name="receivables_invoice_sold",
    ),
    models.Index(
        fields=["entity"],
        condition=models.Q(cancelled_at__isnull=False),
        name="receivables_invoice_cancelled",
    ),
    models.Index(
        fields=["entity"], condition=models.Q(is_due_assumed=True), name="receivables_invoice_assumed"
    ),
]

OF_DUES = [
    # Covers the night's question: what is open, whose, since when, how much.
    models.Index(
        fields=["entity", "customer", "currency", "due_on", "open_minor", "invoice", "amount_minor"],
        condition=models.Q(open_minor__gt=0),
        name="receivables_due_owed",
    ),
    # And its other question: what some customers paid over the years.
    models.Index(
        fields=["entity", "customer", "closed_on", "due_on", "invoice", "currency", "amount_minor"],
        condition=models.Q(open_minor=0),
        name="receivables_due_closed",
    ),
    models.Index(
        fields=["entity", "due_on", "id"],
        condition=models.Q(open_minor__gt=0),
        name="receivables_due_by_day",
    ),
    models.Index(
        fields=["entity", "-due_on", "-id"],
        condition=models.Q(open_minor=0),
        name="receivables_due_settled",
    ),
    models.Index(
        fields=["entity", "currency", "due_on", "open_minor"],
        condition=models.Q(open_minor__gt=0),
        name="receivables_due_aged",
    ),
]
