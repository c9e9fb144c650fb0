"""A new password by mail: asked for, taken up by one worker, closed; and the password that replaces the old."""

from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q

from encours.books.creditor.actions.people import set_password
from encours.books.creditor.models import ResetMail, User
from encours.books.creditor.rules.door import MailState
from encours.ground.evidence import actions as evidence_actions
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say


@transaction.atomic
def ask_reset(clock: Clock, *, email: str, site: str) -> int | None:
    """Puts a mail in the queue and returns whose it is.

    An address that nobody has puts one there too, which never leaves: the answer takes as long.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    ResetMail.objects.create(user=user, site=site, asked_at=technical_now())
    if user is None:
        return None
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            "creditor.reset_asked",
            f"user:{user.pk}",
            "unknown",
            clock.now(),
            say(Reason(N_("Nouveau mot de passe demandé par e-mail")), user.language),
        )
    )
    return int(user.pk)


def claim_reset_mail() -> ResetMail | None:
    """Takes the oldest waiting mail for this worker alone; what waited for an hour is let go."""
    waiting = ResetMail.objects.filter(state=MailState.WAITING.value)
    waiting.filter(Q(user__isnull=True) | Q(asked_at__lt=technical_now() - timedelta(hours=1))).delete()
    for row in waiting.select_related("user").order_by("id")[:20]:
        if waiting.filter(pk=row.pk).update(state=MailState.SENDING.value):
            return row
    return None


def close_reset_mail(mail_id: int, *, is_sent: bool) -> None:
    """What became of a mail; one that did not leave is asked for again by its person."""
    state = MailState.SENT if is_sent else MailState.FAILED
    ResetMail.objects.filter(pk=mail_id).update(state=state.value)


def reset_token(user: User) -> str:
    """The signed part of a link: good for an hour, and until the password changes or somebody signs in."""
    return default_token_generator.make_token(user)


def is_reset_token(user: User, token: str) -> bool:
    """Whether a link still holds."""
    return default_token_generator.check_token(user, token)


@transaction.atomic
def reset_password(clock: Clock, *, user_id: int, token: str, password: str) -> bool:
    """Replaces a password by the link of a mail; False when the link is used, old or not ours.

    The account is locked while the link is checked: of two who use it at once, one wins.
    """
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        return False
    set_password(clock, user_id=user_id, password=password, actor=f"user:{user_id}")
    ResetMail.objects.filter(user_id=user_id, state=MailState.WAITING.value).delete()
    return True
