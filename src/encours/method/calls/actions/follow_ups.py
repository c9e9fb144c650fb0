"""What remains to be done after a call: noted with its day, done with its result."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.models import FollowUp
from encours.method.calls.rules.follow_up import FOLLOW_UP_LABELS, FollowUpDraft, problem_of_follow_up


@transaction.atomic
def note_follow_up(act: Act, *, draft: FollowUpDraft) -> int | Refused:
    """Somebody does something by a day; refused without a day to come. Returns its id. Source: R050, R084."""
    refused = problem_of_follow_up(draft, today=act.today)
    if refused:
        return refused
    row = FollowUp.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        case_id=draft.case_id,
        note_id=draft.note_id,
        member_id=draft.member_id,
        contact_id=draft.contact_id,
        kind=draft.kind.value,
        what=draft.what.strip(),
        due_on=draft.due_on,
        due_at=draft.due_at,
        place=draft.place.strip(),
        person=draft.person.strip(),
        noted_by=act.actor,
        noted_at=act.at,
    )
    evidence_actions.append(
        act.entry(
            "calls.follow_up_noted",
            f"customer:{row.customer_id}",
            Reason(N_("À faire le {on} : {what}"), on=row.due_on, what=Reason(FOLLOW_UP_LABELS[draft.kind])),
            payload={
                "follow_up": row.pk,
                "kind": row.kind,
                "due_on": row.due_on.isoformat(),
                "note": row.note_id,
            },
            details={"what": row.what, "place": row.place, "person": row.person},
        )
    )
    return row.pk


@transaction.atomic
def finish_follow_up(act: Act, *, follow_up_id: int, outcome: str) -> Refused | None:
    """It is done, or needs no doing any more; refused without a word on how it ended."""
    if not outcome.strip():
        return Refused(Reason(N_("Dites en quelques mots ce qui a été fait.")), "outcome")
    rows = FollowUp.objects.select_for_update().filter(
        pk=follow_up_id, entity_id=act.entity_id, done_at__isnull=True
    )
    row = rows.first()
    if row is None:
        return Refused(Reason(N_("C'est déjà fait.")))
    row.done_at, row.done_by, row.outcome = act.at, act.actor, outcome.strip()[:240]
    row.save(update_fields=["done_at", "done_by", "outcome"])
    evidence_actions.append(
        act.entry(
            "calls.follow_up_done",
            f"customer:{row.customer_id}",
            Reason(N_("Fait : {what}"), what=row.outcome),
            payload={"follow_up": row.pk, "kind": row.kind},
            details={"outcome": row.outcome},
        )
    )
    return None
