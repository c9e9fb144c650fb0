"""Voices: whether a company keeps any, one kept after consent under a key of its own, and let go."""

from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.models import CallNote, CallRecording, CallTerms
from encours.method.calls.rules.recording import (
    RecordingTerms,
    kept_until,
    problem_of_terms,
)


@dataclass(frozen=True, slots=True)
class KeptVoice:
    """A sound file that is stored already, encrypted; `sealed_key` opens it."""

    document_id: int
    sealed_key: str
    media_type: str


@transaction.atomic
def change_terms(act: Act, *, terms: RecordingTerms) -> Refused | None:
    """Whether voices are kept, and for how long; what is kept already keeps its own last day."""
    refused = problem_of_terms(terms)
    if refused:
        return refused
    CallTerms.objects.update_or_create(
        entity_id=act.entity_id,
        defaults={
            "is_recording_allowed": terms.is_allowed,
            "recording_days": terms.days,
            "changed_at": act.at,
        },
    )
    text = N_("Enregistrement des appels permis avec accord, {days} jours")
    said = (
        Reason(text, days=terms.days) if terms.is_allowed else Reason(N_("Enregistrement des appels arrêté"))
    )
    evidence_actions.append(
        act.entry(
            "calls.recording_terms_changed",
            f"entity:{act.entity_id}",
            said,
            payload={"is_allowed": terms.is_allowed, "days": terms.days},
        )
    )
    return None


@transaction.atomic
def keep_recording(act: Act, *, note_id: int, voice: KeptVoice, terms: RecordingTerms) -> int | Refused:
    """Notes the kept voice of a call; refused where it has one. Whoever stores it has asked the rules. Source: G8."""
    note = CallNote.objects.get(pk=note_id, entity_id=act.entity_id)
    if CallRecording.objects.filter(note=note).exists():
        return Refused(Reason(N_("Cet appel a déjà son enregistrement.")))
    row = CallRecording.objects.create(
        note=note,
        document_id=voice.document_id,
        sealed_key=voice.sealed_key,
        media_type=voice.media_type,
        kept_at=act.at,
        kept_until=kept_until(act.today, terms),
    )
    evidence_actions.append(
        act.entry(
            "calls.recording_kept",
            f"customer:{note.customer_id}",
            Reason(N_("Enregistrement de l'appel gardé jusqu'au {until}"), until=row.kept_until),
            payload={"note": note.pk, "recording": row.pk, "kept_until": row.kept_until.isoformat()},
        )
    )
    return row.pk


@transaction.atomic
def remove_recording(act: Act, *, recording_id: int, why: str) -> int | Refused:
    """Forgets the key of a voice, for good; returns the file, which whoever asked removes."""
    row = (
        CallRecording.objects.select_for_update()
        .select_related("note")
        .filter(pk=recording_id, note__entity_id=act.entity_id, document__isnull=False)
        .first()
    )
    if row is None or row.document_id is None:
        return Refused(Reason(N_("Cet enregistrement est déjà effacé.")))
    document_id, row.document, row.sealed_key = row.document_id, None, ""
    row.removed_at, row.removed_why = act.at, why.strip()[:240]
    row.save(update_fields=["document", "sealed_key", "removed_at", "removed_why"])
    evidence_actions.append(
        act.entry(
            "calls.recording_removed",
            f"customer:{row.note.customer_id}",
            Reason(N_("Enregistrement de l'appel effacé : {why}"), why=row.removed_why),
            payload={"note": row.note_id, "recording": row.pk},
            details={"why": row.removed_why},
        )
    )
    return document_id
