"""A new password by mail: the same answer for every address, the mail by the worker, the link used once."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import translation
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.actions import Visitor
from encours.books.creditor.models import ResetMail, User
from encours.books.creditor.rules.door import RESET_ACCOUNT, RESET_PLACE, SIGN_IN_HERE, DoorEvent
from encours.flows.dispatch import is_demonstration
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import Refused
from encours.method.outreach.actions import post
from encours.method.outreach.actions.post import Envelope, Outcome


def ask(clock: Clock, *, email: str, site: str, visitor: Visitor) -> Refused | None:
    """Somebody asks for a new password; `site` is the page that asks, under which the link stands.

    Refused only for too many from one place.
    Too many for one address are dropped without a word: the answer never tells whether it has an account.
    """
    if refused := creditor_actions.count_try(RESET_PLACE, key=visitor.address):
        return refused
    if creditor_actions.count_try(RESET_ACCOUNT, key=email.strip().lower()):
        return None
    user_id = creditor_actions.ask_reset(clock, email=email, site=site)
    creditor_actions.tell_door(DoorEvent.RESET_ASKED, user_id=user_id, visitor=visitor, actor="unknown")
    return None


def run(clock: Clock) -> int:
    """Sends the mails that wait; returns how many were handled."""
    handled = 0
    while (mail := creditor_actions.claim_reset_mail()) is not None:
        creditor_actions.close_reset_mail(mail.pk, is_sent=_send(clock, mail))
        handled += 1
    return handled


def _send(clock: Clock, mail: ResetMail) -> bool:
    user = mail.user
    entity_id = creditor_door.posting_entity(user.pk) if user else None
    if user is None or not user.is_active:
        return False
    if is_demonstration(clock):
        memberships = creditor_queries.memberships(user.pk)
        folder = Path(settings.ENCOURS_HOME) / "outbox"
        return bool(memberships) and (
            post.into_folder(folder, _envelope(mail, user, memberships[0].entity_id)).outcome
            is Outcome.ACCEPTED
        )
    server = creditor_queries.smtp(entity_id) if entity_id else None
    if server is None or entity_id is None:
        return False
    return post.through(server, _envelope(mail, user, entity_id)).outcome is Outcome.ACCEPTED


def _envelope(mail: ResetMail, user: User, entity_id: int) -> Envelope:
    entity = creditor_queries.entity(entity_id)
    who = urlsafe_base64_encode(force_bytes(user.pk))
    link = f"{mail.site}/{who}/{creditor_actions.reset_token(user)}"
    with translation.override(user.language):
        text = _(
            "Bonjour {name},\n\nQuelqu'un demande un nouveau mot de passe pour votre compte Encours. "
            "Si c'est vous, ouvrez ce lien dans l'heure :\n\n{link}\n\nIl sert une fois, et ferme vos sessions. "
            "Si ce n'est pas vous, ne faites rien : votre mot de passe reste le même.\n"
        ).format(name=user.name, link=link)
        subject = _("Nouveau mot de passe pour Encours")
    return Envelope(
        from_name=entity.name,
        from_email=entity.email,
        to_name=user.name,
        to_email=user.email,
        subject=subject,
        text=text,
        html="",
        message_id=f"<{uuid4().hex}@{entity.email.rpartition('@')[2]}>",
    )


def of_link(who: str, token: str) -> User | None:
    """Whose link this is; None when it is used, old, or not ours."""
    try:
        user_id = int(force_str(urlsafe_base64_decode(who)))
    except (ValueError, OverflowError):
        return None
    user = creditor_door.account(user_id)
    return user if user is not None and creditor_actions.is_reset_token(user, token) else None


def use_link(clock: Clock, *, user: User, token: str, password: str, visitor: Visitor) -> bool:
    """Replaces the password, ends the sessions, tells the door; False when the link was used meanwhile."""
    is_done = creditor_actions.reset_password(clock, user_id=user.pk, token=token, password=password)
    if is_done:
        creditor_actions.tell_door(DoorEvent.RESET_DONE, user_id=user.pk, visitor=visitor)
        creditor_actions.forget_tries(SIGN_IN_HERE, key=f"{user.email}|{visitor.address}")
    return is_done
