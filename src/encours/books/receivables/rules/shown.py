"""Which customers, debits and credits a list shows, and what is searched for in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from encours.books.receivables.rules.aging import AgingBucket
from encours.ground.kernel.reason import N_


class CustomersShown(StrEnum):
    """Customers by what is the matter with them."""

    ALL = "all"
    LATE = "late"
    ON_HOLD = "on_hold"
    MINE = "mine"
    UNATTENDED = "unattended"
    WITHOUT_ADDRESS = "without_address"
    ARCHIVED = "archived"


CUSTOMERS_SHOWN_LABELS = {
    CustomersShown.LATE: N_("En retard"),
    CustomersShown.ALL: N_("Tous"),
    CustomersShown.ON_HOLD: N_("En attente"),
    CustomersShown.MINE: N_("Les miens"),
    CustomersShown.UNATTENDED: N_("Sans responsable"),
    CustomersShown.WITHOUT_ADDRESS: N_("Sans adresse"),
    CustomersShown.ARCHIVED: N_("Archivés"),
}


class InvoicesShown(StrEnum):
    """Due dates by what is the matter with them."""

    LATE = "late"
    OPEN = "open"
    DISPUTED = "disputed"
    DUE_ASSUMED = "due_assumed"
    WITHOUT_COPY = "without_copy"
    PAID = "paid"
    CANCELLED = "cancelled"


INVOICES_SHOWN_LABELS = {
    InvoicesShown.LATE: N_("En retard"),
    InvoicesShown.OPEN: N_("Toutes ouvertes"),
    InvoicesShown.DISPUTED: N_("Contestées"),
    InvoicesShown.DUE_ASSUMED: N_("Échéance à vérifier"),
    InvoicesShown.WITHOUT_COPY: N_("Sans copie"),
    InvoicesShown.PAID: N_("Réglées"),
    InvoicesShown.CANCELLED: N_("Annulées"),
}


class CreditsShown(StrEnum):
    """Money received and credit notes."""

    FREE = "free"
    PAYMENTS = "payments"
    CREDIT_NOTES = "credit_notes"


CREDITS_SHOWN_LABELS = {
    CreditsShown.PAYMENTS: N_("Règlements"),
    CreditsShown.FREE: N_("À affecter"),
    CreditsShown.CREDIT_NOTES: N_("Avoirs"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSearch:
    """Customers of a list on a day.

    only: narrows it to some ids that a room above knows. managed_by: to the customers of some account managers.
    """

    entity_id: int
    today: date
    shown: CustomersShown
    text: str = ""
    only: Collection[int] | None = None
    managed_by: Collection[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSearch:
    """Due dates of a list on a day. `only` narrows it to some invoice ids that a room above knows."""

    entity_id: int
    today: date
    shown: InvoicesShown
    text: str = ""
    currency: str = ""
    bucket: AgingBucket | None = None
    only: Collection[int] | None = None


def due_between(bucket: AgingBucket, today: date) -> tuple[date, date]:
    """The first and last due date of an aging bucket on a day, both included."""
    days = {
        AgingBucket.NOT_DUE: (None, 0),
        AgingBucket.UP_TO_30: (1, 30),
        AgingBucket.UP_TO_60: (31, 60),
        AgingBucket.UP_TO_90: (61, 90),
        AgingBucket.OVER_90: (91, None),
    }
    least, most = days[bucket]
    first = date.min if most is None else today - timedelta(days=most)
    last = date.max if least is None else today - timedelta(days=least)
    return first, last
