"""Batches of letters: gathered, drawn, printed; posted when a person says so, each letter by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from encours.flows import own_hand
from encours.flows.letters import Paper, against, copies_of, drawn, facts_of, mark_of, paper_of
from encours.flows.own_hand import Sent
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.pdf_pages import joined, pages_of
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import NewLetter, paper
from encours.method.outreach.models import Message, PrintedLetter
from encours.method.outreach.rules.batches import MOST_LETTERS, BatchState, LetterState
from encours.method.outreach.rules.letter import Cover, LetterFacts
from encours.method.outreach.rules.states import MessageState

_NOTHING = Reason(N_("Aucune lettre choisie ne peut être imprimée aujourd'hui."))


@dataclass(frozen=True, slots=True)
class Made:
    """A batch that was made, and the letters that stayed out of it, each with its reason."""

    batch_id: int
    count: int
    left_out: tuple[tuple[int, Reason], ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """What was noted as posted: how to take it back, and what was not noted, each with its reason."""

    letters: tuple[tuple[int, Sent], ...]
    refused: tuple[tuple[int, Reason], ...]


@transaction.atomic
def make(act: Act, *, message_ids: Collection[int]) -> Made | Refused:
    """Draws the letters that may be posted today and puts them into one batch, a hundred at most.

    The guard and the facts are asked again of each. Refused when none is left.
    """
    wanted = [m for m in outreach_queries.letters_waiting(act.entity_id) if m.pk in set(message_ids)]
    sheet, letters, left_out = paper_of(act), [], []
    found = against(sheet.house, wanted[:MOST_LETTERS])
    for message in wanted[:MOST_LETTERS]:
        if message.pk in found:
            left_out.append((message.pk, found[message.pk]))
        else:
            letters.append(_letter(act, sheet, message))
    if not letters:
        return Refused(left_out[0][1] if left_out else _NOTHING)
    made = outreach_actions.make_batch(act, letters=letters, way=sheet.style.way)
    return made if isinstance(made, Refused) else Made(made, len(letters), tuple(left_out))


def _letter(act: Act, sheet: Paper, message: Message) -> NewLetter:
    content, facts = drawn(act, sheet, message), facts_of(sheet, message)
    name = f"lettre-{message.pk}.pdf"
    stored = documents_actions.store(
        owner=act.chain, name=name, content=content, media_type="application/pdf", at=act.at
    )
    return NewLetter(message.pk, stored, pages_of(content), facts.recipient, facts.reference)


def printable(act: Act, batch_id: int) -> bytes | Refused:
    """The batch in one PDF: for each letter its cover, the letter, its enclosed copies; labels at the end."""
    letters = [
        x for x in outreach_queries.letters_of(batch_id) if x.state != LetterState.OUT.value and x.document
    ]
    if not letters:
        return Refused(Reason(N_("Ce lot n'a plus de lettre à imprimer.")))
    sheet = paper_of(act)
    parts = [part for letter in letters for part in _parts(act, sheet, letter)]
    if sheet.style.cover is Cover.LABELS:
        shown = [(_as_printed(sheet, letter), mark_of(letter.message)) for letter in letters]
        parts.append(paper.labels_pdf(shown, made_at=act.at))
    return joined(parts, even=sheet.style.is_duplex)


def _parts(act: Act, sheet: Paper, letter: PrintedLetter) -> list[bytes]:
    whole = (
        [documents_queries.content(letter.document_id), *copies_of(letter.message)]
        if letter.document_id
        else []
    )
    if sheet.style.cover not in {Cover.SHEET, Cover.ENVELOPE}:
        return whole
    facts, mark = _as_printed(sheet, letter), mark_of(letter.message)
    return [paper.cover_pdf(facts, form=sheet.style.cover, mark=mark, made_at=act.at), *whole]


def _as_printed(sheet: Paper, letter: PrintedLetter) -> LetterFacts:
    return replace(facts_of(sheet, letter.message), recipient=tuple(letter.recipient))


@transaction.atomic
def note_printed(act: Act, *, batch_id: int, is_printed: bool = True) -> Refused | None:
    """The batch came out of the printer, or did not after all. Nothing counts as sent by that."""
    return outreach_actions.mark_printed(act, batch_id=batch_id, is_printed=is_printed)


def objections(act: Act, letters: Sequence[PrintedLetter]) -> dict[int, Reason]:
    """Letters of a batch that must not be posted as things stand now, by id: a hold or money after printing."""
    open_ones = [x for x in letters if x.state == LetterState.IN_BATCH.value]
    if not open_ones:
        return {}
    sheet = paper_of(act)
    found = against(sheet.house, [x.message for x in open_ones])
    told = {x.pk: _objection(sheet, x, found.get(x.message_id)) for x in open_ones}
    return {pk: reason for pk, reason in told.items() if reason is not None}


def _objection(sheet: Paper, letter: PrintedLetter, found: Reason | None) -> Reason | None:
    message = letter.message
    if message.state != MessageState.BY_HAND.value:
        return Reason(N_("Ce message est déjà noté envoyé, ou retenu."))
    if found is None and tuple(letter.recipient) != facts_of(sheet, message).recipient:
        return Reason(N_("L'adresse a changé depuis l'impression."))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a batch: which letters were posted, on which day, with which numbers.

    `seen`: those against which something stood on the page that they had before them.
    """

    on: date
    letter_ids: Collection[int]
    seen: Collection[int] = ()
    tracking: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def note_posted(act: Act, *, batch_id: int, told: Told) -> Posted | Refused:
    """A person says which letters of a printed batch were posted, and on which day: now they count as sent.

    The facts are asked again: what speaks against a letter and was not on the page keeps it from being
    noted, until the person says once more that it has left.
    """
    batch = outreach_queries.batch(act.entity_id, batch_id)
    if batch is None or batch.state == BatchState.MADE.value:
        return Refused(Reason(N_("Imprimez d'abord ce lot.")))
    wanted = set(told.letter_ids)
    letters = [x for x in outreach_queries.letters_of(batch_id) if x.pk in wanted]
    now = objections(act, letters)
    done, refused = [], []
    for letter in letters:
        new = now.get(letter.pk) if letter.pk not in set(told.seen) else None
        outcome = Refused(new) if new else _post(act, letter, told)
        if isinstance(outcome, Refused):
            refused.append((letter.pk, outcome.reason))
        else:
            done.append((letter.pk, outcome))
    return Posted(tuple(done), tuple(refused))


