"""Decides what becomes of a promise: kept, kept in part, on its way, not followed by a payment. By real money only."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import ON_TIME, AgreementKind, AgreementState, PromiseSource
from encours.method.cases.rules.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, deferral or instalment as it stands. `received`: what had come on time when it was last judged.

    `invoices`: those it names, with how much of each, in minor units; empty where it names none.
    `answer_by`: the last day on which it may be accepted, where it has one.
    """

    id: int
    customer_id: int
    case_id: int
    amount: Money
    promised_for: date
    state: AgreementState
    proposed_on: date
    received: Money
    accepted_on: date | None = None
    moved_on: date | None = None
    moved_count: int = 0
    transit_shown_on: date | None = None
    judged_on: date | None = None
    means: str = ""
    person: str = ""
    source: PromiseSource = PromiseSource.CALL
    plan_b: str = ""
    kind: AgreementKind = AgreementKind.PROMISE
    plan_id: int | None = None
    place: int = 0
    invoices: tuple[tuple[int, int], ...] = ()
    awaits_us: bool = False
    fallback_id: int | None = None
    answer_by: date | None = None

    @property
    def asked_on(self) -> date:
        """Since when a written yes to the present date is awaited."""
        return self.moved_on or self.proposed_on

    @property
    def state_since(self) -> date:
        """The day on which the promise came into its present state."""
        match self.state:
            case AgreementState.PROPOSED:
                return self.asked_on
            case AgreementState.ACCEPTED:
                return self.accepted_on or self.asked_on
            case AgreementState.IN_TRANSIT:
                return self.transit_shown_on or self.asked_on
            case _:
                return self.judged_on or self.asked_on


@dataclass(frozen=True, slots=True)
class Received:
    """What came for one promise, in minor units of its currency: by its date, and after it.

    `owed_minor`: what is still open of the debt it was made for; None where that is not known. A credit note
    lowers it: nobody promised to pay what is not owed.
    """

    on_time_minor: int = 0
    late_minor: int = 0
    owed_minor: int | None = None

    @property
    def came_minor(self) -> int:
        """All that came, on time or late."""
        return self.on_time_minor + self.late_minor


NOTHING = Received()


@dataclass(frozen=True, slots=True)
class Bank:
    """Up to which day cash is known (None: never read), which days banks work, and the terms of the house."""

    known_to: date | None
    calendar: Calendar
    terms: PromiseTerms = DEFAULT_TERMS


@dataclass(frozen=True, slots=True)
class Judgement:
    """The state a promise has now, and why."""

    state: AgreementState
    reason: Reason


def expected_by(promise: Promise, calendar: Calendar, terms: PromiseTerms = DEFAULT_TERMS) -> date:
    """The last day on which the money is on time, included.

    A promise for a Sunday is expected on Monday, since banks move nothing in between; a transfer
    that was shown may take three banking days.
    """
    day = calendar.next_open(promise.promised_for)
    if promise.transit_shown_on is None:
        return day
    return max(day, calendar.after(promise.transit_shown_on, terms.transit_days))


def judge(promise: Promise, received: Received, *, bank: Bank, today: date) -> Judgement | None:
    """The state that a promise comes into today, or None when it stays as it is.

    Judged on the business day after its date, and only when cash is known to that date; until then
    it is `due`. Paid early is kept. What nobody accepted in writing is never broken.
    Source: method 2e and 2k; rulings 8 and 11.
    """
    match promise.state:
        case AgreementState.PROPOSED:
            return _judge_proposal(promise, received, bank=bank, today=today)
        case AgreementState.ACCEPTED | AgreementState.DUE | AgreementState.IN_TRANSIT:
            return _judge_accepted(promise, received, bank=bank, today=today)
        case AgreementState.BROKEN:
            return _PAID_LATE if _is_kept(promise, received, bank.terms, received.came_minor) else None
        case AgreementState.PARTLY_KEPT:
            is_paid = _is_kept(promise, received, bank.terms, received.came_minor)
            return _PAID_LATE if promise.plan_id is not None and is_paid else None
        case (
            AgreementState.KEPT
            | AgreementState.BROKEN_THEN_PAID
            | AgreementState.UNCONFIRMED
            | AgreementState.CANCELLED
        ):
            return None
    assert_never(promise.state)


def judge_returned(promise: Promise, received: Received, *, bank: Bank) -> Judgement | None:
    """What becomes of a promise that was kept once its money came back: it is broken. None where enough is left.

    The debit that bounced is the customer's; paid again, the promise is paid late.
    """
    kept_with = min(promise.received.minor, promise.amount.minor) or promise.amount.minor
    is_there = received.on_time_minor * 100 >= kept_with * bank.terms.kept_percent
    if promise.state is not AgreementState.KEPT or is_there:
        return None
    reason = Reason(N_("Le règlement de {amount} est revenu impayé"), amount=promise.amount)
    return Judgement(AgreementState.BROKEN, reason)


