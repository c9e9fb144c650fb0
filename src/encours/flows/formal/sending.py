"""A formal act leaves with its number and proof of posting, and its receipt comes back: the delay runs from then."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encours.flows import own_hand
from encours.flows.formal.writing import DAYS_IN_THE_POST
from encours.flows.legal.in_force import law_in_force
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import NoticeKind
from encours.ground.law.rules.notice import ends_on, notice
from encours.ground.law.unknown import LawUnknown
from encours.method.disputes.rules.papers import SentFile, problem_of_files
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.actions import formal_acts as formal_actions
from encours.method.strategy.queries.formal_acts import FormalFact
from encours.method.strategy.rules.formal_acts import Conclusion, Posting


@transaction.atomic
def note_posted(
    act: Act, one: FormalFact, *, on: date, tracking: str, files: Sequence[SentFile]
) -> Refused | None:
    """It was posted: with its number and the proof of posting it counts as sent, and the ladder goes on after it."""
    proof_id = _kept(act, files)
    if isinstance(proof_id, Refused):
        return proof_id
    return sent_with(act, one, on=on, tracking=tracking, proof_id=proof_id)


@transaction.atomic
def posted_by_service(act: Act, one: FormalFact, *, on: date, tracking: str, answer: bytes) -> Refused | None:
    """A postal service says that it was posted: its answer, as it came, is kept as the proof; no number, not sent."""
    proof_id = documents_actions.store(
        owner=act.chain, name=f"depot-{one.id}.json", content=answer, media_type="application/json", at=act.at
    )
    return sent_with(act, one, on=on, tracking=tracking, proof_id=proof_id)


def sent_with(act: Act, one: FormalFact, *, on: date, tracking: str, proof_id: int | None) -> Refused | None:
    """The same with a proof that is kept already."""
    posting = Posting(on, tracking, has_proof=proof_id is not None)
    refused = formal_actions.post_formal(
        act, formal_id=one.id, posting=posting, proof_id=proof_id, deadline_on=_ends(act, one, posted_on=on)
    )
    if refused or one.message_id is None:
        return refused
    sent = own_hand.note_sent(act, message_id=one.message_id, on=on, is_proved=True)
    if isinstance(sent, Refused):
        transaction.set_rollback(True)
        return sent
    letter = outreach_queries.print_of(one.message_id)
    if letter is not None:
        outreach_actions.mark_posted(act, letter_id=letter.pk, on=on, tracking=tracking)
    return None


@transaction.atomic
def note_received(
    act: Act, one: FormalFact, *, on: date, is_delivered: bool, files: Sequence[SentFile]
) -> Refused | None:
    """The receipt came back, or the letter did: the delay runs from that day."""
    receipt_id = _kept(act, files)
    if isinstance(receipt_id, Refused):
        return receipt_id
    if receipt_id is None:
        return Refused(Reason(N_("Joignez l'avis de réception, ou l'enveloppe revenue.")), "papers")
    refused = formal_actions.conclude_formal(
        act, formal_id=one.id, receipt_id=receipt_id,
        conclusion=Conclusion(on, is_delivered, _ends(act, one, received_on=on)),
    )  # fmt: skip
    if refused is None:
        refresh(act, [one.customer_id])
    return refused


def _ends(
    act: Act, one: FormalFact, *, posted_on: date | None = None, received_on: date | None = None
) -> date:
    """The last day left: from receipt, or from its likely day; never before the date that the letter names."""
    customer = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [one.customer_id]).customers[
        one.customer_id
    ]
    start = received_on
    if start is None:
        assert posted_on is not None
        start = add_business_days(posted_on, DAYS_IN_THE_POST, customer.country, customer.region)
    law, named = law_in_force(act.entity_id), one.deadline_on or start
    told = notice(
        NoticeKind.FORMAL_NOTICE,
        jurisdiction=customer.jurisdiction,
        debtor=Debtor(customer.kind),
        on=act.today,
        law=law,
    )
    if isinstance(told, LawUnknown) or told.careful is None:
        return named
    return max(named, ends_on(told.careful, from_on=start, jurisdiction=customer.jurisdiction, law=law))


def _kept(act: Act, files: Sequence[SentFile]) -> int | Refused | None:
    if not files:
        return None
    if refused := problem_of_files(files[:1]):
        return refused
    file = files[0]
    return documents_actions.store(
        owner=act.chain, name=file.name, content=file.content, media_type=file.media_type, at=act.at
    )
