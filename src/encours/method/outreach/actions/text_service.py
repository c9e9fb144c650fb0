"""Texts through a service: what is set, the service itself, and what it tells of a text afterwards."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.resealing import seal_column_anew
from encours.ground.plumbing.secrets import seal
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.adapters import text_webhook as _webhook
from encours.method.outreach.adapters.envelope import Receipt
from encours.method.outreach.adapters.signed_call import Endpoint, is_signed, signature
from encours.method.outreach.adapters.text_webhook import Text
from encours.method.outreach.models import Message, TextDelivery, TextService
from encours.method.outreach.rules.states import MessageState
from encours.method.outreach.rules.text_service import Delivery, Told, is_news

__all__ = [
    "Endpoint",
    "Text",
    "change_text_service",
    "into_folder",
    "is_signed",
    "note_taken",
    "note_told",
    "seal_text_services_anew",
    "send_through_service",
    "signature",
    "through",
]
_WAITING = frozenset(
    {MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND, MessageState.REFUSED}
)
_TOLD = {
    Delivery.DELIVERED: ("outreach.text_delivered", N_("SMS arrivé : {subject}")),
    Delivery.UNDELIVERED: ("outreach.text_undelivered", N_("SMS pas arrivé : {subject}")),
}


def through(endpoint: Endpoint, text: Text, *, at: datetime) -> Receipt:
    """Hands one text to a service."""
    return _webhook.hand_over(endpoint, text, at=at)


def into_folder(folder: Path, text: Text) -> Receipt:
    """The demonstration's service: a file each, nothing leaves."""
    return _webhook.into_folder(folder, text)


@transaction.atomic
def change_text_service(act: Act, *, fields: Mapping[str, object], secret: str = "") -> None:
    """Sets some of `is_on, url, sender`. secret: shared with the service; empty leaves the one that is kept."""
    values = {**fields, **({"sealed_secret": seal(secret)} if secret else {})}
    TextService.objects.update_or_create(entity_id=act.entity_id, defaults=values)
    evidence_actions.append(
        act.entry(
            "outreach.text_service_changed",
            f"entity:{act.entity_id}",
            Reason(N_("Envoi des SMS modifié")),
            payload={name: value for name, value in fields.items() if name == "is_on"},
            details={name: value for name, value in fields.items() if name != "is_on"},
        )
    )


@transaction.atomic
def send_through_service(act: Act, *, message_id: int, text: str) -> Refused | None:
    """A message that waits becomes a text that the service sends: whoever says so has read and confirmed it."""
    row = Message.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, pk=message_id)
    is_own_text = row.channel == Channel.SMS.value and row.state == MessageState.BY_HAND.value
    if not is_own_text and (MessageState(row.state) not in _WAITING or row.channel != Channel.EMAIL.value):
        return Refused(Reason(N_("Ce message ne peut plus devenir un SMS.")))
    Message.objects.filter(pk=row.pk).update(
        channel=Channel.SMS.value,
        state=MessageState.READY.value,
        send_from=act.at,
        text=text,
        html="",
        approved_by=act.actor,
        approved_at=act.at,
        refusal={},
        refusal_rule="",
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_put_on_text_service",
            f"customer:{row.customer_id}",
            Reason(N_("SMS confirmé, il part par le service : {subject}"), subject=row.subject),
            payload={"message": row.pk, "was": row.channel, "state": row.state},
            details={"text": text},
        )
    )
    return None


def note_taken(act: Act, *, message_id: int, key: str, number: str) -> None:
    """A service may have a text from now on: what it says of this key is heard. Runs with the claim."""
    TextDelivery.objects.update_or_create(message_id=message_id, defaults={"key": key, "number": number})


@transaction.atomic
def note_told(act: Act, *, told: Told) -> Message | None:
    """Keeps what a service says of a text; returns its message where that is news, else None.

    What was not on its way is not heard: a service tells of a text only after it was handed one.
    """
    rows = TextDelivery.objects.select_for_update(of=("self",)).select_related("message")
    row = rows.filter(key=told.key, message__entity_id=act.entity_id).first()
    if row is None or not is_news(Delivery(row.state), told.delivery):
        return None
    TextDelivery.objects.filter(pk=row.pk).update(state=told.delivery.value, words=told.words, told_at=act.at)
    kind, text = _TOLD[told.delivery]
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.message.customer_id}",
            Reason(text, subject=row.message.subject),
            payload={"message": row.message_id},
            details={"words": told.words} if told.words else {},
        )
    )
    return row.message


def seal_text_services_anew() -> tuple[int, int]:
    """Seals each kept secret with the present key; returns how many it did and how many no key opens."""
    return seal_column_anew(TextService, "sealed_secret")
