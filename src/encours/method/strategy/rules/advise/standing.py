"""Where a situation stands, in one word: the first that applies."""

from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.strategy.rules.advise.phrases import Intent
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import NextAction, Standing

_TALKING = frozenset(
    {Intent.HARDSHIP, Intent.PLAN, Intent.VAGUE_PROMISE, Intent.DATED_PROMISE, Intent.CALL_BACK}
)
_TALKED = frozenset({CallOutcome.CALL_BACK_REQUESTED, CallOutcome.VAGUE_PROMISE, CallOutcome.PLAN_ASKED})


def standing(reading: Reading, next_action: NextAction, *, closed: bool) -> Standing | None:
    """Time-barred, placed, grief, cool-down, disputed, we owe, agreements, part disputed, talks, guard.

    Source: interfaces, advise (`state`).
    """
    dispute = reading.dispute
    is_open = (dispute is not None and dispute.is_open) or reading.intent is Intent.DISPUTE
    whole = is_open and (dispute is None or dispute.amount is None)
    if reading.is_time_barred:
        return Standing.TIME_BARRED
    if reading.held(HoldKind.PLACED):
        return Standing.PLACED
    if reading.held(HoldKind.BEREAVEMENT):
        return Standing.HOLD_BEREAVEMENT
    if reading.cool_until:
        return Standing.COOL_DOWN
    if whole:
        return Standing.DISPUTED
    if reading.owed.anything or (is_open and next_action is NextAction.ANSWER_DISPUTE):
        return Standing.WE_OWE_ANSWER
    return (
        _agreed(reading)
        or (Standing.DISPUTED_PART if is_open else None)
        or _talks(reading, next_action, closed)
    )


def _agreed(reading: Reading) -> Standing | None:
    made = reading.promised.current
    if made is None:
        return None
    match made.state:
        case AgreementState.PROPOSED | AgreementState.UNCONFIRMED if (
            not made.is_vague and not reading.promised.break_open
        ):
            return Standing.PLAN_PROPOSED if made.is_plan else Standing.PROMISE_PROPOSED
        case AgreementState.ACCEPTED | AgreementState.DUE | AgreementState.IN_TRANSIT if made.is_plan:
            return Standing.PLAN_ON_TRACK
        case AgreementState.KEPT:
            return Standing.PROMISE_KEPT
        case _:
            return None


def _talks(reading: Reading, next_action: NextAction, closed: bool) -> Standing | None:  # noqa: FBT001
    last_call = reading.last(EventKind.CALL)
    offered = reading.last(
        EventKind.SETTLEMENT_OFFERED, EventKind.SETTLEMENT_ACCEPTED, EventKind.SETTLEMENT_REFUSED
    )
    talking = last_call is not None and last_call.outcome in _TALKED and reading.is_latest(last_call)
    running_offer = offered is not None and offered.kind is EventKind.SETTLEMENT_OFFERED
    if talking or running_offer or reading.intent in _TALKING or next_action is NextAction.PROPOSE_PLAN:
        return Standing.NEGOTIATING
    return Standing.GUARD_CLOSED if closed else None
