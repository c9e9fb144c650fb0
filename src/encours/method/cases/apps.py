"""The room cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case of a customer, its holds and the facts of each contact."""

    name = "encours.method.cases"
    label = "cases"
