"""What a company of the probe holds of its calls: a sheet under way, what remains to do, a voice."""

from collections.abc import Iterator
from datetime import timedelta

from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.plumbing.secrets import seal
from encours.method.calls.models import CallNote, CallRecording, CallSheet, CallTerms, FollowUp
from tests.factories import NOW, TODAY

_DAY = timedelta(days=1)


def calls_of(act: Act, note: CallNote, word: Iterator[str]) -> None:
    """One of everything beside the note of a call."""
    note.summary, note.constraints, note.promises = next(word), next(word), next(word)
    note.owes_summary = True
    note.save()
    FollowUp.objects.create(
        entity_id=act.entity_id,
        customer=note.customer,
        note=note,
        kind="visit",
        what=next(word),
        due_on=TODAY,
        due_at=NOW + 5 * _DAY,
        place=next(word),
        person=next(word),
        noted_by=act.actor,
        noted_at=NOW,
    )
    CallSheet.objects.get_or_create(
        entity_id=act.entity_id,
        caller=act.actor,
        defaults={
            "customer": note.customer,
            "began_at": NOW,
            "saved_at": NOW,
            "written": {"facts": next(word), "summary": next(word)},
        },
    )
    CallTerms.objects.update_or_create(
        entity_id=act.entity_id,
        defaults={"is_recording_allowed": True, "recording_days": 30, "changed_at": NOW},
    )
    document = documents_actions.store(
        owner=act.chain,
        name=f"{next(word)}.sealed",
        content=next(word).encode(),
        media_type="application/octet-stream",
        at=NOW,
    )
    CallRecording.objects.create(
        note=note,
        document_id=document,
        sealed_key=seal(next(word)),
        media_type="audio/ogg",
        kept_at=NOW,
        kept_until=TODAY + 30 * _DAY,
    )
