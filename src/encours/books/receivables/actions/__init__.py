"""Changing the books: customers, debits, credits, allocation, what the bank told."""

from encours.books.receivables.actions.allocation import (
    allocate,
    allocate_oldest_first,
    allocate_what_is_certain,
    deallocate_credit,
    spend_free_money,
)
from encours.books.receivables.actions.bank import confirm_bank, note_cash_known, withdraw_confirmation
from encours.books.receivables.actions.credits import (
    cancel_credit_note,
    cancel_payment,
    record_credit_note,
    record_payment,
    restore_credit_note,
    restore_payment,
)
from encours.books.receivables.actions.customers import (
    add_contact,
    archive_customer,
    change_contact,
    change_customer,
    note_bounce,
    record_customer,
    remove_contact,
)
from encours.books.receivables.actions.erasing import anonymise_customer, erase_contact, set_retention
from encours.books.receivables.actions.intake import (
    take_allocations,
    take_contact_details,
    take_contacts,
    take_credit_notes,
    take_customers,
    take_details,
    take_due_dates,
    take_invoices,
    take_payments,
)
from encours.books.receivables.actions.invoices import (
    attach_copies,
    cancel_invoice,
    change_due_date,
    confirm_due_dates,
    record_invoice,
    restore_invoice,
    set_order_number,
)
from encours.books.receivables.actions.waivers import set_prepaying, waive

__all__ = [
    "add_contact",
    "allocate",
    "allocate_oldest_first",
    "allocate_what_is_certain",
    "anonymise_customer",
    "archive_customer",
    "attach_copies",
    "cancel_credit_note",
    "cancel_invoice",
    "cancel_payment",
    "change_contact",
    "change_customer",
    "change_due_date",
    "confirm_bank",
    "confirm_due_dates",
    "deallocate_credit",
    "erase_contact",
    "note_bounce",
    "note_cash_known",
    "record_credit_note",
    "record_customer",
    "record_invoice",
    "record_payment",
    "remove_contact",
    "restore_credit_note",
    "restore_invoice",
    "restore_payment",
    "set_order_number",
    "set_prepaying",
    "set_retention",
    "spend_free_money",
    "take_allocations",
    "take_contact_details",
    "take_contacts",
    "take_credit_notes",
    "take_customers",
    "take_details",
    "take_due_dates",
    "take_invoices",
    "take_payments",
    "waive",
    "withdraw_confirmation",
]
