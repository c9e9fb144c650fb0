"""The room calls as a Django application."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Call brief, note, outcome."""

    name = "encours.method.calls"
    label = "calls"
