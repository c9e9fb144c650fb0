"""How long a worker may be silent at one thing before it counts as gone; by the machine's clock, which may go back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q


def lease_end(technical_now: datetime) -> datetime:
    """Until when a thing that is taken up now is its worker's alone."""
    return technical_now + timedelta(seconds=settings.ENCOURS_LEASE_SECONDS)


def is_over(technical_now: datetime) -> Q:
    """Rows whose worker counts as gone (`leased_until`).

    An end further away than two leases was reckoned by a clock that has been set back since; one lease
    is left for machines whose clocks differ.
    """
    furthest = lease_end(lease_end(technical_now))
    return Q(leased_until__lt=technical_now) | Q(leased_until__gt=furthest)
