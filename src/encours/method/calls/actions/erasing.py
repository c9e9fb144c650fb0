"""What was said in calls is forgotten with the customer; sealed keys follow a new key of the installation."""

from django.db import transaction

from encours.ground.plumbing.resealing import seal_column_anew
from encours.method.calls.models import CallNote, CallRecording, CallSheet, FollowUp
from encours.method.calls.rules.words import CLOSED

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks what was said in calls; whoever erases tells the journal once for all rooms."""
    CallSheet.objects.filter(customer_id=customer_id).delete()
    rows = CallNote.objects.filter(customer_id=customer_id)
    rows.update(
        note=ERASED,
        reason_words="",
        constraints="",
        promises="",
        summary="",
        our_action="",
        summary_closed_why="",
    )
    rows.exclude(next_step=CLOSED).update(next_step=ERASED)
    FollowUp.objects.filter(customer_id=customer_id).update(what="", place="", person="", outcome="")


@transaction.atomic
def forget_voices(*, customer_id: int) -> list[int]:
    """Forgets the keys of a customer's voices; returns the files, which whoever erases removes."""
    voices = CallRecording.objects.filter(note__customer_id=customer_id)
    documents = [pk for pk in voices.values_list("document_id", flat=True) if pk is not None]
    voices.update(document=None, sealed_key="", removed_why="")
    return documents


def seal_all_anew() -> tuple[int, int]:
    """Seals the keys of kept voices with the present key; returns how many it did and how many no key opens."""
    return seal_column_anew(CallRecording, "sealed_key")
