"""Everything that is kept encrypted, sealed again with the present key."""

from collections.abc import Iterator

from django.db import transaction

from encours.books.creditor.models import MailServer, OnlinePayment, SecondFactor
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import SecretUnreadable, is_sealed_anew, seal, unseal


def seal_all_anew() -> tuple[int, int]:
    """Seals each stored secret with the present key; returns how many it did and how many no key opens.

    One row at a time, and only where it still holds what was read: cut short anywhere, every secret
    is readable, and the next call goes on with the rest.
    """
    done, lost = 0, 0
    for table, column, pk, sealed in _stored():
        if is_sealed_anew(sealed):
            continue
        try:
            fresh = seal(unseal(sealed))
        except SecretUnreadable:
            lost += 1
            continue
        done += table.objects.filter(pk=pk, **{column: sealed}).update(**{column: fresh})
    return done, lost


@transaction.atomic
def tell_new_key(clock: Clock, *, resealed: int, lost: int, language: str = "fr") -> None:
    """Writes in the journal that the key was changed."""
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            "creditor.secrets_sealed_anew",
            "installation",
            SYSTEM,
            clock.now(),
            say(Reason(N_("Clé des secrets changée")), language),
            payload={"secrets": resealed, "lost": lost},
        )
    )


_Table = type[MailServer] | type[SecondFactor] | type[OnlinePayment]
_SECRETS: tuple[tuple[_Table, str], ...] = (
    (MailServer, "sealed_password"),
    (SecondFactor, "sealed_secret"),
    (OnlinePayment, "sealed_secret"),
)


def _stored() -> Iterator[tuple[_Table, str, int, str]]:
    for table, column in _SECRETS:
        for pk, sealed in table.objects.exclude(**{column: ""}).values_list("pk", column).order_by("pk"):
            yield table, column, pk, sealed
