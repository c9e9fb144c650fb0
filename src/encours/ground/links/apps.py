"""The room links as a Django application."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Signed links that expire and can be revoked."""

    name = "encours.ground.links"
    label = "links"
