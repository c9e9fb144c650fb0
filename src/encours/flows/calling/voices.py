"""Voices: kept encrypted under a key of their own after consent, heard, and let go when their period is over."""

from cryptography.fernet import Fernet
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import seal
from encours.method.calls import actions as calls_actions
from encours.method.calls.actions import KeptVoice
from encours.method.calls.queries import CallFact, under_way
from encours.method.calls.rules.recording import media_type, problem_of_recording

_OVER = Reason(N_("la durée de conservation est passée"))


@transaction.atomic
def keep(act: Act, *, note: CallFact, content: bytes) -> int | Refused:
    """Keeps the voice of a call, encrypted; refused where the company or the person said no. Source: R076, G8."""
    terms = under_way.terms_of(act.entity_id)
    refused = problem_of_recording(terms, consent=note.consent, content=content)
    if refused is not None:
        return refused
    key = Fernet.generate_key()
    document_id = documents_actions.store(
        owner=act.chain,
        name=f"appel-{note.id}.sealed",
        content=Fernet(key).encrypt(content),
        media_type="application/octet-stream",
        at=act.at,
    )
    voice = KeptVoice(document_id, seal(key.decode()), media_type(content))
    made = calls_actions.keep_recording(act, note_id=note.id, voice=voice, terms=terms)
    if isinstance(made, Refused):
        transaction.set_rollback(True)
    return made


@transaction.atomic
def remove(act: Act, *, recording_id: int, why: str) -> Refused | None:
    """Lets a voice go, key and file."""
    document_id = calls_actions.remove_recording(act, recording_id=recording_id, why=why)
    if isinstance(document_id, Refused):
        return document_id
    documents_actions.let_go([document_id])
    return None


def forget(*, customer_id: int) -> None:
    """The voices of a customer who is forgotten; whoever forgets tells the journal."""
    documents_actions.let_go(calls_actions.forget_voices(customer_id=customer_id))


def let_go(entity_id: int, clock: Clock) -> int:
    """Removes what is kept no longer in an entity; returns how many."""
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    over = [pk for owner, pk in under_way.voices_over(act.today) if owner == entity_id]
    for pk in over:
        remove(act, recording_id=pk, why=say(_OVER, act.language))
    return len(over)
