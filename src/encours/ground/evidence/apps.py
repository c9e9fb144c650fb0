"""The room evidence as a Django application."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The append-only, hash-chained journal."""

    name = "encours.ground.evidence"
    label = "evidence"
