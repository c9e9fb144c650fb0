"""The room documents as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files kept by the hash of their content."""

    name = "encours.ground.documents"
    label = "documents"
