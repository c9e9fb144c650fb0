"""Writes the token of a link, opens one, and tells what was done through links."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from encours.ground.links.models import LinkEnding, LinkUse
from encours.ground.links.rules import token as tokens
from encours.ground.links.rules.link import LIFE_DAYS, Closed, Ending, Link, Purpose
from encours.ground.links.rules.link import opened as opened_link


def link_for(
    purpose: Purpose, *, entity_id: int, subject_id: int, now: datetime, contact_id: int | None = None
) -> Link:
    """A new link, good from now for as long as its purpose wants; nothing is stored."""
    moment = now.replace(microsecond=0)
    return Link(purpose, entity_id, subject_id, moment, LIFE_DAYS[purpose], contact_id or 0)


def token_of(link: Link) -> str:
    """The word that opens a link. No row, no query: a night makes thousands."""
    return tokens.written(link, key=settings.SECRET_KEY)


def open_link(token: str, *, purpose: Purpose, now: datetime) -> Link | Closed:
    """What a token opens for this purpose, or why nothing: unknown, expired, revoked. One query, for ours only."""
    link = tokens.read(token, keys=[settings.SECRET_KEY, *settings.ENCOURS_FORMER_KEYS])
    endings = _endings(link) if link is not None and link.purpose is purpose else []
    return opened_link(link, purpose=purpose, endings=endings, now=now)


def _endings(link: Link) -> list[Ending]:
    rows = LinkEnding.objects.filter(
        entity_id=link.entity_id, purpose=link.purpose.value, subject_id=link.subject_id
    )
    return [Ending(*row) for row in rows.values_list("fingerprint", "made_until")]


@dataclass(frozen=True, slots=True)
class UseFact:
    """Something that was said through a link; `outcome` is what it led to, such as `item:5`."""

    contact_id: int | None
    what: str
    outcome: str
    used_at: datetime


def uses_of(entity_id: int, *, purpose: Purpose, subject_id: int) -> list[UseFact]:
    """What was said through the links of a subject, the newest first."""
    rows = LinkUse.objects.filter(entity_id=entity_id, purpose=purpose.value, subject_id=subject_id)
    return [_use(row) for row in rows.order_by("-used_at", "-pk")]


def use_under(key: str) -> UseFact | None:
    """What a form led to that was sent before."""
    row = LinkUse.objects.filter(key=key).first()
    return _use(row) if row else None


def _use(row: LinkUse) -> UseFact:
    return UseFact(row.contact_id or None, row.what, row.outcome, row.used_at)


def last_ended_at(entity_id: int, *, purpose: Purpose, subject_id: int) -> datetime | None:
    """When all links of a subject were revoked last."""
    rows = LinkEnding.objects.filter(entity_id=entity_id, purpose=purpose.value, subject_id=subject_id)
    return rows.filter(fingerprint="").order_by("-ended_at").values_list("ended_at", flat=True).first()
