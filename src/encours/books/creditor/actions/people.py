"""The accounts of people who sign in."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from encours.books.creditor.models import (
    User,
)
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
