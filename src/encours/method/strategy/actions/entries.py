"""Where an old debt enters its ladder: confirmed by a person, and asked again when that was a slip."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.models import CaseProgress
from encours.method.strategy.rules.step import Level


@dataclass(frozen=True, slots=True)
class Entry:
    """A case and the step at which a person lets its old debt enter."""

    case_id: int
    customer_id: int
    level: Level


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An entry as it was confirmed: what asking again needs."""

    case_id: int
    customer_id: int
    level: str


@transaction.atomic
def confirm_entries(act: Act, *, entries: Sequence[Entry]) -> list[Confirmed]:
    """Old debts enter their ladders at these steps; one that somebody confirmed meanwhile keeps its own.

    Returns those that were confirmed now. Source: peers, clock mistake 2.
    """
    by_case = {entry.case_id: entry for entry in entries}
    rows = CaseProgress.objects.select_for_update(of=("self",)).filter(
        case_id__in=list(by_case),
        case__entity_id=act.entity_id,
        entry_asked_on__isnull=False,
        entry_level="",
    )
    taken = list(rows.order_by("case_id"))
    for row in taken:
        row.entry_level, row.review_on = by_case[row.case_id].level.key, act.today
    CaseProgress.objects.bulk_update(taken, ["entry_level", "review_on"], batch_size=300)
    text = N_("Dette ancienne : elle entre à l'étape « {level} »")
    found = [by_case[row.case_id] for row in taken]
    evidence_actions.append_many(
        [
            act.entry(
                "strategy.entry_confirmed",
                f"customer:{entry.customer_id}",
                Reason(text, level=Reason(entry.level.label)),
                payload={"case": entry.case_id, "level": entry.level.key},
            )
            for entry in found
        ]
    )
    return [Confirmed(entry.case_id, entry.customer_id, entry.level.key) for entry in found]


@transaction.atomic
def ask_entries_again(act: Act, *, confirmed: Sequence[Confirmed]) -> list[Confirmed]:
    """Entries that were a slip are asked again, but for those whose ladder has gone on since. Returns which."""
    by_case = {one.case_id: one for one in confirmed}
    rows = CaseProgress.objects.select_for_update(of=("self",)).filter(
        case_id__in=list(by_case), case__entity_id=act.entity_id
    )
    taken = [r for r in rows.order_by("case_id") if r.entry_level == by_case[r.case_id].level != r.level]
    for row in taken:
        row.entry_level, row.review_on = "", act.today
    CaseProgress.objects.bulk_update(taken, ["entry_level", "review_on"], batch_size=300)
    found = [by_case[row.case_id] for row in taken]
    evidence_actions.append_many(
        [
            act.entry(
                "strategy.entry_withdrawn",
                f"customer:{one.customer_id}",
                Reason(N_("Étape d'entrée reprise : elle est de nouveau à confirmer")),
                payload={"case": one.case_id, "level": one.level},
            )
            for one in found
        ]
    )
    return found
