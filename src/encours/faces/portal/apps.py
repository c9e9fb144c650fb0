"""The debtor's page as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The debtor's page."""

    name = "encours.faces.portal"
    label = "portal"
