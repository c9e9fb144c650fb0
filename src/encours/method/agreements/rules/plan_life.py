"""Decides what becomes of a payment plan from what became of its parts: it runs, misses one, falls, is kept."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import NOTHING_OWED, Bank, Promise
from encours.method.agreements.rules.words import OPEN, AgreementState

REPAIR_DAYS = 3
"""Business days in which a missed instalment may be repaired before the plan falls. Source: method 2k."""
_PAID = frozenset({AgreementState.KEPT, AgreementState.BROKEN_THEN_PAID})
_MISSED = frozenset({AgreementState.BROKEN, AgreementState.PARTLY_KEPT})


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it stands, with its parts in order of place."""

    id: int
    customer_id: int
    case_id: int
    total: Money
    state: PlanState
    proposed_on: date
    parts: tuple[Promise, ...] = ()
    accepted_on: date | None = None
    judged_on: date | None = None
    person: str = ""
    means: str = ""
    invoices: tuple[tuple[int, int], ...] = ()
    waives_interest: bool = False
    awaits_us: bool = False
    fallback_id: int | None = None
    renegotiated: int = 0

    @property
    def received(self) -> Money:
        """What has come for its parts."""
        return Money(sum(part.received.minor for part in self.parts), self.total.currency)

    @property
    def next_part(self) -> Promise | None:
        """The next part that waits for money, or for the written yes."""
        return min((p for p in self.parts if p.state in OPEN), key=lambda p: p.promised_for, default=None)

    @property
    def first_payment_made(self) -> bool:
        """Whether the first instalment came: only then does an agreement take back a plan B that was named."""
        return bool(self.parts) and self.parts[0].state in _PAID


@dataclass(frozen=True, slots=True)
class PlanStep:
    """The state a plan comes into and why. `counts`: a break that its parts have not counted yet."""

    state: PlanState
    reason: Reason
    counts: bool = False


def judge_plan(plan: Plan, *, bank: Bank, today: date, owed_minor: int | None = None) -> tuple[PlanStep, ...]:
    """The states a plan passes through today, in order; none when it stays as it is.

    owed_minor: what is still open of its debt; None where that is not known. Where nothing is, the plan ends:
    kept where money came for it, else cancelled.
    An instalment that is not there makes it `instalment_missed`; repaired within three business days it runs on,
    otherwise it is broken and the whole balance is due. A proposal that nobody accepted is unconfirmed with its
    parts. Source: method 2k.
    """
    if owed_minor == 0 and plan.state in _ENDS_WITH_THE_DEBT and not _has_open(plan):
        return _without_debt(plan)
    match plan.state:
        case PlanState.PROPOSED:
            return _proposal(plan)
        case PlanState.ACCEPTED | PlanState.RUNNING:
            return _running(plan, today)
        case PlanState.INSTALMENT_MISSED:
            return _missed(plan, bank=bank, today=today)
        case (
            PlanState.DECLINED
            | PlanState.UNCONFIRMED
            | PlanState.BROKEN
            | PlanState.ACCELERATED
            | PlanState.RENEGOTIATED
            | PlanState.COMPLETED
            | PlanState.PAUSED
            | PlanState.CANCELLED
        ):
            return ()
    assert_never(plan.state)


def judge_plan_returned(plan: Plan) -> tuple[PlanStep, ...]:
    """A plan that was kept is missing an instalment again once its money came back."""
    part = _missing(plan)
    if plan.state is not PlanState.COMPLETED or part is None:
        return ()
    return (PlanStep(PlanState.INSTALMENT_MISSED, _is_missing(part)),)


_ENDS_WITH_THE_DEBT = frozenset(
    {PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.RUNNING, PlanState.INSTALMENT_MISSED}
)


def _has_open(plan: Plan) -> bool:
    return any(part.state in OPEN for part in plan.parts)


def _without_debt(plan: Plan) -> tuple[PlanStep, ...]:
    """A plan whose debt is gone and whose parts are all settled or cancelled."""
    if any(part.state in _PAID for part in plan.parts) and _missing(plan) is None:
        return (_COMPLETED,)
    return (PlanStep(PlanState.CANCELLED, NOTHING_OWED.reason),)


def _proposal(plan: Plan) -> tuple[PlanStep, ...]:
    if _is_complete(plan):
        return (_COMPLETED,)
    if any(part.state is AgreementState.UNCONFIRMED for part in plan.parts):
        text = N_("Aucune confirmation écrite depuis le {asked_on}")
        return (PlanStep(PlanState.UNCONFIRMED, Reason(text, asked_on=plan.proposed_on)),)
    return ()


def _running(plan: Plan, today: date) -> tuple[PlanStep, ...]:
    if _is_complete(plan):
        return (_COMPLETED,)
    if part := _missing(plan):
        return (PlanStep(PlanState.INSTALMENT_MISSED, _is_missing(part)),)
    is_first = plan.state is PlanState.ACCEPTED and plan.parts and plan.parts[0].promised_for <= today
    return (PlanStep(PlanState.RUNNING, Reason(N_("La première échéance est arrivée"))),) if is_first else ()


def _missed(plan: Plan, *, bank: Bank, today: date) -> tuple[PlanStep, ...]:
    part = _missing(plan)
    if part is None:
        text = N_("L'échéance qui manquait est arrivée : l'échéancier continue")
        return (_COMPLETED,) if _is_complete(plan) else (PlanStep(PlanState.RUNNING, Reason(text)),)
    last_day = bank.calendar.after(part.judged_on or part.promised_for, REPAIR_DAYS)
    if today <= last_day or bank.known_to is None or bank.known_to < last_day:
        return ()
    text = N_("L'échéance du {on} n'est pas arrivée en {days} jours ouvrés")
    why = Reason(text, on=part.promised_for, days=REPAIR_DAYS)
    is_new = part.state is AgreementState.PARTLY_KEPT
    return (
        PlanStep(PlanState.BROKEN, why, counts=is_new),
        PlanStep(PlanState.ACCELERATED, Reason(N_("L'échéancier s'arrête : le solde entier est dû"))),
    )


def _is_complete(plan: Plan) -> bool:
    return bool(plan.parts) and all(part.state in _PAID for part in plan.parts)


def _missing(plan: Plan) -> Promise | None:
    return next((part for part in plan.parts if part.state in _MISSED), None)


def _is_missing(part: Promise) -> Reason:
    text = N_("L'échéance du {on} ({amount}) n'est pas arrivée en entier")
    return Reason(text, on=part.promised_for, amount=part.amount)


_COMPLETED = PlanStep(PlanState.COMPLETED, Reason(N_("Toutes les échéances sont payées")))
