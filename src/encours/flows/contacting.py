"""Contacts with a customer as people note them: calls, what came in, what was promised; the list follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows import next_contact
from encours.flows.after_contact import level_of
from encours.flows.agreeing import letters
from encours.flows.commitments import accept_in_writing
from encours.flows.next_contact import NextWay
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.calls import actions as calls_actions
from encours.method.calls.rules.note import CallDraft
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.cases.rules.reasons import LearntReason
from encours.method.cases.rules.records import ContactRecord
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox.rules.received import InboundDraft, KeptFile
from encours.method.outreach.rules.drafts import step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import Skip
from encours.method.strategy.rules.decision import CheckBank
from encours.method.strategy.rules.position import after_attempt
from encours.method.strategy.thresholds import thresholds_now

_MIN_REASON = 3
_WHY = Reason(N_("Dites pourquoi en quelques mots : le journal le garde."))
_NOTHING_TO_SKIP = Reason(N_("Aucune étape n'est à passer pour ce client."))


@dataclass(frozen=True, slots=True)
class CallExtras:
    """What else a call led to: a promise, a call-back, an answer we owe, the level it was made for.

    next_way: what the day noted as the next step is; where it is told, a day that the guard would
    refuse is refused at once.
    """

    level: str = ""
    occasion: Occasion = Occasion.LADDER
    promise: PromiseDraft | None = None
    call_back_at: datetime | None = None
    owed: str = ""
    owed_due_on: date | None = None
    next_way: NextWay | None = None


@transaction.atomic
def note_call(act: Act, draft: CallDraft, extras: CallExtras) -> int | Refused:
    """Notes a call and what follows from it. Refused, nothing is kept."""
    if refused := _problem_of_day(act, draft, extras):
        return refused
    made = calls_actions.note_call(act, draft=draft)
    if isinstance(made, Refused):
        return made
    _remember(act, made, draft, extras)
    refusal = _follow_up(act, made, draft, extras)
    if refusal:
        transaction.set_rollback(True)
        return refusal
    if draft.case_id:
        _move_on(act, draft, extras)
    refresh(act, [draft.customer_id])
    return made


def _problem_of_day(act: Act, draft: CallDraft, extras: CallExtras) -> Refused | None:
    if extras.next_way in {None, NextWay.INSIDE} or draft.is_closed or extras.promise:
        return None
    if draft.next_on is None or draft.next_on <= act.today:
        return None  # the note itself says what is wrong with it
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    return next_contact.problem_of_day(
        gather(house, [draft.customer_id]),
        draft.customer_id,
        draft.next_on,
        outcome=draft.outcome,
        asked_at=extras.call_back_at,
    )


def _remember(act: Act, note_id: int, draft: CallDraft, extras: CallExtras) -> None:
    left_word = draft.outcome is CallOutcome.VOICEMAIL_LEFT
    spoken = draft.details.channel if draft.details else Channel.PHONE
    contact = PastContact(
        at=draft.called_at,
        direction=Direction.OUTBOUND,
        channel=Channel.VOICEMAIL if left_word else spoken,
        occasion=extras.occasion,
        step=step_name(extras.level or "call", act.today),
        stage="call",
        outcome=draft.outcome,
        contact_id=draft.contact_id,
    )
    cases_actions.record_contacts(
        act, records=[ContactRecord(draft.customer_id, f"call:{note_id}", contact, draft.case_id)]
    )
    if draft.outcome.had_conversation:
        cases_actions.mark_answered(act, customer_id=draft.customer_id, at=draft.called_at)


def _follow_up(act: Act, note_id: int, draft: CallDraft, extras: CallExtras) -> Refused | None:
    if draft.case_id and draft.reason:
        learnt = LearntReason(draft.reason, Channel.PHONE, act.today, draft.reason_words)
        found = cases_actions.set_reason(act, case_id=draft.case_id, learnt=learnt, by_owner=False)
        if isinstance(found, Refused):
            return found
    if extras.promise:
        noted = agreements_actions.note_promise(act, draft=extras.promise)
        if isinstance(noted, Refused):
            return noted
        calls_actions.name_agreement(act, note_id=note_id, agreement_id=noted)
    if extras.owed:
        return _owe(act, draft.customer_id, extras)
    return None


def _owe(act: Act, customer_id: int, extras: CallExtras) -> Refused | None:
    owed = OwnPromiseDraft(customer_id, OwnPromiseKind.ANSWER, extras.owed, extras.owed_due_on)
    terms = thresholds_now(act).promises
    noted = agreements_actions.note_own_promise(act, draft=owed, calendar=calendar_of(act), terms=terms)
    return noted if isinstance(noted, Refused) else None


def _move_on(act: Act, draft: CallDraft, extras: CallExtras) -> None:
    """The level of the ladder this call was made for; a call-back or the date of the next step."""
    assert draft.case_id is not None
    level = level_of(draft.case_id, extras.level) if extras.level else None
    if level is not None:
        progress = strategy_queries.progress_of([draft.case_id]).get(draft.case_id)
        position = after_attempt(
            progress.position if progress else None,
            level,
            on=act.today,
            outcome=draft.outcome,
            most=thresholds_now(act).ladder.attempts_per_call,
        )
        strategy_actions.move({draft.case_id: position}, clears_dates=True)
    elif extras.occasion is Occasion.CALL_BACK_REQUESTED:
        strategy_actions.clear_dates([draft.case_id])
    if extras.call_back_at:
        strategy_actions.note_call_back(act, case_id=draft.case_id, at=extras.call_back_at)
    elif extras.next_way is NextWay.INSIDE:
        return
    elif draft.next_on and draft.outcome.had_conversation and extras.promise is None:
        strategy_actions.fix_step_date(act, case_id=draft.case_id, on=draft.next_on)


@transaction.atomic
def note_inbound(act: Act, draft: InboundDraft, files: Sequence[KeptFile] = ()) -> int | Refused:
    """Something came in from a customer: it answers our contacts, and the ladder waits until it is read."""
    made = inbox_actions.note_inbound(act, draft=draft, files=files)
    if isinstance(made, Refused):
        return made
    contact = PastContact(
        draft.received_at, Direction.INBOUND, draft.channel, Occasion.REPLY, contact_id=draft.contact_id
    )
    case = next(iter(cases_queries.open_cases_of([draft.customer_id]).get(draft.customer_id, [])), None)
    record = ContactRecord(draft.customer_id, f"inbox:{made}", contact, case.id if case else None)
    cases_actions.record_contacts(act, records=[record])
    cases_actions.mark_answered(act, customer_id=draft.customer_id, at=draft.received_at)
    refresh(act, [draft.customer_id])
    return made


@transaction.atomic
def read_inbound(act: Act, *, customer_id: int, item_id: int) -> Refused | None:
    """Somebody has read it: the ladder may go on."""
    refusal = inbox_actions.mark_read(act, item_id=item_id)
    refresh(act, [customer_id])
    return refusal


@transaction.atomic
def promise(
    act: Act, draft: PromiseDraft, *, trace: str = "", ours: OwnPromiseDraft | None = None
) -> int | Refused:
    """A customer promised an amount for a day; with a written trace it is accepted at once, else it is asked for.

    `ours`: what we do on our side, which is then owed until it is done.
    """
    made = agreements_actions.note_promise(act, draft=draft)
    if isinstance(made, Refused):
        return made
    if ours is not None:
        terms, calendar = thresholds_now(act).promises, calendar_of(act)
        owed = agreements_actions.note_own_promise(act, draft=ours, calendar=calendar, terms=terms)
        if isinstance(owed, Refused):
            transaction.set_rollback(True)
            return owed
    if trace.strip():
        _reply(act, draft.customer_id, made, trace)
    else:
        letters.prepare_to_confirm(act, draft.customer_id, made)
    refresh(act, [draft.customer_id])
    return made


@transaction.atomic
def accept_promise(
    act: Act, *, customer_id: int, agreement_id: int, trace: str, seen: str = ""
) -> Refused | None:
    """The customer agreed in writing: chasing pauses for exactly that amount. seen: what the person had on screen."""
    refusal = _reply(act, customer_id, agreement_id, trace, seen=seen)
    refresh(act, [customer_id])
    return refusal


def _reply(act: Act, customer_id: int, agreement_id: int, words: str, *, seen: str = "") -> Refused | None:
    reply = AcceptanceDraft(AcceptedBy.REPLY, text="", words=words)
    return accept_in_writing(
        act, customer_id=customer_id, agreement_id=agreement_id, written=reply, seen=seen
    )


@transaction.atomic
def cancel_promise(act: Act, *, customer_id: int, agreement_id: int, why: str) -> Refused | None:
    """A promise does not stand any more, with a reason."""
    refusal = agreements_actions.cancel_promise(act, agreement_id=agreement_id, why=why)
    refresh(act, [customer_id])
    return refusal


@transaction.atomic
def owe(act: Act, draft: OwnPromiseDraft) -> int | Refused:
    """We owe the customer something: dunning pauses until it is done."""
    terms = thresholds_now(act).promises
    made = agreements_actions.note_own_promise(act, draft=draft, calendar=calendar_of(act), terms=terms)
    refresh(act, [draft.customer_id])
    return made


@transaction.atomic
def fulfil(act: Act, *, customer_id: int, own_promise_id: int, outcome: str) -> Refused | None:
    """What we owed is done."""
    refusal = agreements_actions.fulfil_own_promise(act, own_promise_id=own_promise_id, outcome=outcome)
    refresh(act, [customer_id])
    return refusal


def calendar_of(act: Act) -> Calendar:
    """The business days of the entity."""
    entity = creditor_queries.entity(act.entity_id)
    return Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))


@transaction.atomic
def skip_step(act: Act, *, customer_id: int, reason: str) -> Refused | None:
    """A person passes over the next step, with a reason (R101)."""
    if len(reason.strip()) < _MIN_REASON:
        return Refused(_WHY, "why")
    for assessment in refresh(act, [customer_id]):
        decision = assessment.decision
        if isinstance(decision, CheckBank):
            decision = decision.blocked or decision
        level = getattr(decision, "level", None)
        if level is None or assessment.case is None:
            continue
        is_beside = level_of(assessment.case.id, level.key) is None
        gap_days = assessment.facts.thresholds.guard.gap_days
        until = act.today + timedelta(days=gap_days) if is_beside else None
        skip = Skip(assessment.case.id, customer_id, level, reason.strip(), until)
        strategy_actions.skip_step(act, skip=skip)
        refresh(act, [customer_id])
        return None
    return Refused(_NOTHING_TO_SKIP)


@transaction.atomic
def put_off(act: Act, *, item_id: int, until: date, why: str) -> Refused | None:
    """A person takes a line out of the list until a day, with a reason (ruling 9)."""
    if until <= act.today:
        return Refused(Reason(N_("Choisissez un jour à venir.")), "until")
    if len(why.strip()) < _MIN_REASON:
        return Refused(_WHY, "why")
    strategy_actions.snooze(act, item_id=item_id, until=until, why=why.strip())
    return None
