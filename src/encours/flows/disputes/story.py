"""What happened with a dispute, by whom: for its page, and for whoever decides after somebody else has."""

from dataclasses import dataclass

from encours.books.creditor import queries as creditor_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.evidence.queries import Line
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.queries import DisputeFact

_LINES = 200
CUSTOMER = "customer"
"""Who brought what came by the customer's page."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a dispute's story, with the name of who did it; empty for what moved by itself."""

    line: Line
    who: str


def story_of(act: Act, fact: DisputeFact) -> list[Told]:
    """What the journal tells of a dispute, the latest first."""
    lines = evidence_queries.lines_about(act.chain, [f"customer:{fact.customer_id}"], limit=_LINES)
    mine = [x for x in lines if x.kind.startswith("disputes.") and x.payload.get("dispute") == fact.id]
    names = names_of(act)
    return [Told(line, names.get(line.actor, "") or _colleague(line)) for line in mine]


def _colleague(line: Line) -> str:
    """The name that a colleague gave with an answer."""
    return str(line.details.get("name", "")) if line.kind == "disputes.question_answered" else ""


def names_of(act: Act) -> dict[str, str]:
    """The people of the team by the name under which they act."""
    return {f"user:{m.user_id}": m.name for m in creditor_queries.team(act.entity_id) if m.user_id}


def changed_meanwhile(act: Act, fact: DisputeFact) -> Refused | None:
    """What somebody did before: who, and what the journal says of it."""
    last = next(iter(story_of(act, fact)), None)
    if last is None:
        return None
    if last.line.actor == SYSTEM or not last.who:
        text = N_(
            "Ce litige a changé entre-temps\u00a0: «\u00a0{what}\u00a0». Relisez-le, puis décidez à nouveau."
        )
        return Refused(Reason(text, what=last.line.said))
    text = N_("Entre-temps, {who}\u00a0: «\u00a0{what}\u00a0». Relisez le litige, puis décidez à nouveau.")
    return Refused(Reason(text, who=last.who, what=last.line.said))
