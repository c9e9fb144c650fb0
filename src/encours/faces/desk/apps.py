"""The desk as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of the team."""

    name = "encours.faces.desk"
    label = "desk"
