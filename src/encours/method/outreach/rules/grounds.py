"""On what some sentences rest: a clause of the contract, a court's title, a decision; not noted is not known."""

from collections.abc import Mapping
from enum import StrEnum

from encours.ground.kernel.reason import N_


class Ground(StrEnum):
    """One ground, under the name of its field; what each lets be said: rules THR05, THR07, THR11, EMP04.

    Source: method 3, `ctx`.
    """

    FEES_CLAUSE = "fees_clause"
    SUSPENSION_CLAUSE = "suspension_clause"
    COURT_TITLE = "court_title"
    WRITE_OFF = "write_off"


GROUND_LABELS = {
    Ground.FEES_CLAUSE: N_("Clause du contrat sur les frais"),
    Ground.SUSPENSION_CLAUSE: N_("Clause du contrat sur la suspension des livraisons ou du service"),
    Ground.COURT_TITLE: N_("Titre exécutoire signifié"),
    Ground.WRITE_OFF: N_("Abandon de la créance décidé"),
}
OF_ALL = (Ground.FEES_CLAUSE, Ground.SUSPENSION_CLAUSE)
"""Those that an entity may have in all its contracts; the others belong to one customer."""
Known = frozenset[Ground]


def known_for(found: Mapping[int | None, Known], customer_id: int) -> Known:
    """What is known for a customer: what holds for all, and their own."""
    return found.get(None, frozenset()) | found.get(customer_id, frozenset())
