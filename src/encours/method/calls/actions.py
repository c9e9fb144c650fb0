"""Opens the brief of a customer, and notes a call with what happens next."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.models import BriefOpening, CallNote
from encours.method.calls.rules.note import CallDraft, problem_of_call
from encours.method.calls.rules.words import CLOSED
from encours.method.cases.rules.words import OUTCOME_LABELS

ERASED = "–"


@transaction.atomic
def open_brief(act: Act, *, customer_id: int) -> int:
    """A person opens the brief: from now on and for today, the call link works for them. Source: R045."""
    row = BriefOpening.objects.create(customer_id=customer_id, opened_by=act.actor, opened_at=act.at)
    evidence_actions.append(
        act.entry(
            "calls.brief_opened",
            f"customer:{customer_id}",
            Reason(N_("Fiche d'appel ouverte")),
            payload={"brief": row.pk},
        )
    )
    return row.pk


@transaction.atomic
def note_call(act: Act, *, draft: CallDraft) -> int | Refused:
    """Writes down a call made by the one who acts; refused without a next step and its date. Returns its id.

    Source: R050, R064, R067.
    """
    refusal = problem_of_call(draft, now=act.at, today=act.today)
    if refusal:
        return refusal
    row = CallNote.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        case_id=draft.case_id,
        contact_id=draft.contact_id,
        caller=act.actor,
        called_at=draft.called_at,
        noted_at=act.at,
        outcome=draft.outcome.value,
        note=draft.note.strip(),
        reason=draft.reason.value if draft.reason else "",
        reason_words=draft.reason_words.strip(),
        mood=draft.mood.value,
        next_step=CLOSED if draft.is_closed else draft.next_step.strip(),
        next_on=None if draft.is_closed else draft.next_on,
    )
    evidence_actions.append(_entry(act, draft, row))
    return row.pk


def _entry(act: Act, draft: CallDraft, row: CallNote) -> evidence_actions.NewEntry:
    return act.entry(
        "calls.call_noted",
        f"customer:{row.customer_id}",
        Reason(N_("Appel : {outcome}"), outcome=Reason(OUTCOME_LABELS[draft.outcome])),
        payload={
            "note": row.pk,
            "case": row.case_id,
            "contact": row.contact_id,
            "called_at": row.called_at.isoformat(),
            "outcome": row.outcome,
            "reason": row.reason,
            "next_on": str(row.next_on or ""),
        },
        details={"note": row.note, "reason_words": row.reason_words, "next_step": row.next_step},
    )


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks what was said in calls; whoever erases tells the journal once for all rooms."""
    rows = CallNote.objects.filter(customer_id=customer_id)
    rows.update(note=ERASED, reason_words="")
    rows.exclude(next_step=CLOSED).update(next_step=ERASED)
