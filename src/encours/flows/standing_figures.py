"""Figures that stand on many pages, counted anew only when something has changed."""

from datetime import date

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import Gaps
from encours.books.receivables.rules.counted import Counted
from encours.books.receivables.rules.shown import CustomersShown, InvoicesShown
from encours.flows.while_unchanged import while_unchanged


def missing(entity_id: int, today: date) -> Gaps:
    """What the books lack."""
    return while_unchanged(entity_id, "gaps", today, lambda: receivables_queries.gaps(entity_id))


def customers_counted(entity_id: int, today: date) -> dict[CustomersShown, Counted]:
    """How many customers stand under each tab that the books know of."""

    def count() -> dict[CustomersShown, Counted]:
        return receivables_queries.customer_counts(entity_id, today, missing=missing(entity_id, today))

    return dict(while_unchanged(entity_id, "customers_counted", today, count))


def invoices_counted(entity_id: int, today: date) -> dict[InvoicesShown, Counted]:
    """How many due dates or invoices stand under each tab that the books know of."""

    def count() -> dict[InvoicesShown, Counted]:
        return receivables_queries.invoice_counts(entity_id, today, missing=missing(entity_id, today))

    return dict(while_unchanged(entity_id, "invoices_counted", today, count))
