"""The room plumbing as a Django application."""

from django.apps import AppConfig


class PlumbingConfig(AppConfig):
    """Django glue without a business word."""

    name = "encours.ground.plumbing"
    label = "plumbing"
