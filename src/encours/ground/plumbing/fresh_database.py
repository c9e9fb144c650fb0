"""A new, empty database in place of a demonstration's; a real installation has none of this."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.readiness import make_ready


class NotADemonstration(RuntimeError):
    """The database of a real installation is never replaced."""


def replace_database() -> None:
    """Drops the whole database of a demonstration and makes it anew. Raises NotADemonstration.

    Nothing is deleted inside: the journal's triggers stay where they are until their tables go.
    """
    if installation_clock().fixed() is None:
        raise NotADemonstration
    if connection.vendor == "sqlite":
        connection.close()
        name = str(settings.DATABASES["default"]["NAME"])
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = connection.ops.quote_name(cursor.fetchone()[0])
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
        connection.close()
    make_ready()
