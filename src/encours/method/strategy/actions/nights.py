"""Remembering a night: one process at it at a time, what it did and by which versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.leases import is_over, lease_end
from encours.method.strategy.models import NightRun


@dataclass(frozen=True, slots=True)
class NightHold:
    """A night that one process is at; `lease` is its mark. `is_again`: it was run to its end before.

    `counts`: what was done of it before it was cut short.
    """

    run_id: int
    lease: str
    is_again: bool = False
    counts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def begin_night(act: Act, *, on: date, lease: str, technical_now: datetime) -> NightHold:
    """Remembers that the night of a day begins; whoever was at it before stops at its next step."""
    former = NightRun.objects.filter(entity_id=act.entity_id, as_of=on).first()
    is_again = former is not None and former.finished_at is not None
    counts = former.counts if former is not None and not is_again else {}
    run, _created = NightRun.objects.update_or_create(
        entity_id=act.entity_id,
        as_of=on,
        defaults={
            "started_at": act.at,
            "finished_at": None,
            "lease": lease,
            "leased_until": lease_end(technical_now),
            "counts": counts,
        },
    )
    return NightHold(run.pk, lease, is_again=is_again, counts=counts)


@transaction.atomic
def begin_due_night(act: Act, *, on: date, lease: str, technical_now: datetime) -> NightHold | None:
    """Begins the night of a day, unless it was run to its end or another process is at it: then None.

    Asked and begun in one step: of two workers that find it due at once, one gets it.
    """
    unborn = NightRun(entity_id=act.entity_id, as_of=on, started_at=act.at)
    NightRun.objects.bulk_create([unborn], ignore_conflicts=True)
    row = NightRun.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, as_of=on)
    is_free = Q(leased_until__isnull=True) | is_over(technical_now)
    if not NightRun.objects.filter(is_free, pk=row.pk, finished_at__isnull=True).exists():
        return None
    return begin_night(act, on=on, lease=lease, technical_now=technical_now)


def still_at_night(hold: NightHold) -> bool:
    """Goes on with a night, inside the caller's transaction: until it ends nobody else goes on.

    False when another process has begun it again meanwhile.
    """
    row = NightRun.objects.select_for_update(of=("self",)).filter(pk=hold.run_id).first()
    return row is not None and row.lease == hold.lease


def note_progress(hold: NightHold, *, counts: Mapping[str, Any], technical_now: datetime) -> None:
    """Remembers what was done so far, in the transaction that did it, and that somebody is still at it."""
    held = NightRun.objects.filter(pk=hold.run_id, lease=hold.lease)
    held.update(counts=dict(counts), leased_until=lease_end(technical_now))


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
