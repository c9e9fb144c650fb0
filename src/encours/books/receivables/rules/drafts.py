"""What is to be written in the books: plain drafts, checked before anything is stored."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from encours.books.receivables.rules.party import ContactRole, CustomerKind, ItemKind, PaymentMethod
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Register

MOST_AHEAD = timedelta(days=366)
"""How far ahead of today a document may be dated; further is a slip of the year."""


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person at a customer's."""

    name: str = ""
    role: ContactRole = ContactRole.ACCOUNTING
    email: str = ""
    phone: str = ""
    is_phone_private: bool = False
    language: str = ""
    is_main: bool = False
    accepts_email: bool = True
    accepts_calls: bool = True
    reachable_from: time | None = None
    reachable_until: time | None = None


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """A customer: a name is enough."""

    name: str
    code: str = ""
    kind: CustomerKind = CustomerKind.BUSINESS
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    region: str = ""
    time_zone: str = "Europe/Paris"
    jurisdiction: str = ""
    language: str = "fr"
    register: Register = Register.VOUS
    account_manager_id: int | None = None
    since_on: date | None = None
    to_be_kept: bool = False
    term_days: int | None = None
    note: str = ""
    contacts: tuple[ContactDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """A debit: `dues` are (due date, minor units) and add up to the total."""

    customer_id: int
    number: str
    issued_on: date
    currency: str
    total_minor: int
    dues: tuple[tuple[date, int], ...]
    kind: ItemKind = ItemKind.INVOICE
    po_number: str = ""
    is_due_assumed: bool = False
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class CreditNoteDraft:
    """A credit we granted."""

    customer_id: int
    number: str
    issued_on: date
    currency: str
    total_minor: int
    reason: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """Money that came. `source_key` makes the same bank line or file line count once."""

    customer_id: int
    received_on: date
    currency: str
    amount_minor: int
    method: PaymentMethod = PaymentMethod.UNKNOWN
    reference: str = ""
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class AllocationDraft:
    """Part of one credit (a payment or a credit note, exactly one) that pays one due date."""

    due_id: int
    amount_minor: int
    allocated_on: date
    payment_id: int | None = None
    credit_note_id: int | None = None


def problem_of_invoice(draft: InvoiceDraft, *, today: date) -> Refused | None:
    """What makes an invoice impossible, if anything. It may be dated a little ahead, as subscriptions are."""
    if not draft.number.strip():
        return Refused(Reason(N_("Indiquez le numéro de la facture.")), "number")
    if draft.total_minor <= 0:
        return Refused(
            Reason(N_("Le montant doit être positif ; pour un montant négatif, saisissez un avoir.")), "total"
        )
    if draft.issued_on > today + MOST_AHEAD:
        return Refused(Reason(N_("Cette date est trop éloignée.")), "issued_on")
    if not draft.dues:
        return Refused(Reason(N_("Indiquez la date d'échéance.")), "due_on")
    if sum(minor for _, minor in draft.dues) != draft.total_minor:
        return Refused(Reason(N_("Les échéances ne font pas le total de la facture.")), "total")
    if any(minor <= 0 for _, minor in draft.dues):
        return Refused(Reason(N_("Chaque échéance a un montant positif.")), "total")
    if any(due_on < draft.issued_on for due_on, _ in draft.dues):
        return Refused(Reason(N_("L'échéance ne peut pas précéder la date de facture.")), "due_on")
    return None
