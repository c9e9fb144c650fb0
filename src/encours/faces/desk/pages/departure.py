"""What leaves by itself next, what holds it back, and what leaves only by somebody's yes."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.who import Desk
from encours.ground.kernel.money import Money
from encours.ground.wording.stages import SERVICES
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.queries import Waiting
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.next_action import cash_needed_to
from encours.method.strategy.rules.step import Stage

_WHATEVER_THE_BANK_SAYS = frozenset(stage.value for stage in (*SERVICES, Stage.PRE_DUE))


class Held(StrEnum):
    """What keeps back the messages that would leave by themselves."""

    STOPPED = "stopped"
    TEST = "test"
    BANK = "bank"


def held_back(desk: Desk, stages: Iterable[str]) -> Held | None:
    """What holds back messages of some stages today, the gravest first; None when they leave at their hour."""
    entity = desk.entity
    if outreach_queries.standing_stop(entity.id) is not None:
        return Held.STOPPED
    if not entity.is_sending_on:
        return Held.TEST
    if set(stages) <= _WHATEVER_THE_BANK_SAYS:
        return None
    known = receivables_queries.cash_known_to(entity.id)
    is_read = known is not None and known >= cash_needed_to(desk.act.today, entity.country, entity.region)
    return None if is_read else Held.BANK


def departure(desk: Desk) -> dict[str, Any] | None:
    """What leaves by itself next of the messages that wait, or None."""
    waiting = outreach_queries.waiting_in(desk.entity.id)
    ready = [part for part in waiting if part.state is MessageState.READY]
    if not ready:
        return None
    return {
        "at": min(part.send_from for part in ready),
        "count": sum(part.count for part in ready),
        "amounts": _amounts(ready),
        "held": held_back(desk, {part.stage for part in ready}),
        "withhold_url": reverse("desk:messages_tomorrow"),
    }


def for_a_person(desk: Desk) -> dict[str, Any] | None:
    """Of the messages that wait, those that leave only by a person's yes or hand; None without any."""
    waiting = outreach_queries.waiting_in(desk.entity.id)
    found = [part for part in waiting if part.state in AWAITS_A_PERSON]
    if not found:
        return None
    count, only = sum(part.count for part in found), reverse("desk:message", args=[found[0].last])
    return {
        "count": count,
        "amounts": _amounts(found),
        "url": only if count == 1 else reverse("desk:messages"),
    }


def unread(desk: Desk) -> dict[str, Any] | None:
    """What came in and waits to be read, or None: until then nothing more is sent to those customers."""
    found = inbox_queries.unread(desk.entity.id)
    if not found:
        return None
    only = reverse("desk:incoming", args=[found[0].id])
    url = only if len(found) == 1 else reverse("desk:inbox")
    return {"count": len(found), "url": url if desk.may(Permission.CONTACT) else None}


def _amounts(parts: list[Waiting]) -> list[Money]:
    """What messages ask for, one amount per currency."""
    amounts: dict[str, int] = defaultdict(int)
    for part in parts:
        amounts[part.currency] += part.total_minor
    return [Money(minor, currency) for currency, minor in sorted(amounts.items()) if minor]
