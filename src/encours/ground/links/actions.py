"""Hands a link to a person, revokes links, and takes what is done through one only once."""

import hashlib
from datetime import timedelta

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.links.models import LinkEnding, LinkUse
from encours.ground.links.queries import link_for, token_of
from encours.ground.links.rules.link import PURPOSE_LABELS, Link, Purpose


@transaction.atomic
def hand_out(
    act: Act, *, purpose: Purpose, subject_id: int, about: str, contact_id: int | None = None
) -> str:
    """A person takes a link to hand it on; returns its token.

    about: the subject of the journal's line, `customer:<id>`.
    """
    link = link_for(
        purpose, entity_id=act.entity_id, subject_id=subject_id, now=act.at, contact_id=contact_id
    )
    text = N_("Lien remis\u00a0: {purpose}, jusqu'au {until}")
    _journal(
        act,
        "links.link_issued",
        link,
        about,
        Reason(text, **_words(link), until=act.today + timedelta(days=link.life_days)),
    )
    return token_of(link)


@transaction.atomic
def revoke(act: Act, *, link: Link, about: str) -> None:
    """This link opens no more."""
    LinkEnding.objects.create(**_row(link), fingerprint=link.fingerprint, ended_at=act.at, ended_by=act.actor)
    _journal(
        act, "links.link_revoked", link, about, Reason(N_("Lien révoqué\u00a0: {purpose}"), **_words(link))
    )


@transaction.atomic
def revoke_all(act: Act, *, purpose: Purpose, subject_id: int, about: str) -> None:
    """Every link of a subject made until now opens no more; one that is made later does."""
    link = link_for(purpose, entity_id=act.entity_id, subject_id=subject_id, now=act.at)
    LinkEnding.objects.create(**_row(link), made_until=link.issued_at, ended_at=act.at, ended_by=act.actor)
    reason = Reason(N_("Tous les liens révoqués\u00a0: {purpose}"), **_words(link))
    _journal(act, "links.links_revoked", link, about, reason)


@transaction.atomic
def use_once(act: Act, *, link: Link, form: str, what: str) -> bool:
    """Takes what a form says, once: False when the same form of the same link was taken before.

    Called first in the transaction that does what the form asks: taken back with it, it may come again. A second
    one that comes at the same time waits for the first. The room that is told something tells the journal.
    """
    values = {**_row(link), "contact_id": link.contact_id, "fingerprint": link.fingerprint, "what": what}
    _found, is_new = LinkUse.objects.get_or_create(
        key=key_of(link, form), defaults={**values, "used_at": act.at}
    )
    return is_new


def name_outcome(*, link: Link, form: str, outcome: str) -> None:
    """What a use led to, such as `item:5`; in the transaction that took it."""
    LinkUse.objects.filter(key=key_of(link, form)).update(outcome=outcome)


def key_of(link: Link, form: str) -> str:
    """The name of one form of one link; another link's form is another, whatever it says."""
    return hashlib.sha256(f"{link.fingerprint}/{form}".encode()).hexdigest()


def _row(link: Link) -> dict[str, object]:
    return {"entity_id": link.entity_id, "purpose": link.purpose.value, "subject_id": link.subject_id}


def _words(link: Link) -> dict[str, object]:
    return {"purpose": Reason(PURPOSE_LABELS[link.purpose])}


def _journal(act: Act, kind: str, link: Link, about: str, reason: Reason) -> None:
    payload = {"purpose": link.purpose.value, "subject": link.subject, "contact": link.contact_id}
    evidence_actions.append(
        act.entry(kind, about, reason, payload={**payload, "until": link.expires_at.isoformat()})
    )
