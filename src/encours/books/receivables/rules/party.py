"""Kinds of customers, of contacts and of items in a customer's account."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class CustomerKind(StrEnum):
    """What the law calls the debtor."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


CUSTOMER_KIND_LABELS = {
    CustomerKind.BUSINESS: N_("entreprise"),
    CustomerKind.CONSUMER: N_("particulier"),
    CustomerKind.PUBLIC: N_("organisme public"),
}


class ContactRole(StrEnum):
    """What a person does at the customer's."""

    ACCOUNTING = "accounting"
    PURCHASING = "purchasing"
    MANAGEMENT = "management"
    OTHER = "other"


CONTACT_ROLE_LABELS = {
    ContactRole.ACCOUNTING: N_("comptabilité"),
    ContactRole.PURCHASING: N_("achats"),
    ContactRole.MANAGEMENT: N_("direction"),
    ContactRole.OTHER: N_("autre"),
}


class ItemKind(StrEnum):
    """What a debit in a customer's account is."""

    INVOICE = "invoice"
    OPENING = "opening"
    OTHER_DEBIT = "other_debit"


ITEM_KIND_LABELS = {
    ItemKind.INVOICE: N_("facture"),
    ItemKind.OPENING: N_("à-nouveau"),
    ItemKind.OTHER_DEBIT: N_("autre débit"),
}


class CreditKind(StrEnum):
    """Why we gave a credit: a credit note, the rest of a settlement, a debt given up."""

    CREDIT_NOTE = "credit_note"
    SETTLEMENT = "settlement"
    WRITE_OFF = "write_off"


CREDIT_KIND_LABELS = {
    CreditKind.CREDIT_NOTE: N_("avoir"),
    CreditKind.SETTLEMENT: N_("solde abandonné après transaction"),
    CreditKind.WRITE_OFF: N_("créance abandonnée"),
}
WAIVED = frozenset({CreditKind.SETTLEMENT, CreditKind.WRITE_OFF})
"""Credits that no document of ours grants by itself: the accounts are told of them."""


class PaymentMethod(StrEnum):
    """How money came."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    DIRECT_DEBIT = "direct_debit"
    CASH = "cash"
    BILL_OF_EXCHANGE = "bill_of_exchange"
    OTHER_CREDIT = "other_credit"
    UNKNOWN = "unknown"


PAYMENT_METHOD_LABELS = {
    PaymentMethod.TRANSFER: N_("virement"),
    PaymentMethod.CHEQUE: N_("chèque"),
    PaymentMethod.CARD: N_("carte"),
    PaymentMethod.DIRECT_DEBIT: N_("prélèvement"),
    PaymentMethod.CASH: N_("espèces"),
    PaymentMethod.BILL_OF_EXCHANGE: N_("effet de commerce"),
    PaymentMethod.OTHER_CREDIT: N_("écriture diverse"),
    PaymentMethod.UNKNOWN: N_("non précisé"),
}
