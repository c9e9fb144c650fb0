"""Changing ladders: a draft, its publication as a version that never changes, and which ladder a case follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.actions.moving import POSITION, place
from encours.method.strategy.models import CaseProgress, ProcedureVersion
from encours.method.strategy.rules.by_hand import Standing
from encours.method.strategy.rules.ladders import Running
from encours.method.strategy.rules.position import Position

_GONE = Reason(N_("Ce brouillon n'existe plus : quelqu'un l'a publié ou abandonné."))
_CHANGED = Reason(N_("Quelqu'un a changé ce brouillon entre-temps : relisez-le avant de le publier."))


@dataclass(frozen=True, slots=True)
class Publication:
    """A draft that becomes a version. `body`: the text that was checked; `label`: its name in the journal."""

    key: str
    version: int
    body: str
    label: Reason
    reason: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A case that goes on by another ladder or version. `chosen`: what a person fixes, empty for none.

    `position` is where it stands there; None leaves its place as it is. `said` is what the journal keeps.
    """

    case_id: int
    customer_id: int
    old: Running
    new: Running
    said: Reason
    position: Position | None = None
    chosen: str | None = None


@transaction.atomic
def save_draft(act: Act, *, key: str, body: str) -> None:
    """Keeps what somebody is writing; nothing follows it before it is published."""
    ProcedureVersion.objects.update_or_create(
        entity_id=act.entity_id,
        key=key,
        version=None,
        defaults={"body": body, "saved_at": act.at, "saved_by": act.actor},
    )


def drop_draft(act: Act, *, key: str) -> None:
    """A draft is given up."""
    ProcedureVersion.objects.filter(entity_id=act.entity_id, key=key, version=None).delete()


@transaction.atomic
def publish(act: Act, *, publication: Publication, drafted: str) -> Refused | None:
    """The draft becomes a version, for good; cases that run keep theirs.

    drafted: the draft as it was read and checked. Refused when it is another by now.
    """
    rows = ProcedureVersion.objects.select_for_update(of=("self",))
    draft = rows.filter(entity_id=act.entity_id, key=publication.key, version=None).first()
    if draft is None:
        return Refused(_GONE)
    if draft.body != drafted:
        return Refused(_CHANGED)
    ProcedureVersion.objects.filter(pk=draft.pk).update(
        version=publication.version,
        body=publication.body,
        reason=publication.reason,
        published_at=act.at,
        saved_at=act.at,
        saved_by=act.actor,
    )
    text = N_("{label} : version {version} publiée. {why}")
    said = Reason(text, label=publication.label, version=publication.version, why=publication.reason)
    payload = {"procedure": publication.key, "version": publication.version}
    evidence_actions.append(
        act.entry("strategy.ladder_published", f"entity:{act.entity_id}", said, payload=payload)
    )
    return None


@transaction.atomic
def switch_cases(act: Act, *, switches: Sequence[Switch]) -> None:
    """Cases go on by another ladder or version, each with its sentence in the journal; they are looked at again."""
    by_case = {switch.case_id: switch for switch in switches}
    rows = list(CaseProgress.objects.select_for_update(of=("self",)).filter(case_id__in=list(by_case)))
    for row in rows:
        switch = by_case[row.case_id]
        row.procedure, row.procedure_version = switch.new
        row.review_on = act.today
        if switch.chosen is not None:
            row.chosen_procedure = switch.chosen
        if switch.position is not None:
            place(row, switch.position)
    fields = ["procedure", "procedure_version", "chosen_procedure", "review_on", *POSITION]
    CaseProgress.objects.bulk_update(rows, fields, batch_size=300)
    tell_switches(act, switches=[by_case[row.case_id] for row in rows])


def tell_switches(act: Act, *, switches: Sequence[Switch]) -> None:
    """Writes down that cases go on by another ladder or version."""
    evidence_actions.append_many(
        [
            act.entry(
                "strategy.ladder_switched",
                f"customer:{switch.customer_id}",
                switch.said,
                payload={
                    "case": switch.case_id,
                    "from": switch.old[0],
                    "from_version": switch.old[1],
                    "procedure": switch.new[0],
                    "version": switch.new[1],
                },
            )
            for switch in switches
        ]
    )


@transaction.atomic
def switch_back(act: Act, *, switch: Switch, before: Standing) -> None:
    """A switch is taken back: the case follows what it followed, from where it stood."""
    switch_cases(act, switches=[switch])
    rows = CaseProgress.objects.select_for_update(of=("self",)).filter(case_id=switch.case_id)
    for row in rows:
        place(row, before.position)
        row.step_on, row.call_back_at = before.step_on, before.call_back_at
        row.call_back_asked_on = before.call_back_asked_on
    CaseProgress.objects.bulk_update(rows, [*POSITION, "step_on", "call_back_at", "call_back_asked_on"])
