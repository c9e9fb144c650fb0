"""The room disputes as a Django application."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """What is contested, why and since when."""

    name = "encours.method.disputes"
    label = "disputes"
