"""Reads rows of many thousand values as the database's driver gives them."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def plain_rows(found: "QuerySet[Any, tuple[Any, ...]]") -> list[tuple[Any, ...]]:
    """The rows of a `values_list` of whole numbers, texts, truths, days and moments, which need no further reading.

    Both drivers give these as Python has them; what they do not (JSON, decimals) is not to be asked for
    here, nor a sum without making it whole. Measured on a night, Django's own way through each value took a
    third of the time.
    """
    try:
        statement, values = found.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
