"""Whether a night has seen the books as they are."""

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.who import Desk
from encours.method.strategy import queries as strategy_queries


def is_reviewed(desk: Desk) -> bool:
    """A night over empty books has seen nothing: what came in since waits for the next one."""
    night = strategy_queries.last_night(desk.entity.id)
    if night is None:
        return False
    if night.counts.get("cases"):
        return True
    return not receivables_queries.owes_anything(desk.entity.id, due_before=desk.act.today)
