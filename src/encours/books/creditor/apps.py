"""The room creditor as a Django application."""

from django.apps import AppConfig


class CreditorConfig(AppConfig):
    """Who is owed: entities, team, bank accounts, sending identity and hours."""

    name = "encours.books.creditor"
    label = "creditor"
