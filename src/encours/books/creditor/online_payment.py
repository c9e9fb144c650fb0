"""Reads on which page customers of an entity pay; the secret in clear is for the protocol alone."""

from dataclasses import dataclass

from encours.books.creditor.models import OnlinePayment
from encours.books.creditor.rules.online_payment import PatternProvider, Provider
from encours.ground.plumbing.secrets import SecretUnreadable, unseal


@dataclass(frozen=True, slots=True)
class OnlinePaymentFact:
    """The page as settings show it, without its secret. `hook`: the last part of the address that it tells."""

    label: str
    link_pattern: str
    hook: str


@dataclass(frozen=True, slots=True)
class OnlineProvider:
    """The provider of an entity, with the words of its button."""

    entity_id: int
    label: str
    provider: Provider


def online_payment(entity_id: int) -> OnlinePaymentFact | None:
    """What an entity has set; None: customers pay by transfer."""
    row = OnlinePayment.objects.filter(entity_id=entity_id).first()
    return OnlinePaymentFact(row.label, row.link_pattern, row.hook) if row else None


def provider_of(entity_id: int) -> OnlineProvider | None:
    """The provider of an entity, for its links: no secret is opened for them."""
    row = OnlinePayment.objects.filter(entity_id=entity_id).first()
    return OnlineProvider(entity_id, row.label, PatternProvider(row.link_pattern, "")) if row else None


def provider_at(hook: str) -> OnlineProvider | None:
    """Whose provider tells something at an address; None where nobody's does, or its secret cannot be read."""
    row = OnlinePayment.objects.filter(hook=hook).first() if hook else None
    if row is None:
        return None
    try:
        secret = unseal(row.sealed_secret)
    except SecretUnreadable:
        return None
    return OnlineProvider(row.entity_id, row.label, PatternProvider(row.link_pattern, secret))
