"""Letters are printed in batches; a person says that each was posted, or takes it out; nothing is posted twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message, PrintBatch, PrintedLetter
from encours.method.outreach.rules.batches import (
    LETTER_STATE_LABELS,
    BatchState,
    LetterState,
    PostWay,
    may_move,
    state_of_batch,
)
from encours.method.outreach.rules.states import MessageState

LEAST_WHY = 3
_L = LetterState
_ON_PAPER = frozenset(
    {MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND, MessageState.REFUSED}
)


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter as it was drawn: the message, its exact copy, how many pages, where it goes."""

    message_id: int
    document_id: int
    pages: int
    recipient: tuple[str, ...]
    reference: str


@transaction.atomic
def put_on_paper(act: Act, *, message_id: int) -> Refused | None:
    """A message that waits becomes a letter: a person prints and posts it."""
    row = Message.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, pk=message_id)
    if MessageState(row.state) not in _ON_PAPER or row.channel == Channel.LETTER.value:
        return Refused(Reason(N_("Ce message ne peut plus devenir une lettre.")))
    Message.objects.filter(pk=row.pk).update(
        channel=Channel.LETTER.value, state=MessageState.BY_HAND.value, send_from=act.at
    )
    text = N_("Message à envoyer par courrier : {subject}")
    _tell(act, "outreach.message_put_on_paper", row, text, was=row.channel, state=row.state)
    return None


@transaction.atomic
def take_off_paper(act: Act, *, message_id: int) -> Refused | None:
    """A letter that is in no batch becomes a mail again, where there is an address for it; a person sends it."""
    row = Message.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, pk=message_id)
    in_batch = PrintedLetter.objects.filter(message=row).exclude(state=_L.OUT.value).exists()
    if row.state != MessageState.BY_HAND.value or row.channel != Channel.LETTER.value or in_batch:
        return Refused(Reason(N_("Cette lettre est déjà dans un lot.")))
    if not row.to_email:
        return Refused(Reason(N_("Aucune adresse à laquelle écrire : complétez la fiche")))
    Message.objects.filter(pk=row.pk).update(channel=Channel.EMAIL.value)
    _tell(act, "outreach.message_taken_off_paper", row, N_("Message à envoyer par e-mail : {subject}"))
    return None


@transaction.atomic
def make_batch(act: Act, *, letters: Sequence[NewLetter], way: PostWay) -> int | Refused:
    """A batch of some letters, in their order. Refused when one of them is in another batch or gone meanwhile."""
    ids = [letter.message_id for letter in letters]
    rows = {row.pk: row for row in Message.objects.select_for_update(of=("self",)).filter(
        entity_id=act.entity_id, pk__in=ids, state=MessageState.BY_HAND.value, channel=Channel.LETTER.value
    )}  # fmt: skip
    taken = PrintedLetter.objects.filter(message_id__in=ids).exclude(state=_L.OUT.value)
    if not ids or len(rows) != len(set(ids)) or taken.exists():
        return Refused(Reason(N_("Ces lettres ont changé entre-temps : voyez la liste et recommencez.")))
    try:
        with transaction.atomic():
            batch = _new_batch(act, letters, way)
    except IntegrityError:  # somebody took the same number, or one of the letters, a moment ago
        return Refused(Reason(N_("Ces lettres ont changé entre-temps : voyez la liste et recommencez.")))
    text = N_("Lettre mise dans le lot de courrier n° {number} : {subject}")
    evidence_actions.append_many(
        [
            act.entry(
                "outreach.letter_made",
                f"customer:{rows[letter.message_id].customer_id}",
                Reason(text, number=batch.number, subject=rows[letter.message_id].subject),
                payload={
                    "message": letter.message_id,
                    "batch": batch.pk,
                    "document": letter.document_id,
                    "pages": letter.pages,
                },
                details={"recipient": list(letter.recipient)},
            )
            for letter in letters
        ]
    )
    _tell_batch(
        act, "outreach.batch_made", batch, N_("Lot de courrier n° {number} préparé : {count}"), len(ids)
    )
    return batch.pk


def _new_batch(act: Act, letters: Sequence[NewLetter], way: PostWay) -> PrintBatch:
    last = PrintBatch.objects.filter(entity_id=act.entity_id).aggregate(last=Max("number"))["last"] or 0
    batch = PrintBatch.objects.create(
        entity_id=act.entity_id, number=last + 1, way=way.value, made_at=act.at, made_by=act.actor
    )
    for place, letter in enumerate(letters, 1):
        PrintedLetter.objects.create(
            batch=batch, message_id=letter.message_id, place=place, document_id=letter.document_id,
            pages=letter.pages, recipient=list(letter.recipient), reference=letter.reference,
        )  # fmt: skip
    return batch


@transaction.atomic
def mark_printed(act: Act, *, batch_id: int, is_printed: bool = True) -> Refused | None:
    """A person says that the batch came out of the printer, or that it did not after all."""
    batch = PrintBatch.objects.select_for_update().get(entity_id=act.entity_id, pk=batch_id)
    before, after = (
        (BatchState.MADE, BatchState.PRINTED) if is_printed else (BatchState.PRINTED, BatchState.MADE)
    )
    if batch.state != before.value:
        return Refused(Reason(N_("Ce lot n'est plus dans l'état que vous aviez devant vous.")))
    values = (
        {"printed_at": act.at, "printed_by": act.actor}
        if is_printed
        else {"printed_at": None, "printed_by": ""}
    )
    PrintBatch.objects.filter(pk=batch.pk).update(state=after.value, **values)
    kind = "outreach.batch_printed" if is_printed else "outreach.batch_unprinted"
    text = N_("Lot de courrier n° {number} imprimé : {count}") if is_printed else N_(
        "Lot de courrier n° {number} noté imprimé par erreur : {count}"
    )  # fmt: skip
    _tell_batch(act, kind, batch, text, batch.letters.count())
    return None


