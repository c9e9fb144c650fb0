"""The accounts of people who sign in."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from encours.books.creditor.actions.door import end_all_sessions
from encours.books.creditor.models import TeamMember, User
from encours.books.creditor.rules.roles import Role
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@transaction.atomic
def create_user(
    clock: Clock, *, email: str, name: str, password: str, language: str = "fr"
) -> User | Refused:
    """A person who can sign in. Refused when the address has an account already."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        return Refused(Reason(N_("Cette adresse a déjà un compte.")))
    user = User.objects.create(
        email=address,
        name=name.strip(),
        language=language,
        password=make_password(password),
        joined_at=clock.now(),
    )
    evidence_actions.append(
        evidence_actions.NewEntry(
            chain="installation",
            kind="creditor.user_created",
            subject=f"user:{user.pk}",
            actor=SYSTEM,
            at=clock.now(),
            summary=say(Reason(N_("Compte créé pour {name}"), name=user.name), language),
            payload={"user": user.pk},
        )
    )
    return user


@transaction.atomic
def set_password(clock: Clock, *, user_id: int, password: str, actor: str) -> None:
    """Gives a person a new password; sessions opened with the old one end."""
    User.objects.filter(pk=user_id).update(password=make_password(password))
    end_all_sessions(user_id)
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            "creditor.password_set",
            f"user:{user_id}",
            actor,
            clock.now(),
            say(Reason(N_("Mot de passe changé")), _language_of(user_id)),
        )
    )


@transaction.atomic
def lock_user(clock: Clock, *, user_id: int, to: bool, actor: str) -> Refused | None:
    """Somebody cannot sign in any more, from the next page on, or can again; what they did stays theirs.

    Refused for the last owner of a company who can sign in. Their sessions are of no use while it lasts.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active is not to:
        return None
    if to and (left := _left_without_owner(user_id)):
        return Refused(Reason(N_("{name} n'aurait plus de dirigeant qui puisse se connecter."), name=left))
    User.objects.filter(pk=user_id).update(is_active=not to)
    kind = "creditor.user_locked" if to else "creditor.user_unlocked"
    text = N_("Compte verrouillé : {name}") if to else N_("Compte rouvert : {name}")
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            kind,
            f"user:{user_id}",
            actor,
            clock.now(),
            say(Reason(text, name=user.name), user.language),
            payload={"user": user_id},
        )
    )
    return None


def _left_without_owner(user_id: int) -> str:
    """The name of a company that only this person owns and can enter; empty when there is none."""
    owners = TeamMember.objects.filter(
        role=Role.OWNER.value, left_on__isnull=True, user__is_active=True
    ).select_related("entity")
    theirs = {row.entity_id: row.entity.name for row in owners if row.user_id == user_id}
    others = {row.entity_id for row in owners if row.user_id != user_id}
    return next((name for entity_id, name in theirs.items() if entity_id not in others), "")


@transaction.atomic
def choose_language(clock: Clock, *, user_id: int, language: str) -> None:
    """The language in which pages speak to a person."""
    User.objects.filter(pk=user_id).update(language=language)
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            "creditor.language_chosen",
            f"user:{user_id}",
            f"user:{user_id}",
            clock.now(),
            say(Reason(N_("Langue choisie")), language),
            payload={"language": language},
        )
    )


def _language_of(user_id: int) -> str:
    """The journal of the installation has no creditor: it speaks to each person as the pages do."""
    return str(User.objects.values_list("language", flat=True).get(pk=user_id))
