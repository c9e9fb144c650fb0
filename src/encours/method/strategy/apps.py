"""The room strategy as a Django application."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Dunning procedures and levels, and the next best action."""

    name = "encours.method.strategy"
    label = "strategy"
