"""What leaves by itself next, and what leaves only by somebody's yes: how many messages, for how much."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.ground.kernel.money import Money
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach.queries import WaitingMessage
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState


def departure(desk: Desk, waiting: Iterable[WaitingMessage]) -> dict[str, Any] | None:
    """What leaves by itself next of the messages that wait, or None."""
    ready = [message for message in waiting if message.state is MessageState.READY]
    if not ready:
        return None
    return {
        "at": min(message.send_from for message in ready),
        "count": len(ready),
        "amounts": _amounts(ready),
        "is_test": not desk.entity.is_sending_on,
        "withhold_url": reverse("desk:messages_tomorrow"),
    }


def for_a_person(waiting: Iterable[WaitingMessage]) -> dict[str, Any] | None:
    """Of the messages that wait, those that leave only by a person's yes or hand; None without any."""
    found = [message for message in waiting if message.state in AWAITS_A_PERSON]
    if not found:
        return None
    only = reverse("desk:message", args=[found[0].id])
    url = only if len(found) == 1 else reverse("desk:messages")
    return {"count": len(found), "amounts": _amounts(found), "url": url}


def unread(desk: Desk) -> dict[str, Any] | None:
    """What came in and waits to be read, or None: until then nothing more is sent to those customers."""
    found = inbox_queries.unread(desk.entity.id)
    if not found:
        return None
    only = reverse("desk:incoming", args=[found[0].id])
    url = only if len(found) == 1 else f"{reverse('desk:messages')}?onglet=recus"
    return {"count": len(found), "url": url if desk.may(Permission.CONTACT) else None}


def _amounts(messages: list[WaitingMessage]) -> list[Money]:
    """What messages ask for, one amount per currency."""
    amounts: dict[str, int] = defaultdict(int)
    for message in messages:
        amounts[message.currency] += message.total_minor
    return [Money(minor, currency) for currency, minor in sorted(amounts.items()) if minor]