def _post(act: Act, letter: PrintedLetter, told: Told) -> Sent | Refused:
    sent = own_hand.note_sent(act, message_id=letter.message_id, on=told.on)
    if isinstance(sent, Refused):
        return sent
    number = told.tracking.get(letter.pk, "")
    refused = outreach_actions.mark_posted(act, letter_id=letter.pk, on=sent.on, tracking=number)
    if refused is not None:
        raise RuntimeError("a letter moved while its batch was locked")
    return sent


@transaction.atomic
def take_back_posted(act: Act, letters: Sequence[tuple[int, Sent]]) -> Refused | None:
    """They were noted as posted by mistake: they wait to be posted again, and their cases stand where they stood.

    Refused, and nothing is taken back, once one of the cases has gone on.
    """
    for letter_id, sent in letters:
        refused = own_hand.take_back(act, sent) or outreach_actions.mark_unposted(act, letter_id=letter_id)
        if refused is not None:
            transaction.set_rollback(True)
            return refused
    return None


@transaction.atomic
def take_out(act: Act, *, letter_id: int, why: str) -> Refused | None:
    """A letter is not posted: it leaves its batch and waits for another one, unless the facts withhold it."""
    letter = outreach_queries.letter(act.entity_id, letter_id)
    assert letter is not None
    refused = outreach_actions.take_out(act, letter_id=letter_id, why=why)
    if refused is None:
        refresh(act, [letter.message.customer_id])
    return refused


@transaction.atomic
def put_back(act: Act, *, letter_id: int) -> Refused | None:
    """It was taken out by mistake."""
    return outreach_actions.put_back(act, letter_id=letter_id)
