"""The web server alone: one process, several threads, so that SQLite has one writer at a time here."""

import os

import django


def main() -> None:
    """Serves the pages until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encours.config.settings")
    django.setup()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "encours.config.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        backpressure=64,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
