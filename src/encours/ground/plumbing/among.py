"""A condition for «one of these», numbers or texts, however many, as one value of the statement.

`__in` makes each one ready by itself and writes a place for it into a new statement: measured on a
night, a twentieth of its time.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Func


class Among(Func):
    """Whether a column of whole numbers or texts holds one of some: `filter(Among("customer_id", ids))`."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, wanted: Iterable[int] | Iterable[str]) -> None:
        super().__init__(F(column))
        self.wanted = list(wanted)

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition; raises EmptyResultSet for none, as `__in` does: nothing is asked then."""
        if not self.wanted:
            raise EmptyResultSet
        column, given = compiler.compile(self.source_expressions[0])
        if connection.vendor == "sqlite":
            return f"{column} IN (SELECT value FROM json_each(%s))", (*given, json.dumps(self.wanted))  # noqa: S608
        return f"{column} = ANY(%s)", (*given, self.wanted)
