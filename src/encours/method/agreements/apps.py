"""The room agreements as a Django application."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Promises, theirs and ours, and whether they were kept."""

    name = "encours.method.agreements"
    label = "agreements"
