"""The room inbox as a Django application."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What comes in from customers, noted until somebody has read it."""

    name = "encours.method.inbox"
    label = "inbox"
