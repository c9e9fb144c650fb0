"""The room insight as a Django application."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Opinions: debtor type and priority, with their evidence."""

    name = "encours.method.insight"
    label = "insight"
