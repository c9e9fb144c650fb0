"""Through which service texts leave, and what it has said of one."""

from dataclasses import dataclass
from datetime import datetime

from encours.ground.plumbing.secrets import unseal
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message, TextDelivery, TextService
from encours.method.outreach.rules.states import MessageState
from encours.method.outreach.rules.text_service import Delivery

TEXT_SERVICE = "text_service"
"""Stands in place of a rule at a text that waits because the service could not be reached."""


@dataclass(frozen=True, slots=True)
class TextWay:
    """Through which service the texts of an entity leave; off where nobody set one."""

    is_on: bool
    url: str
    sender: str
    has_secret: bool

    @property
    def is_usable(self) -> bool:
        """Whether a text can be handed over."""
        return self.is_on and bool(self.url) and self.has_secret


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a service said of a text, and when it was learnt."""

    delivery: Delivery
    number: str
    words: str
    told_at: datetime | None


def text_way_of(entity_id: int) -> TextWay:
    """What is set for an entity."""
    row = TextService.objects.filter(entity_id=entity_id).first() or TextService(entity_id=entity_id)
    return TextWay(row.is_on, row.url, row.sender, bool(row.sealed_secret))


def text_secret(entity_id: int) -> str:
    """What is shared with the service, in clear: for the call alone. Raises SecretUnreadable."""
    row = TextService.objects.filter(entity_id=entity_id).first()
    return unseal(row.sealed_secret) if row else ""


def arrival_of(message_id: int) -> Arrival | None:
    """What is known of the arrival of a text, if a service was given it."""
    row = TextDelivery.objects.filter(message_id=message_id).first()
    return Arrival(Delivery(row.state), row.number, row.words, row.told_at) if row else None


def texts_rest(entity_id: int, now: datetime) -> bool:
    """Whether the service could not be reached a moment ago and is left alone for now."""
    rows = Message.objects.filter(
        entity_id=entity_id, state=MessageState.READY.value, channel=Channel.SMS.value
    )
    return rows.filter(refusal_rule=TEXT_SERVICE, send_from__gt=now).exists()
