"""The room receivables as a Django application."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """Customers, contacts, invoices, credit notes, payments and their allocation."""

    name = "encours.books.receivables"
    label = "receivables"
