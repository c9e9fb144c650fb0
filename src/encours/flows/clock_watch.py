"""Whether time has gone back: what was told, or a night that was made, lies ahead of the machine's clock."""

from datetime import timedelta

from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy import queries as strategy_queries

CLOCK_SLACK = timedelta(minutes=1)
_LOOKED_AT = 50
"""Entries: a worker goes on writing with the wrong time, and the few before it tell of it all the same."""


def went_back(act: Act) -> Reason | None:
    """What is ahead of the present instant in the books of an entity; None as long as time goes forward."""
    last = evidence_queries.latest_told_at(act.chain, among=_LOOKED_AT)
    if last is not None and act.at < last - CLOCK_SLACK:
        return Reason(N_("L'heure de la machine est avant la dernière écriture du journal ({at})."), at=last)
    night = strategy_queries.last_night(act.entity_id)
    if night is not None and night.as_of > act.today:
        text = N_("L'heure de la machine est avant la dernière nuit, faite pour le {on}.")
        return Reason(text, on=night.as_of)
    return None
