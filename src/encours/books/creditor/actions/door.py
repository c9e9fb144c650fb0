"""What happens at the door: tries counted, sign-ins told, sessions opened and ended."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from encours.books.creditor.models import DoorRecord, OpenSession, ResetMail, TryCount
from encours.books.creditor.rules.door import KEPT_DAYS, DoorEvent, Limit
from encours.ground.evidence import actions as evidence_actions
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@dataclass(frozen=True, slots=True)
class Visitor:
    """From which network and with which device somebody comes: neither names a person.

    `address` is the whole address, to count tries with; it is stored nowhere.
    """

    place: str
    device: str
    address: str = field(default="", repr=False)


def count_try(limit: Limit, *, key: str) -> Refused | None:
    """Counts one try, for all workers together; refused when there were too many.

    The count is committed before what is tried begins: a process that dies has used its try.
    """
    now = technical_now()
    hashed, window = _hashed(limit, key), limit.window(now)
    with transaction.atomic():
        row, is_new = TryCount.objects.get_or_create(
            key=hashed, window=window, defaults={"ends_at": limit.over_at(now)}
        )
        TryCount.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        tries = TryCount.objects.values_list("tries", flat=True).get(pk=row.pk)
        if is_new:
            TryCount.objects.filter(ends_at__lt=now - timedelta(hours=1)).delete()
    return limit.refusal(now) if tries > limit.most else None


def forget_tries(limit: Limit, *, key: str) -> None:
    """Counting begins anew for who has shown who they are."""
    TryCount.objects.filter(key=_hashed(limit, key)).delete()


def tell_door(event: DoorEvent, *, user_id: int | None, visitor: Visitor, actor: str = "") -> None:
    """Adds one line to the record of the door; of an unknown address nothing is kept but that it was tried."""
    DoorRecord.objects.create(
        at=technical_now(),
        event=event.value,
        user_id=user_id,
        actor=actor or (f"user:{user_id}" if user_id else "unknown"),
        place=visitor.place,
        device=visitor.device,
    )


def open_session(*, user_id: int, key: str, visitor: Visitor) -> int:
    """A session begins, or is met for the first time; returns its number."""
    now = technical_now()
    values = {"user_id": user_id, "place": visitor.place, "device": visitor.device, "used_at": now}
    row, _is_new = OpenSession.objects.update_or_create(
        key=key, defaults=values, create_defaults={**values, "opened_at": now}
    )
    return int(row.pk)


def use_session(session_id: int, *, key: str, visitor: Visitor) -> bool:
    """A session is still used; False when it was ended from elsewhere."""
    return bool(
        OpenSession.objects.filter(pk=session_id).update(
            key=key, used_at=technical_now(), place=visitor.place, device=visitor.device
        )
    )


@transaction.atomic
def end_sessions(clock: Clock, *, user_id: int, actor: str, numbers: list[int], language: str) -> int:
    """Ends sessions of a person, at once and wherever they are open; returns how many."""
    rows = list(OpenSession.objects.filter(user_id=user_id, pk__in=numbers))
    _end(rows)
    if rows:
        evidence_actions.append(
            evidence_actions.NewEntry(
                "installation",
                "creditor.sessions_ended",
                f"user:{user_id}",
                actor,
                clock.now(),
                say(Reason(N_("Sessions fermées : {count}"), count=len(rows)), language),
                payload={"sessions": len(rows)},
            )
        )
    return len(rows)


def end_all_sessions(user_id: int) -> None:
    """Ends every session of a person; whoever calls says in the journal why."""
    _end(list(OpenSession.objects.filter(user_id=user_id)))


def leave_session(key: str) -> None:
    """A session was left by its own person."""
    OpenSession.objects.filter(key=key).delete()


def keep_door_short(now: datetime) -> int:
    """Lets go of what the door no longer needs: ended sessions, old counts, records of more than a year."""
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    kept = Session.objects.values("session_key")
    gone += OpenSession.objects.filter(used_at__lt=now - timedelta(hours=1)).exclude(key__in=kept).delete()[0]
    gone += TryCount.objects.filter(ends_at__lt=now).delete()[0]
    gone += ResetMail.objects.filter(asked_at__lt=now - timedelta(days=1)).delete()[0]
    gone += DoorRecord.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
    return gone


def _end(rows: list[OpenSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store(row.key).delete()
    OpenSession.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _hashed(limit: Limit, key: str) -> str:
    return hashlib.sha256(f"{limit.name}:{key}".encode()).hexdigest()
