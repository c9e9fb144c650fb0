"""Opens the brief of a customer, notes a call with what happens next, mends the minutes it took."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.models import BriefOpening, CallNote
from encours.method.calls.rules.minutes import MOST_MINUTES
from encours.method.calls.rules.note import CallDraft, problem_of_call
from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.words import CLOSED
from encours.method.cases.rules.contact import CallOutcome
from encours.method.cases.rules.words import OUTCOME_LABELS

WITHOUT_SUMMARY = frozenset({CallOutcome.EMOTIONAL})
"""Nothing was understood or agreed: another person writes after the days of calm (T27)."""
WORDS = ("note", "reason_words", "next_step", "constraints", "promises", "summary", "our_action")
"""What was said: details of the journal, erased with the customer."""


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
        owes_summary=draft.outcome.had_conversation and draft.outcome not in WITHOUT_SUMMARY,
        **_told(draft),
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
            "channel": row.channel,
            "minutes": row.minutes,
            "answers": row.answers,
            "consent": row.consent,
        },
        details={name: str(getattr(row, name)) for name in WORDS if getattr(row, name)},
    )


def _told(draft: CallDraft) -> dict[str, object]:
    """What the sheet of the call tells beyond its note."""
    told = draft.details
    if told is None:
        return {}
    return {
        "channel": told.channel.value,
        "spoken_by_id": told.spoken_by_id,
        "began_at": told.began_at,
        "counted_minutes": told.minutes,
        "minutes": told.minutes,
        "constraints": told.constraints.strip(),
        "promises": told.promises.strip(),
        "summary": told.summary.strip(),
        "is_hardship_told": told.is_hardship_told,
        "answers": [list(answer) for answer in told.answers],
        "our_action": told.our_action.strip(),
        "our_action_on": told.our_action_on,
        "friendly": told.friendly,
        "firm": told.firm,
        "factual": told.factual,
        "consent": told.consent.value,
        "consent_at": told.consent_at if told.consent is not Consent.NOT_ASKED else None,
    }


@transaction.atomic
def name_agreement(act: Act, *, note_id: int, agreement_id: int) -> None:
    """The promise that a call brought, so that its summary tells it; the promise itself is told by its own room."""
    del act
    CallNote.objects.filter(pk=note_id).update(agreement_id=agreement_id)


@transaction.atomic
def correct_minutes(act: Act, *, note_id: int, minutes: int) -> Refused | None:
    """A person says how long a call really took; what was counted stays beside it. Source: R123."""
    if not 0 <= minutes <= MOST_MINUTES:
        return Refused(Reason(N_("Indiquez de 0 à {most} minutes."), most=MOST_MINUTES), "minutes")
    row = CallNote.objects.select_for_update().get(pk=note_id, entity_id=act.entity_id)
    before, row.minutes = row.minutes, minutes
    row.save(update_fields=["minutes"])
    evidence_actions.append(
        act.entry(
            "calls.minutes_corrected",
            f"customer:{row.customer_id}",
            Reason(N_("Durée de l'appel corrigée : {minutes} min"), minutes=minutes),
            payload={"note": row.pk, "before": before, "minutes": minutes},
        )
    )
    return None
