"""The room referral as a Django application."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Who helps from outside, and which files they have."""

    name = "encours.method.referral"
    label = "referral"
