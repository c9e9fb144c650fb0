"""The room outreach as a Django application."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """May this message leave, in which words, and did it?"""

    name = "encours.method.outreach"
    label = "outreach"
