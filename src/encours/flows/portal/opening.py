"""Opens the page of a customer by its link: whose it is, who holds it, in which language; or nothing at all."""

from dataclasses import dataclass

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact, Customer
from encours.flows.review.facts_of import contact_for
from encours.ground.evidence.acts import DEBTOR, Act
from encours.ground.kernel.clock import Clock
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Closed, Link, Purpose, WhyClosed
from encours.method.cases.rules.contact import Channel


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that a link opens. `contact` is whom the link was written to, None when it was written to nobody."""

    link: Link
    entity: Entity
    customer: Customer
    contact: Contact | None

    @property
    def language(self) -> str:
        """The language in which whoever holds the link is written to."""
        return (self.contact.language if self.contact else "") or self.customer.language

    @property
    def is_preview(self) -> bool:
        """Whether somebody of the team looks at it as the customer does: nothing can be said then."""
        return self.link.purpose is Purpose.PREVIEW

    @property
    def written_to(self) -> Contact | None:
        """To whom what is said here is confirmed: whom the link was for, else whom we usually write to."""
        person = self.contact
        if person is not None and person.email and person.accepts_email and person.bounced_at is None:
            return person
        return contact_for(self.customer, Channel.EMAIL)


def open_page(token: str, clock: Clock) -> Opened | Closed:
    """The page that a token opens. It stays closed for who left the customer, and for a customer put away."""
    found = links_queries.open_link(token, purpose=Purpose.PAGE, now=clock.now())
    if isinstance(found, Closed) and found.why is WhyClosed.UNKNOWN:
        found = links_queries.open_link(token, purpose=Purpose.PREVIEW, now=clock.now())
    if isinstance(found, Closed):
        return found
    customer = receivables_queries.customer(found.entity_id, found.subject_id)
    if customer is None or customer.archived_at is not None:
        return Closed(WhyClosed.REVOKED, found)
    contact = next((c for c in customer.contacts.all() if c.pk == found.contact_id), None)
    if found.contact_id and (contact is None or contact.removed_at is not None):
        return Closed(WhyClosed.REVOKED, found)
    return Opened(found, creditor_queries.entity(found.entity_id), customer, contact)


def act_of(opened: Opened, clock: Clock) -> Act:
    """What is done here is done by whoever holds the link."""
    return creditor_queries.act(opened.entity.id, DEBTOR, clock)
