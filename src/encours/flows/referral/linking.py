"""A partner's page of its own behind a signed link: one file, what it may tell of it, and nothing else of the house."""

from dataclasses import dataclass

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.flows.referral import hearing
from encours.flows.referral.placing import proof_of
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import Refused
from encours.ground.links import actions as links_actions
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Closed, Link, Purpose, WhyClosed
from encours.method.cases import actions as cases_actions
from encours.method.disputes.rules.papers import SentFile
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import PlacementFact
from encours.method.referral.rules.news import NewsDraft
from encours.method.referral.rules.states import WITH_PARTNER
from encours.method.referral.rules.words import NewsSource


@dataclass(frozen=True, slots=True)
class OpenedPlacement:
    """What a link opens: one placed file."""

    link: Link
    entity: Entity
    placement: PlacementFact
    debtor: str


def token_of(found: PlacementFact) -> str:
    """The word that opens a partner's page: the same each time it is shown; another after each hand-over."""
    assert found.handed_over_at is not None
    link = links_queries.link_for(
        Purpose.PLACEMENT, entity_id=found.entity_id, subject_id=found.id, now=found.handed_over_at
    )
    return links_queries.token_of(link)


def open_placement(token: str, clock: Clock) -> OpenedPlacement | Closed:
    """What a token opens. Nothing once the file is no longer with the partner."""
    link = links_queries.open_link(token, purpose=Purpose.PLACEMENT, now=clock.now())
    if isinstance(link, Closed):
        return link
    found = referral_queries.placement(link.entity_id, link.subject_id)
    if found is None or found.state not in WITH_PARTNER:
        return Closed(WhyClosed.REVOKED, link)
    customer = receivables_queries.customer(link.entity_id, found.customer_id)
    assert customer is not None
    return OpenedPlacement(link, creditor_queries.entity(link.entity_id), found, customer.name)


def hear(
    clock: Clock, opened: OpenedPlacement, news: NewsDraft, *, by: str, file: SentFile | None
) -> Refused | None:
    """What the partner says on its page; the same form twice is heard once."""
    act = creditor_queries.act(opened.entity.id, hearing.PARTNER, clock)
    taken = hearing.take(act, news, source=NewsSource.PAGE, by=by, file=file)
    if isinstance(taken, Refused):
        return taken
    if taken.is_new:
        links_actions.use_once(act, link=opened.link, form=news.key, what=news.kind.value)
    return None


def file_of(clock: Clock, opened: OpenedPlacement) -> tuple[str, bytes] | None:
    """The file of proof that was handed over; that it was taken is written down."""
    line = proof_of(opened.placement)
    if line is None or line.document_id is None:
        return None
    kept = documents_queries.files_of([line.document_id])[line.document_id]
    content = documents_queries.content(line.document_id)
    cases_actions.tell_proof_taken(_act(opened, clock), proof_id=line.id)
    return kept.name, content


def _act(opened: OpenedPlacement, clock: Clock) -> Act:
    return creditor_queries.act(opened.entity.id, hearing.PARTNER, clock)
