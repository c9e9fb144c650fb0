"""The link to their page that a message to a customer carries: none where the installation has no public address."""

import re
from datetime import datetime

from django.conf import settings

from encours.books.receivables.models import Contact
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose

_PUBLIC = re.compile(r"https?://[^\s/?#<>\"]+(?:/[^\s?#<>\"]*)?")


def public_address() -> str:
    """Where customers find their pages, without a last slash; empty where none is set that can be one."""
    told = str(settings.ENCOURS_PUBLIC_URL)
    return told if _PUBLIC.fullmatch(told) else ""


def page_link(*, entity_id: int, customer_id: int, contact: Contact | None, now: datetime) -> str:
    """The address of a customer's page, for whom a message is written to. Signed: no row, no query."""
    base = public_address()
    if not base:
        return ""
    link = links_queries.link_for(
        Purpose.PAGE,
        entity_id=entity_id,
        subject_id=customer_id,
        now=now,
        contact_id=contact.pk if contact else None,
    )
    return address_of(links_queries.token_of(link))


def address_of(token: str) -> str:
    """The whole address of a page."""
    return public_address() + path_of(token)


def path_of(token: str) -> str:
    """Where a page lies on this server."""
    return f"/p/{token}/"


def notice_path(hook: str) -> str:
    """Where on this server a payment provider tells what became of a payment."""
    return f"/paiement/{hook}"


def page_in(text: str) -> str:
    """The address of a page that a text names; empty where it names none of ours."""
    base = public_address()
    found = re.search(rf"{re.escape(base)}/p/[a-z0-9]+/", text) if base else None
    return found[0] if found else ""


def example_link() -> str:
    """What an example shows in the place of a link."""
    return address_of("exemple") if public_address() else ""


def service_address(entity_id: int) -> str:
    """Where a service says what became of a text; empty where nobody outside reaches this installation."""
    base = public_address()
    return f"{base}/services/sms/{entity_id}" if base else ""
