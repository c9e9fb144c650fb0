"""Letters handed to a postal service: claimed by one, its answer written down, a lost one shown to a person."""

from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.leases import is_over, lease_end
from encours.method.outreach.actions.batches import move_letter
from encours.method.outreach.adapters import post_folder as _folder
from encours.method.outreach.adapters import post_webhook as _webhook
from encours.method.outreach.adapters.letter_post import Handed, Parcel, PostAnswer
from encours.method.outreach.adapters.post_webhook import Endpoint
from encours.method.outreach.models import PrintedLetter
from encours.method.outreach.rules.batches import LetterState

__all__ = [
    "Endpoint",
    "Handed",
    "Parcel",
    "PostAnswer",
    "answers_in",
    "ask",
    "claim_letter",
    "into_folder",
    "mark_answer",
    "mark_letters_lost",
    "put_aside",
    "through_webhook",
]
_KINDS = {
    Handed.TAKEN: (LetterState.HANDED_OVER, "outreach.letter_handed_over"),
    Handed.REFUSED: (LetterState.REFUSED, "outreach.letter_refused"),
    Handed.UNKNOWN: (LetterState.UNKNOWN, "outreach.letter_unknown"),
    Handed.NOT_REACHED: (LetterState.IN_BATCH, "outreach.letter_delayed"),
}
put_aside = _folder.put_aside


def into_folder(folder: Path, parcel: Parcel) -> PostAnswer:
    """Leaves one letter in a folder."""
    return _folder.hand_over(folder, parcel)


def answers_in(folder: Path) -> list[tuple[Path, PostAnswer]]:
    """The answers that wait in a folder."""
    return _folder.answers(folder)


def through_webhook(endpoint: Endpoint, parcel: Parcel, *, at: datetime) -> PostAnswer:
    """Hands one letter to a web address."""
    return _webhook.hand_over(endpoint, parcel, at=at)


def ask(endpoint: Endpoint, key: str, *, at: datetime) -> PostAnswer:
    """Asks a web address what has become of a letter."""
    return _webhook.ask(endpoint, key, at=at)


def claim_letter(act: Act, *, letter_id: int, lease: str, technical_now: datetime) -> bool:
    """Takes a letter of a batch for handing over; False when somebody else has it, or it moved."""
    if connection.vendor == "postgresql":  # on the disk before the service hears of it, as for mails
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
    rows = PrintedLetter.objects.filter(
        batch__entity_id=act.entity_id, pk=letter_id, state=LetterState.IN_BATCH.value
    )
    values = {"lease": lease, "leased_until": lease_end(technical_now), "answer": ""}
    return PrintedLetter.objects.filter(pk__in=rows).update(state=LetterState.SENDING.value, **values) == 1


@transaction.atomic
def mark_answer(act: Act, *, letter_id: int, answer: PostAnswer) -> Refused | None:
    """Writes down what a service answered, unless it says that the letter is posted: that counts as a contact."""
    to, kind = _KINDS[answer.outcome]
    letter = _locked(act, letter_id)
    if LetterState(letter.state) is to:
        return None
    return move_letter(act, letter, to, kind, answer=answer.words[:400], tracking=answer.tracking)


@transaction.atomic
def mark_letters_lost(act: Act, *, technical_now: datetime) -> int:
    """Letters whose handing over was cut short: nobody knows whether they were taken. Returns how many."""
    lost = PrintedLetter.objects.filter(
        is_over(technical_now), batch__entity_id=act.entity_id, state=LetterState.SENDING.value
    )
    rows = list(lost.select_for_update(of=("self",)).select_related("batch", "message"))
    for letter in rows:
        move_letter(act, letter, LetterState.UNKNOWN, "outreach.letter_unknown", answer="")
    return len(rows)


def _locked(act: Act, letter_id: int) -> PrintedLetter:
    rows = PrintedLetter.objects.select_for_update(of=("self",)).select_related("batch", "message")
    return rows.get(batch__entity_id=act.entity_id, pk=letter_id)
