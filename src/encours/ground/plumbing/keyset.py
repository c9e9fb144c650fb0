"""A page of a list behind the last row of the page before: found by its place in the order, never by counting."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def page_behind(
    rows: QuerySet[Row],
    *,
    by: str,
    after: tuple[Any, int] | None,
    limit: int,
    is_descending: bool = False,
) -> list[Row]:
    """At most `limit` rows in the order of a column and the row's number, behind such a pair.

    Two ranges in place of one comparison of pairs: both databases find each in an index.
    """
    sign, way = ("-", "lt") if is_descending else ("", "gt")
    ordered = rows.order_by(f"{sign}{by}", f"{sign}pk")
    if after is None:
        return list(ordered[:limit])
    found = list(ordered.filter(**{by: after[0], f"pk__{way}": after[1]})[:limit])
    if len(found) < limit:
        found += ordered.filter(**{f"{by}__{way}": after[0]})[: limit - len(found)]
    return found
