"""What a test lets another process do."""

from django.db import connection


def may_write(_known: object, _question: object) -> bool:
    """Whether its database takes what it writes, and how it begins to read."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only")
            return not cursor.fetchone()[0] or connection.transaction_mode != "DEFERRED"
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] != "on")
