"""Addresses of what is kept by hand: customers, contacts, invoices, payments, credit notes, the bank."""

from django.urls import path

from encours.faces.desk.views import (
    bank,
    contacts,
    credit_changes,
    credits,
    customers,
    forgetting,
    invoice_changes,
    invoices,
    limitations,
    payers,
    resending,
    their_page,
)

_CHANGES = (
    ("affecter", "allocate", credit_changes.allocate),
    ("desaffecter", "deallocate", credit_changes.deallocate),
    ("annuler", "cancel", credit_changes.credit_cancel),
    ("retablir", "restore", credit_changes.credit_restore),
)

urlpatterns = [
    path("clients", customers.customers, name="customers"),
    path("clients/profils", payers.payers, name="payers"),
    path("clients/profils/<slug:kind>", payers.payers_of, name="payers_of"),
    path("clients/nouveau", customers.customer_new, name="customer_new"),
    path("clients/<int:customer_id>/modifier", customers.customer_edit, name="customer_edit"),
    path("clients/<int:customer_id>/page", their_page.their_page, name="their_page"),
    path("clients/<int:customer_id>/page/lien", their_page.their_page_link, name="their_page_link"),
    path("clients/<int:customer_id>/page/apercu", their_page.their_page_seen, name="their_page_seen"),
    path("clients/<int:customer_id>/page/revoquer", their_page.their_page_revoke, name="their_page_revoke"),
    path("recu/<int:item_id>/fichiers/<int:piece_id>", their_page.received_file, name="received_file"),
    path("clients/<int:customer_id>/archiver", customers.customer_archive, name="customer_archive"),
    path(
        "clients/<int:customer_id>/prescription", limitations.customer_limitation, name="customer_limitation"
    ),
    path(
        "clients/<int:customer_id>/prescription/evenement",
        limitations.legal_event_new,
        name="legal_event_new",
    ),
    path("prescription", limitations.limitations, name="limitations"),
    path(
        "prescription/<int:event_id>/retirer", limitations.legal_event_withdraw, name="legal_event_withdraw"
    ),
    path("interlocuteurs/<int:contact_id>/effacer", forgetting.contact_forget, name="contact_forget"),
    path("clients/<int:customer_id>/anonymiser", forgetting.customer_forget, name="customer_forget"),
    path("clients/<int:customer_id>/interlocuteur", contacts.contact_new, name="contact_new"),
    path("interlocuteurs/<int:contact_id>", contacts.contact, name="contact"),
    path("interlocuteurs/<int:contact_id>/retirer", contacts.contact_remove, name="contact_remove"),
    path("factures", invoices.invoices, name="invoices"),
    path("factures/nouvelle", invoices.invoice_new, name="invoice_new"),
    path("factures/<int:invoice_id>", invoices.invoice, name="invoice"),
    path("factures/<int:invoice_id>/copie", invoices.invoice_copy, name="invoice_copy"),
    path("factures/<int:invoice_id>/commande", resending.invoice_order_number, name="invoice_order_number"),
    path("factures/<int:invoice_id>/renvoyer", resending.invoice_resend, name="invoice_resend"),
    path("factures/<int:invoice_id>/joindre", invoices.invoice_attach, name="invoice_attach"),
    path("factures/<int:invoice_id>/annuler", invoice_changes.invoice_cancel, name="invoice_cancel"),
    path("factures/<int:invoice_id>/retablir", invoice_changes.invoice_restore, name="invoice_restore"),
    path("echeances/<int:due_id>", invoice_changes.invoice_due, name="invoice_due"),
    path("reglements", credits.payments, name="payments"),
    path("reglements/nouveau", credits.payment_new, name="payment_new"),
    path("reglements/<int:credit_id>", credits.payment, name="payment"),
    path("avoirs/nouveau", credits.credit_note_new, name="credit_note_new"),
    path("avoirs/<int:credit_id>", credits.credit_note, name="credit_note"),
    *(
        path(
            f"{place}/<int:credit_id>/affecter/<int:due_id>",
            credit_changes.allocate_here,
            {"kind": kind},
            name=f"{kind}_allocate_here",
        )
        for place, kind in (("reglements", "payment"), ("avoirs", "credit_note"))
    ),
    *(
        path(f"{place}/<int:credit_id>/{word}", view, {"kind": kind}, name=f"{kind}_{name}")
        for place, kind in (("reglements", "payment"), ("avoirs", "credit_note"))
        for word, name, view in _CHANGES
    ),
    path("banque", bank.bank_checked, name="bank_checked"),
]
