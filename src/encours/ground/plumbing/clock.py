"""The clock of this installation, found through the settings."""

from django.conf import settings

from encours.ground.kernel.clock import InstallationClock


def installation_clock() -> InstallationClock:
    """The system's time, or the fixed time of a demonstration."""
    return InstallationClock(settings.ENCOURS_CLOCK_FILE)
