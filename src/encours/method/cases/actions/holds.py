"""Leaves a customer in peace for a while, with a reason and an end; prolongs or lifts it, with a reason."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.models import Hold
from encours.method.cases.queries import standing_holds
from encours.method.cases.rules.contact import HoldKind
from encours.method.cases.rules.holds import (
    UNTIL_RELEASED,
    HoldDraft,
    last_day,
    problem_of_end,
    problem_of_hold,
)
from encours.method.cases.rules.words import HOLD_KIND_LABELS


@transaction.atomic
def place_hold(act: Act, *, draft: HoldDraft) -> int | Refused:
    """Nobody contacts the customer from today to the last day of the hold, included; returns its id.

    Refused without a reason or an end, or while a hold of the same kind stands. Source: method 2d, K12.
    """
    refusal = problem_of_hold(draft, today=act.today) or _already_held(act, draft)
    if refusal:
        return refusal
    row = _new(act, draft)
    row.save()
    _journal(act, row, "cases.hold_placed", row.reason)
    return row.pk


@transaction.atomic
def place_holds(act: Act, *, drafts: Sequence[HoldDraft]) -> list[int] | Refused:
    """Nobody contacts some customers for a while, all or none; who is held in that way already stays as it is.

    Returns the ids of the holds placed now. Refused without a reason or an end.
    """
    problems = (problem_of_hold(draft, today=act.today) for draft in drafts)
    if refusal := next((problem for problem in problems if problem), None):
        return refusal
    held = standing_holds([draft.customer_id for draft in drafts], today=act.today)
    rows = [
        _new(act, draft)
        for draft in drafts
        if draft.kind not in {hold.kind for hold in held.get(draft.customer_id, [])}
    ]
    placed = Hold.objects.bulk_create(rows, batch_size=500)
    evidence_actions.append_many([_entry(act, row, "cases.hold_placed", row.reason) for row in placed])
    return [row.pk for row in placed]


@transaction.atomic
def release_holds(act: Act, *, hold_ids: Sequence[int], why: str) -> list[int]:
    """Lifts some holds from now on, with one reason; returns the customers who are held no longer by them."""
    rows = list(
        Hold.objects.select_for_update(of=("self",))
        .filter(customer__entity_id=act.entity_id, pk__in=list(hold_ids), released_at__isnull=True)
        .order_by("pk")
    )
    for row in rows:
        row.released_at, row.released_by = act.at, act.actor
    Hold.objects.bulk_update(rows, ["released_at", "released_by"], batch_size=500)
    evidence_actions.append_many([_entry(act, row, "cases.hold_released", why.strip()) for row in rows])
    return [row.customer_id for row in rows]


@transaction.atomic
def change_hold(act: Act, *, hold_id: int, until_on: date | None, why: str) -> Refused | None:
    """Gives a standing hold another last day, with a reason."""
    row = _hold(act, hold_id)
    if row.released_at:
        return Refused(Reason(N_("Cette mise en attente est déjà levée.")))
    if until_on is None and HoldKind(row.kind) not in UNTIL_RELEASED:
        return Refused(Reason(N_("Indiquez jusqu'à quelle date.")), "until_on")
    refusal = problem_of_end(until_on, today=act.today) or _without(why)
    if refusal:
        return refusal
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    _journal(act, row, "cases.hold_changed", why.strip())
    return None


@transaction.atomic
def release_hold(act: Act, *, hold_id: int, why: str) -> Refused | None:
    """Lifts a hold from now on, with a reason."""
    row = _hold(act, hold_id)
    if row.released_at:
        return Refused(Reason(N_("Cette mise en attente est déjà levée.")))
    refusal = _without(why)
    if refusal:
        return refusal
    row.released_at, row.released_by = act.at, act.actor
    row.save(update_fields=["released_at", "released_by"])
    _journal(act, row, "cases.hold_released", why.strip())
    return None


def _new(act: Act, draft: HoldDraft) -> Hold:
    return Hold(
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        reason=draft.reason.strip(),
        from_on=act.today,
        until_on=last_day(draft, today=act.today),
        placed_by=act.actor,
        placed_at=act.at,
    )


def _hold(act: Act, hold_id: int) -> Hold:
    return Hold.objects.select_for_update(of=("self",)).get(customer__entity_id=act.entity_id, pk=hold_id)


def _already_held(act: Act, draft: HoldDraft) -> Refused | None:
    held = standing_holds([draft.customer_id], today=act.today).get(draft.customer_id, [])
    if any(hold.kind is draft.kind for hold in held):
        return Refused(
            Reason(N_("Une mise en attente de même nature est déjà en cours : modifiez-la.")), "kind"
        )
    return None


def _without(why: str) -> Refused | None:
    return None if why.strip() else Refused(Reason(N_("Indiquez pourquoi.")), "why")


_SENTENCES = {
    "cases.hold_placed": N_("Mise en attente : {kind}, jusqu'au {until_on} inclus"),
    "cases.hold_changed": N_("Mise en attente modifiée : {kind}, jusqu'au {until_on} inclus"),
    "cases.hold_released": N_("Mise en attente levée : {kind}"),
}
_WITHOUT_END = {
    "cases.hold_placed": N_("Mise en attente : {kind}, jusqu'à nouvel ordre"),
    "cases.hold_changed": N_("Mise en attente modifiée : {kind}, jusqu'à nouvel ordre"),
    "cases.hold_released": _SENTENCES["cases.hold_released"],
}


def _journal(act: Act, row: Hold, kind: str, why: str) -> None:
    evidence_actions.append(_entry(act, row, kind, why))


def _entry(act: Act, row: Hold, kind: str, why: str) -> NewEntry:
    sentences = _SENTENCES if row.until_on else _WITHOUT_END
    label = Reason(HOLD_KIND_LABELS[HoldKind(row.kind)])
    return act.entry(
        kind,
        f"customer:{row.customer_id}",
        Reason(sentences[kind], kind=label, until_on=row.until_on),
        payload={"hold": row.pk, "kind": row.kind, "until_on": str(row.until_on or "")},
        details={"reason": why},
    )
