"""A step of mail and call: both leave the same business day, or the seven days hold the other one (ruling 1)."""

from datetime import date, timedelta
from typing import Any

from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.assess import Assessment
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.decision import Call, Send

CALL_TODAY = N_("À appeler aujourd'hui : demain, le délai entre deux contacts fait attendre.")
WITH_THE_MAIL = N_("E-mail et appel le même jour : le lendemain, le délai entre deux contacts fait attendre.")
_WAITS = frozenset({MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND})


def is_one_step(a: Assessment) -> bool:
    """Whether today's step holds a mail and a call, and the call is still to be made."""
    if isinstance(a.decision, Send):
        return a.decision.then_call
    position = a.facts.position
    return (
        isinstance(a.decision, Call)
        and position is not None
        and position.pending_call == a.decision.level.key
    )


def same_day(file: CustomerFile, a: Assessment) -> Reason | None:
    """What waits if the call of such a step is not made on the day of its mail; None for any other step."""
    if not is_one_step(a):
        return None
    text = N_(
        "L'e-mail et l'appel sont une seule étape : faits le même jour, ils comptent pour un contact. "
        "Sinon, le délai entre deux contacts fait attendre l'appel jusqu'au {on}."
    )
    return Reason(text, on=_then(file, a.facts.today))


def beside_message(desk: Desk, message: Any) -> Reason | None:
    """The same, said where the mail of such a step is confirmed."""
    if MessageState(message.state) not in _WAITS:
        return None
    file = customer_file(desk.act, message.customer_id)
    for a in file.assessments if file else ():
        is_its_step = isinstance(a.decision, Send | Call) and a.decision.level.key == message.level
        if file and a.currency == message.currency and is_its_step:
            return same_day(file, a)
    return None


def _then(file: CustomerFile, today: date) -> date:
    entity = file.known.house.entity
    return next_business_day(
        today + timedelta(days=file.known.house.thresholds.guard.gap_days),
        entity.country,
        entity.region,
        closed=file.known.house.closed,
    )
