"""What people read for a field or a kind of file."""

from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.records import Kind
from encours.ground.kernel.reason import N_, Reason

KIND_LABELS: dict[Kind, str] = {
    Kind.CUSTOMERS: N_("clients"),
    Kind.CONTACTS: N_("interlocuteurs"),
    Kind.INVOICES: N_("factures"),
    Kind.PAYMENTS: N_("règlements"),
    Kind.FEC: N_("fichier des écritures comptables (FEC)"),
    Kind.EINVOICE: N_("facture électronique"),
    Kind.BANK: N_("relevé bancaire"),
}

FIELD_LABELS: dict[Field, str] = {
    Field.CUSTOMER_CODE: N_("code du client"),
    Field.CUSTOMER_NAME: N_("nom du client"),
    Field.CUSTOMER_KIND: N_("nature du client"),
    Field.SIREN: N_("SIREN"),
    Field.SIRET: N_("SIRET"),
    Field.VAT_NUMBER: N_("numéro de TVA"),
    Field.EMAIL: N_("e-mail"),
    Field.PHONE: N_("téléphone"),
    Field.STREET: N_("adresse"),
    Field.STREET_MORE: N_("complément d'adresse"),
    Field.POSTAL_CODE: N_("code postal"),
    Field.CITY: N_("ville"),
    Field.COUNTRY: N_("pays"),
    Field.LANGUAGE: N_("langue"),
    Field.TERM_DAYS: N_("délai de paiement (jours)"),
    Field.ACCOUNT_MANAGER: N_("chargé de clientèle"),
    Field.SINCE_ON: N_("client depuis"),
    Field.KEEP: N_("client à préserver"),
    Field.CONTACT_NAME: N_("nom de l'interlocuteur"),
    Field.FIRST_NAME: N_("prénom"),
    Field.LAST_NAME: N_("nom de famille"),
    Field.ROLE: N_("fonction"),
    Field.NUMBER: N_("numéro de facture"),
    Field.ISSUED_ON: N_("date de facture"),
    Field.DUE_ON: N_("échéance"),
    Field.TOTAL: N_("montant TTC"),
    Field.NET_TOTAL: N_("montant HT"),
    Field.TAX_TOTAL: N_("montant de la TVA"),
    Field.OPEN: N_("reste à payer"),
    Field.PAID: N_("déjà réglé"),
    Field.PAID_ON: N_("date de règlement"),
    Field.INSTALMENT: N_("montant de l'échéance"),
    Field.CURRENCY: N_("devise"),
    Field.PO_NUMBER: N_("bon de commande"),
    Field.DOCUMENT_KIND: N_("type de pièce"),
    Field.STATUS: N_("statut"),
    Field.PAYMENT_STATUS: N_("statut du règlement"),
    Field.LABEL: N_("libellé"),
    Field.LINE_TOTAL: N_("montant de la ligne"),
    Field.QUANTITY: N_("quantité"),
    Field.UNIT_PRICE: N_("prix unitaire"),
    Field.DISCOUNT: N_("remise (%)"),
    Field.RECEIVED_ON: N_("date de règlement"),
    Field.AMOUNT: N_("montant réglé"),
    Field.REFERENCE: N_("référence"),
    Field.METHOD: N_("mode de règlement"),
    Field.CREDITED_INVOICE: N_("facture d'origine"),
}


def label(field: Field) -> Reason:
    """What a field is called, in the reader's language."""
    return Reason(FIELD_LABELS[field])
