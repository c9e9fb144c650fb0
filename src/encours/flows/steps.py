"""Steps that people carry out themselves: the ladder goes on after them."""

from datetime import timedelta

from django.db import transaction

from encours.flows.after_contact import level_of
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import Direction, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach.rules.drafts import step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.rules.decision import Task
from encours.method.strategy.rules.position import after_task

_NOTHING_TO_DO = Reason(N_("Aucune étape à faire soi-même n'est prévue pour ce client aujourd'hui."))


@transaction.atomic
def done_by_hand(act: Act, *, customer_id: int) -> Refused | None:
    """A person has done the step that was theirs (a firm letter, a notice): the ladder goes on after it.

    Refused while something that the step needs is missing.
    """
    for a in refresh(act, [customer_id]):
        if not isinstance(a.decision, Task) or a.case is None:
            continue
        if a.decision.missing:
            return Refused(a.decision.reasons[-1])
        _remember(act, a.case, a.decision)
        refresh(act, [customer_id])
        return None
    return Refused(_NOTHING_TO_DO)


def _remember(act: Act, case: CaseFact, task: Task) -> None:
    level = task.level
    step = step_name(level.key, act.today)
    deadline_on = act.today + timedelta(days=level.deadline_days) if level.deadline_days else None
    contact = PastContact(
        at=act.at,
        direction=Direction.OUTBOUND,
        channel=level.parts[0].channel,
        occasion=task.occasion,
        step=step,
        stage=level.stage.value,
        deadline_named_on=deadline_on,
    )
    record = ContactRecord(case.customer_id, f"step:{case.id}/{step}", contact, case.id)
    cases_actions.record_contacts(act, records=[record])
    if level_of(case.id, level.key) is not None:
        strategy_actions.move({case.id: after_task(level, on=act.today)}, clears_dates=True)
