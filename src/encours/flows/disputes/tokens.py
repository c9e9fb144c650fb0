"""The word that opens a question to a colleague."""

from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose
from encours.method.disputes.queries.parts import QuestionFact


def token_for(entity_id: int, question: QuestionFact) -> str:
    """The token of a question that waits: the same each time it is shown."""
    link = links_queries.link_for(
        Purpose.DISPUTE, entity_id=entity_id, subject_id=question.id, now=question.asked_at
    )
    return links_queries.token_of(link)