@transaction.atomic
def take_out(act: Act, *, letter_id: int, why: str) -> Refused | None:
    """A letter leaves its batch (spoiled, held): it is not posted, and may be printed again in another one."""
    if len(why.strip()) < LEAST_WHY:
        return Refused(Reason(N_("Dites pourquoi en quelques mots : le journal le garde.")), "why")
    return _move(act, letter_id, _L.OUT, "outreach.letter_taken_out", why=why.strip()[:240])


@transaction.atomic
def put_back(act: Act, *, letter_id: int) -> Refused | None:
    """A letter taken out by mistake stands in its batch again, unless it is in another one since."""
    letter = _locked(act, letter_id)
    others = PrintedLetter.objects.filter(message_id=letter.message_id).exclude(state=_L.OUT.value)
    if others.exists():
        return Refused(Reason(N_("Cette lettre est déjà dans un lot.")))
    return _move(act, letter_id, _L.IN_BATCH, "outreach.letter_put_back", why="")


@transaction.atomic
def mark_posted(
    act: Act, *, letter_id: int, on: date, tracking: str = "", answer: str = ""
) -> Refused | None:
    """A letter was posted on a day; with the number of a registered one, if any (R114, R115)."""
    told = {"posted_on": on, "tracking": tracking[:60], "answer": answer[:400]}
    return _move(act, letter_id, _L.POSTED, "outreach.letter_posted", **told)


@transaction.atomic
def mark_unposted(act: Act, *, letter_id: int) -> Refused | None:
    """It was noted as posted by mistake."""
    return _move(act, letter_id, _L.IN_BATCH, "outreach.letter_unposted", posted_on=None, tracking="")


@transaction.atomic
def look_at_doubt(act: Act, *, letter_id: int) -> Refused | None:
    """A person asked the service: a doubtful or refused letter was not taken, and may be handed over once more."""
    return _move(act, letter_id, _L.IN_BATCH, "outreach.letter_found_unposted", answer="")


_TOLD = {
    "outreach.letter_taken_out": N_("Lettre retirée du lot n° {number} « {subject} » : {why}"),
    "outreach.letter_put_back": N_("Lettre remise dans le lot n° {number} : {subject}"),
    "outreach.letter_posted": N_("Lettre postée le {on} (lot n° {number}) : {subject}"),
    "outreach.letter_unposted": N_("Lettre notée postée par erreur (lot n° {number}) : {subject}"),
    "outreach.letter_found_unposted": N_(
        "Vérifié : la lettre n'était pas prise (lot n° {number}) : {subject}"
    ),
    "outreach.letter_refused": N_("Lettre refusée par le service postal (lot n° {number}) : {subject}"),
    "outreach.letter_unknown": N_("Remise incertaine, à vérifier (lot n° {number}) : {subject}"),
    "outreach.letter_handed_over": N_("Lettre remise au service postal (lot n° {number}) : {subject}"),
    "outreach.letter_delayed": N_(
        "Service postal injoignable, à remettre plus tard (lot n° {number}) : {subject}"
    ),
}


def move_letter(
    act: Act, letter: PrintedLetter, to: LetterState, kind: str, **fields: object
) -> Refused | None:
    """Moves a letter that is locked, tells it, and sees what becomes of its batch; inside a transaction."""
    before = LetterState(letter.state)
    if not may_move(before, to):
        return Refused(
            Reason(N_("Impossible : cette lettre est {state}."), state=Reason(LETTER_STATE_LABELS[before]))
        )
    PrintedLetter.objects.filter(pk=letter.pk).update(state=to.value, lease="", leased_until=None, **fields)
    batch = letter.batch
    states = [LetterState(state) for state in batch.letters.values_list("state", flat=True)]
    PrintBatch.objects.filter(pk=batch.pk).update(state=state_of_batch(BatchState(batch.state), states).value)
    told = {"why": fields.get("why"), "on": fields.get("posted_on")}
    details = {name: value for name in ("tracking", "answer") if (value := fields.get(name))}
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{letter.message.customer_id}",
            Reason(_TOLD[kind], number=batch.number, subject=letter.message.subject, **told),
            payload={"message": letter.message_id, "batch": batch.pk, "document": letter.document_id},
            details=details,
        )
    )
    return None


def _move(act: Act, letter_id: int, to: LetterState, kind: str, **fields: object) -> Refused | None:
    return move_letter(act, _locked(act, letter_id), to, kind, **fields)


def _locked(act: Act, letter_id: int) -> PrintedLetter:
    rows = PrintedLetter.objects.select_for_update(of=("self",)).select_related("batch", "message")
    return rows.get(batch__entity_id=act.entity_id, pk=letter_id)


def _tell(act: Act, kind: str, row: Message, text: str, **payload: object) -> None:
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(text, subject=row.subject),
            payload={"message": row.pk, **payload},
        )
    )


def _tell_batch(act: Act, kind: str, batch: PrintBatch, text: str, count: int) -> None:
    reason = Reason(text, number=batch.number, count=count)
    payload = {"batch": batch.pk, "letters": count}
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", reason, payload=payload))
