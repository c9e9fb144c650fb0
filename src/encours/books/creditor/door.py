"""Reads of the door: sessions that are open, what was tried, mails that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Count

from encours.books.creditor.models import (
    DoorRecord,
    MailServer,
    OpenSession,
    Passkey,
    RecoveryCode,
    SecondFactor,
    TeamMember,
    User,
)
from encours.books.creditor.rules.door import ENTRANCES, DoorEvent
from encours.ground.kernel.clock import technical_now

Account = User
"""Somebody's account, for who may not name the table."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A session that is open."""

    id: int
    user_id: int
    key: str
    device: str
    place: str
    opened_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One line of the record; `name` is empty for an address that nobody has."""

    id: int
    at: datetime
    event: DoorEvent
    name: str
    actor: str
    place: str
    device: str


def seats(user_ids: Iterable[int]) -> list[Seat]:
    """Open sessions of some people, the last used first."""
    now = technical_now()
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = OpenSession.objects.filter(user_id__in=list(user_ids), key__in=alive).order_by("-used_at", "-id")
    return [Seat(r.pk, r.user_id, r.key, r.device, r.place, r.opened_at, r.used_at) for r in rows]


def door_lines(user_ids: Iterable[int], *, before: int | None = None, limit: int = 50) -> list[DoorLine]:
    """What some people did at the door, the latest first, before a number."""
    rows = DoorRecord.objects.filter(user_id__in=list(user_ids)).select_related("user").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        DoorLine(r.pk, r.at, DoorEvent(r.event), r.user.name if r.user else "", r.actor, r.place, r.device)
        for r in rows[:limit]
    ]


def strangers_tries(hours: int = 24) -> int:
    """How often an address that nobody has was tried lately."""
    since = technical_now() - timedelta(hours=hours)
    rows = DoorRecord.objects.filter(user__isnull=True, at__gte=since)
    return int(rows.aggregate(tries=Count("pk"))["tries"])


def has_signed_in_from(user_id: int, place: str) -> bool:
    """Whether a person signed in from a network before."""
    return (
        bool(place) and DoorRecord.objects.filter(user_id=user_id, place=place, event__in=ENTRANCES).exists()
    )


def only_within(user_ids: Iterable[int], entity_ids: Iterable[int]) -> set[int]:
    """Of some people, those who enter no company but these: their sessions are these companies' matter."""
    asked = set(user_ids)
    rows = TeamMember.objects.filter(user_id__in=asked, left_on__isnull=True)
    elsewhere = rows.exclude(entity_id__in=list(entity_ids)).values_list("user_id", flat=True)
    return asked - set(elsewhere)


def account(user_id: int) -> User | None:
    """An account that may sign in."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def posting_entity(user_id: int) -> int | None:
    """The company through whose server a person is written to: one they are in that has a server."""
    rows = TeamMember.objects.filter(
        user_id=user_id, left_on__isnull=True, entity__mail_server__isnull=False
    ).exclude(entity__email="")
    return rows.order_by("entity_id").values_list("entity_id", flat=True).first()


def can_post() -> bool:
    """Whether any company of the installation can send by itself."""
    return MailServer.objects.exclude(entity__email="").exists()


def has_second_factor(user_id: int) -> bool:
    """Whether a person shows something besides the password: a code or a passkey."""
    return bool(with_second_factor([user_id]))


def with_second_factor(user_ids: Iterable[int]) -> set[int]:
    """Of some people, those who show something besides the password."""
    asked = list(user_ids)
    applications = SecondFactor.objects.filter(user_id__in=asked).values_list("user_id", flat=True)
    return set(applications) | set(
        Passkey.objects.filter(user_id__in=asked).values_list("user_id", flat=True)
    )


def has_application(user_id: int) -> bool:
    """Whether an application gives codes for a person."""
    return SecondFactor.objects.filter(user_id=user_id).exists()


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A passkey of a person, as they know it; `host` is the name it works under."""

    id: int
    name: str
    host: str
    added_at: datetime
    used_at: datetime | None


def passkeys(user_id: int) -> list[KeyLine]:
    """The passkeys of a person, the oldest first."""
    rows = Passkey.objects.filter(user_id=user_id).order_by("id")
    return [KeyLine(row.pk, row.name, row.host, row.added_at, row.used_at) for row in rows]


def who_requires_a_factor(user_id: int) -> str:
    """A company of a person's that wants a second factor; empty when none does."""
    rows = TeamMember.objects.filter(
        user_id=user_id, left_on__isnull=True, entity__requires_second_factor=True
    )
    return rows.order_by("entity__name").values_list("entity__name", flat=True).first() or ""


def recovery_codes_left(user_id: int) -> int:
    """How many recovery codes a person has not used."""
    rows = RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True)
    return int(rows.aggregate(left=Count("pk"))["left"])
