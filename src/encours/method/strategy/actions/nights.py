"""Remembering a night: one process at it at a time, what it did and by which versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.models import NightRun


@dataclass(frozen=True, slots=True)
class NightHold:
    """A night that one process is at; `lease` is its mark. `is_again`: it was run to its end before."""

    run_id: int
    lease: str
    is_again: bool = False


@transaction.atomic
def begin_night(act: Act, *, on: date, lease: str, technical_now: datetime) -> NightHold:
    """Remembers that the night of a day begins; whoever was at it before stops at its next step."""
    done = NightRun.objects.filter(entity_id=act.entity_id, as_of=on, finished_at__isnull=False).exists()
    run, _created = NightRun.objects.update_or_create(
        entity_id=act.entity_id,
        as_of=on,
        defaults={
            "started_at": act.at,
            "finished_at": None,
            "lease": lease,
            "leased_until": technical_now + _lease(),
        },
    )
    return NightHold(run.pk, lease, is_again=done)


def still_at_night(hold: NightHold, *, technical_now: datetime) -> bool:
    """Goes on with a night, inside the caller's transaction: until it ends nobody else goes on.

    False when another process has begun it again meanwhile.
    """
    rows = NightRun.objects.select_for_update(of=("self",)).filter(pk=hold.run_id)
    row = rows.first()
    if row is None or row.lease != hold.lease:
        return False
    NightRun.objects.filter(pk=hold.run_id).update(leased_until=technical_now + _lease())
    return True


def leave_night(hold: NightHold) -> None:
    """The night was cut short by a fault: anybody may begin it again at once."""
    NightRun.objects.filter(pk=hold.run_id, lease=hold.lease).update(leased_until=None)


@transaction.atomic
def end_night(act: Act, *, hold: NightHold, counts: Mapping[str, Any], versions: Mapping[str, Any]) -> bool:
    """Remembers what a night did and with which versions; False when it is another process's now."""
    held = NightRun.objects.filter(pk=hold.run_id, lease=hold.lease)
    if not held.update(
        finished_at=act.at, counts=dict(counts), versions=dict(versions), lease="", leased_until=None
    ):
        return False
    evidence_actions.append(
        act.entry(
            "strategy.night_run",
            f"entity:{act.entity_id}",
            Reason(N_("Nuit du {on} : {cases} dossiers revus, {messages} messages préparés"),
                   on=act.today, cases=int(counts.get("cases", 0)), messages=int(counts.get("queued", 0))),
            payload=dict(counts),
        )
    )  # fmt: skip
    return True


def _lease() -> timedelta:
    """How long a night may go without a sign of life before another process takes it over."""
    return timedelta(seconds=settings.ENCOURS_LEASE_SECONDS)
