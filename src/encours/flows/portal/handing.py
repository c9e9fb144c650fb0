"""What the team does about a customer's page: looks at it, hands out a link, revokes them all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.flows.page_links import address_of, path_of, public_address
from encours.flows.portal.answers import KIND_LABELS, Kind
from encours.flows.portal.order_numbers import item_of
from encours.flows.review.facts_of import contact_for
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import actions as links_actions
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import LIFE_DAYS, Purpose
from encours.method.cases.rules.contact import Channel
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import ReceivedFile

_NO_ADDRESS = Refused(
    Reason(N_("Aucune adresse publique n'est réglée (ENCOURS_PUBLIC_URL) : le lien n'ouvrirait rien."))
)
_NO_CUSTOMER = Refused(Reason(N_("Ce client n'est plus suivi.")))


@dataclass(frozen=True, slots=True)
class SaidThere:
    """Something that was said on the page. `item_id` None: it led to nothing that stands by itself."""

    kind: str
    at: datetime
    item_id: int | None
    text: str
    is_read: bool
    files: tuple[ReceivedFile, ...]


def preview_path(act: Act, customer_id: int) -> str:
    """Opens the page for a day, to look at it: nothing can be said through it."""
    link = links_queries.link_for(
        Purpose.PREVIEW, entity_id=act.entity_id, subject_id=customer_id, now=act.at
    )
    return path_of(links_queries.token_of(link))


@transaction.atomic
def hand_out(act: Act, *, customer_id: int) -> str | Refused:
    """A link to a customer's page for whom we write to, told in the journal; returns its address."""
    customer = receivables_queries.customer(act.entity_id, customer_id)
    if not public_address():
        return _NO_ADDRESS
    if customer is None or customer.archived_at is not None:
        return _NO_CUSTOMER
    contact = contact_for(customer, Channel.EMAIL)
    token = links_actions.hand_out(
        act,
        purpose=Purpose.PAGE,
        subject_id=customer_id,
        about=f"customer:{customer_id}",
        contact_id=contact.pk if contact else None,
    )
    return address_of(token)


@transaction.atomic
def revoke_all(act: Act, *, customer_id: int) -> None:
    """Every link to a customer's page made until now opens nothing any more; later messages carry new ones."""
    links_actions.revoke_all(
        act, purpose=Purpose.PAGE, subject_id=customer_id, about=f"customer:{customer_id}"
    )


def life_days() -> int:
    """How long a link to the page opens it."""
    return LIFE_DAYS[Purpose.PAGE]


def said_there(entity_id: int, customer_id: int) -> list[SaidThere]:
    """What a customer said on the page, the newest first: three statements, however much it is."""
    uses = links_queries.uses_of(entity_id, purpose=Purpose.PAGE, subject_id=customer_id)
    items = {item.id: item for item in inbox_queries.items_of([customer_id]).get(customer_id, [])}
    files = inbox_queries.files_of_items(list(items)) if uses else {}
    found = []
    for use in uses:
        item = items.get(item_of(use.outcome) or 0)
        label = KIND_LABELS[Kind(use.what)] if use.what in set(Kind) else use.what
        found.append(
            SaidThere(
                label,
                use.used_at,
                item.id if item else None,
                item.text if item else "",
                item is not None and item.read_at is not None,
                tuple(files.get(item.id, ())) if item else (),
            )
        )
    return found


def received_file(entity_id: int, *, item_id: int, piece_id: int) -> ReceivedFile | None:
    """A file that came with something received; None when it is not one of this entity's, or was erased."""
    if inbox_queries.item(entity_id, item_id) is None:
        return None
    found = inbox_queries.files_of_items([item_id]).get(item_id, [])
    return next((file for file in found if file.id == piece_id and file.document_id is not None), None)