def covers(promise: Promise) -> Money:
    """The part of what is owed that an agreement on time takes out of the asking: exactly its amount.

    What has come already lowers the debt itself and is no longer covered.
    """
    if promise.state not in ON_TIME:
        return Money.zero(promise.amount.currency)
    return max(promise.amount - promise.received, Money.zero(promise.amount.currency))


def left_on_account(promise: Promise, terms: PromiseTerms = DEFAULT_TERMS) -> Money:
    """What a promise that was kept at 98 % or more left open: it stays on account, not chased. Source: ruling 8.

    Never more than those two percent: a promise kept because a credit note lowered the debt leaves nothing.
    """
    nothing = Money.zero(promise.amount.currency)
    left = promise.amount - promise.received
    if promise.state is not AgreementState.KEPT or left.minor * 100 > promise.amount.minor * (
        100 - terms.kept_percent
    ):
        return nothing
    return max(left, nothing)


def due_minor(promise: Promise, received: Received) -> int:
    """What a promise is measured by: its amount, or less where less is owed than was promised."""
    if received.owed_minor is None:
        return promise.amount.minor
    return min(promise.amount.minor, received.came_minor + received.owed_minor)


def _judge_proposal(promise: Promise, received: Received, *, bank: Bank, today: date) -> Judgement | None:
    if _pays_at_once(promise, received, bank.terms):
        return _kept(promise, received)
    if not due_minor(promise, received):
        return NOTHING_OWED
    if promise.kind is AgreementKind.SETTLEMENT:
        return _judge_offer(promise, bank=bank, today=today)
    last_day = promise.answer_by or bank.calendar.after(promise.asked_on, bank.terms.acceptance_days)
    if today > last_day or _may_judge(promise, bank=bank, today=today):
        return Judgement(
            AgreementState.UNCONFIRMED,
            Reason(N_("Aucune confirmation écrite depuis le {asked_on}"), asked_on=promise.asked_on),
        )
    return None


def _pays_at_once(promise: Promise, received: Received, terms: PromiseTerms) -> bool:
    """Paid before any written yes: enough for a promise; what closes a whole file has to be there to the cent."""
    if promise.kind is AgreementKind.SETTLEMENT:
        return received.on_time_minor >= promise.amount.minor
    return _is_kept(promise, received, terms, received.on_time_minor)


def _judge_offer(promise: Promise, *, bank: Bank, today: date) -> Judgement | None:
    """An offer to close a file ends on its day, and only once cash is known to it: money may have answered."""
    ends_on = promise.answer_by or promise.promised_for
    if today <= ends_on or bank.known_to is None or bank.known_to < ends_on:
        return None
    return Judgement(AgreementState.UNCONFIRMED, Reason(N_("Offre restée sans réponse le {on}"), on=ends_on))


def _judge_accepted(promise: Promise, received: Received, *, bank: Bank, today: date) -> Judgement | None:
    if _is_kept(promise, received, bank.terms, received.on_time_minor):
        return _kept(promise, received)
    if not due_minor(promise, received):
        return NOTHING_OWED
    if _may_judge(promise, bank=bank, today=today):
        return _without_full_payment(promise, received, bank.terms)
    if promise.state is AgreementState.ACCEPTED and today >= promise.promised_for:
        return Judgement(
            AgreementState.DUE,
            Reason(N_("Attendu le {day}, banque pas encore vérifiée"), day=promise.promised_for),
        )
    return None


def _without_full_payment(promise: Promise, received: Received, terms: PromiseTerms) -> Judgement:
    currency = promise.amount.currency
    if received.on_time_minor:
        came = Money(received.on_time_minor, currency)
        reason = Reason(N_("{came} reçus sur {amount} promis"), came=came, amount=promise.amount)
        return Judgement(AgreementState.PARTLY_KEPT, reason)
    if _is_kept(promise, received, terms, received.late_minor):
        return _PAID_LATE
    reason = Reason(
        N_("{amount} attendus le {day} ne sont pas arrivés"), amount=promise.amount, day=promise.promised_for
    )
    return Judgement(AgreementState.BROKEN, reason)


def _may_judge(promise: Promise, *, bank: Bank, today: date) -> bool:
    last_day = expected_by(promise, bank.calendar, bank.terms)
    if bank.known_to is None or bank.known_to < last_day:
        return False
    return today >= bank.calendar.after(last_day, 1)


def _is_kept(promise: Promise, received: Received, terms: PromiseTerms, minor: int) -> bool:
    due = due_minor(promise, received)
    return due > 0 and minor * 100 >= due * terms.kept_percent


def _kept(promise: Promise, received: Received) -> Judgement:
    came = Money(received.on_time_minor, promise.amount.currency)
    return Judgement(AgreementState.KEPT, Reason(N_("{came} reçus dans le délai convenu"), came=came))


_PAID_LATE = Judgement(AgreementState.BROKEN_THEN_PAID, Reason(N_("Payé après la date convenue")))
NOTHING_OWED = Judgement(
    AgreementState.CANCELLED, Reason(N_("Plus rien n'est dû de ce qui était promis : ni tenu, ni rompu"))
)
"""The debt went without money, by a credit note or a correction: nothing is expected, nothing is counted."""
