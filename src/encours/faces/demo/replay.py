"""Tells the story to the installation: each event through the flow that a person would use, at its own hour."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import singledispatch

from encours.books.receivables.rules.party import PaymentMethod
from encours.faces.demo import mails
from encours.faces.demo.cast import Cast, character
from encours.faces.demo.company import COMPANY, TODAY, ZONE
from encours.faces.demo.events import (
    AnswerOwed,
    CallNoted,
    DisputeRaised,
    Event,
    FactObserved,
    HoldPlaced,
    MailBounced,
    MessageReceived,
    MessageSent,
    PromiseMade,
    TypeConfirmed,
)
from encours.faces.demo.letters import signatory, words_of
from encours.faces.demo.setting_up import granted
from encours.faces.demo.story import events
from encours.flows import bounces, contacting, history, holds, opinions, promises
from encours.flows.contacting import CallExtras
from encours.flows.disputes import opening, working
from encours.flows.history import PastMessage
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.clock import at
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.words import PromiseSource
from encours.method.calls import actions as calls_actions
from encours.method.calls.rules.note import CallDraft
from encours.method.cases.rules.contact import Channel
from encours.method.cases.rules.holds import HoldDraft
from encours.method.disputes.rules.contest import DisputeDraft
from encours.method.disputes.rules.words import DisputeSource
from encours.method.inbox.rules.received import InboundDraft
from encours.method.insight import actions as insight_actions
from encours.method.insight.actions import NewOpinion

BANK_LOOKED_AT = time(9)
MEANS = {
    PaymentMethod.TRANSFER: "virement",
    PaymentMethod.CHEQUE: "chèque",
    PaymentMethod.CARD: "carte bancaire",
    PaymentMethod.BILL_OF_EXCHANGE: "LCR",
}
_Told = tuple[datetime, Event | None]


def replay(cast: Cast) -> Iterator[Event]:
    """Replays the story in the order of time and yields each event once it is told.

    Between them promises are judged on the mornings on which they were.
    """
    for moment, event in _in_order():
        if event is None:
            promises.judge(cast.act(moment, SYSTEM))
        else:
            _tell(event, cast, cast.act(event.at, cast.made.actors[event.by]))
            yield event
    mails.strangers(cast)


def _in_order() -> list[_Told]:
    """The events, and the mornings after a promised date; what was told the evening before comes last."""
    told: list[_Told] = [(event.at, event) for event in events()]
    for promise in (event for event in events() if isinstance(event, PromiseMade)):
        morning = add_business_days(promise.promised_for, 1, COMPANY.country)
        if morning < TODAY:
            told.append((at(morning, BANK_LOOKED_AT, ZONE), None))
    return sorted(told, key=lambda pair: pair[0])


@singledispatch
def _tell(event: Event, cast: Cast, act: Act) -> None:
    """One event through its flow; what a flow refuses stops the demonstration with the reason."""
    raise TypeError(type(event).__name__)


@_tell.register
def _(event: MessageSent, cast: Cast, act: Act) -> None:
    granted(history.take_over(act, _message(cast, event)))


@_tell.register
def _(event: MailBounced, cast: Cast, act: Act) -> None:
    contact_id = cast.person(event.customer, event.address)
    assert contact_id is not None, event.address
    bounces.note_bounce(act, customer_id=cast.customer(event.customer), contact_id=contact_id)


@_tell.register
def _(event: CallNoted, cast: Cast, act: Act) -> None:
    draft = _call(cast, event)
    note_id = granted(contacting.note_call(act, draft, CallExtras(level=event.level)))
    if draft.outcome.had_conversation:  # those days had no screen: the summary left from somebody's own mail
        calls_actions.close_summary(act, note_id=note_id, why="résumé envoyé par e-mail le jour même")


@_tell.register
def _(event: MessageReceived, cast: Cast, act: Act) -> None:
    if event.read_at is None and event.channel is Channel.EMAIL:
        mails.came(cast, event)
        return
    customer_id = cast.customer(event.customer)
    item_id = granted(
        contacting.note_inbound(act, InboundDraft(customer_id, event.channel, event.text, event.at))
    )
    if event.read_at is not None:
        reading = cast.act(event.read_at, act.actor)
        granted(contacting.read_inbound(reading, customer_id=customer_id, item_id=item_id))


@_tell.register
def _(event: PromiseMade, cast: Cast, act: Act) -> None:
    customer_id = cast.customer(event.customer)
    agreement_id = granted(contacting.promise(act, _promise(cast, event)))
    if event.accepted_at is not None:
        accepting = cast.act(event.accepted_at, act.actor)
        granted(
            contacting.accept_promise(
                accepting, customer_id=customer_id, agreement_id=agreement_id, trace=event.acceptance
            )
        )


@_tell.register
def _(event: AnswerOwed, cast: Cast, act: Act) -> None:
    draft = OwnPromiseDraft(cast.customer(event.customer), event.kind, event.what, event.due_on)
    granted(contacting.owe(act, draft))


@_tell.register
def _(event: DisputeRaised, cast: Cast, act: Act) -> None:
    made = granted(opening.note_dispute(act, _dispute(cast, event), open_amount=event.disputed))
    # What was said so long ago is no message of today: the customer was told on the telephone.
    granted(working.begin(act, dispute_id=made, how="par téléphone"))
    granted(working.begin(act, dispute_id=made))


@_tell.register
def _(event: HoldPlaced, cast: Cast, act: Act) -> None:
    draft = HoldDraft(cast.customer(event.customer), event.kind, event.reason, event.until_on)
    granted(holds.place(act, draft))


@_tell.register
def _(event: FactObserved, cast: Cast, act: Act) -> None:
    customer_id = cast.customer(event.customer)
    granted(
        insight_actions.observe(
            act, customer_id=customer_id, fact=event.fact, on=act.today, source=event.source
        )
    )


@_tell.register
def _(event: TypeConfirmed, cast: Cast, act: Act) -> None:
    """The owner confirms what the facts said that day: they are weighed first, as the night does."""
    customer_id = cast.customer(event.customer)
    weighed = [NewOpinion(customer_id, a.opinion, a.last_evidence_on) for a in refresh(act, [customer_id])]
    insight_actions.store_opinions(act, opinions=weighed)
    granted(opinions.confirm(act, customer_id=customer_id, grounds=event.grounds, by_owner=True))


def _message(cast: Cast, event: MessageSent) -> PastMessage:
    story = [other for other in events() if other.customer == event.customer]
    words = words_of(event, character(event.customer), story=story)
    return PastMessage(
        customer_id=cast.customer(event.customer),
        sent_at=event.at,
        numbers=event.invoices,
        subject=words.subject,
        text=words.text,
        stage=event.stage,
        level=event.level,
        template=event.template,
        channel=event.channel,
        occasion=event.occasion,
        signed_by=signatory(event).name,
        html=words.html,
        has_policy=words.has_policy,
        deadline_named_on=event.deadline_on,
    )


def _call(cast: Cast, event: CallNoted) -> CallDraft:
    return CallDraft(
        customer_id=cast.customer(event.customer),
        called_at=event.at,
        outcome=event.outcome,
        next_step=event.next_step,
        next_on=event.next_on,
        note=event.note,
        case_id=cast.case(event.customer),
        contact_id=cast.person(event.customer, event.person),
        reason=event.reason,
        reason_words=event.words,
    )


def _promise(cast: Cast, event: PromiseMade) -> PromiseDraft:
    case_id = cast.case(event.customer)
    assert case_id is not None, event
    return PromiseDraft(
        customer_id=cast.customer(event.customer),
        case_id=case_id,
        amount=event.amount,
        promised_for=event.promised_for,
        means=MEANS[character(event.customer).method],
        person=event.person,
        source=PromiseSource(event.source),
    )


def _dispute(cast: Cast, event: DisputeRaised) -> DisputeDraft:
    return DisputeDraft(
        customer_id=cast.customer(event.customer),
        invoice_id=cast.invoice(event.invoice),
        amount=event.disputed,
        subject=event.subject,
        answer_due_on=event.answer_due_on,
        reason="quality",
        source=DisputeSource.EMAIL,
    )
