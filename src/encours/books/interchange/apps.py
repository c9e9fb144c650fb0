"""The room interchange as a Django application."""

from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """Files in and out: the only room that knows formats."""

    name = "encours.books.interchange"
    label = "interchange"
