"""The work on a dispute: steps ticked off one by one, and who follows it by when."""

from datetime import date

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.actions.claiming import claimed, kept, tell
from encours.method.disputes.models import DisputeStep
from encours.method.disputes.rules.reasons import reason_of
from encours.method.disputes.rules.words import OWES_ANSWER, DisputeState


@transaction.atomic
def tick(act: Act, *, dispute_id: int, key: str, is_done: bool) -> Refused | None:
    """A step is done, or was ticked by mistake. Told again, nothing changes."""
    row = claimed(act, dispute_id)
    if isinstance(row, Refused):
        return row
    if row.closed_on:
        return Refused(Reason(N_("Ce litige est clos.")))
    step = DisputeStep.objects.filter(dispute=row, key=key).first()
    if step is None:
        return Refused(Reason(N_("Cette étape n'est pas de ce litige.")))
    if (step.done_on is not None) is is_done:
        return None
    step.done_on, step.done_by = (act.today, act.actor) if is_done else (None, "")
    step.save(update_fields=["done_on", "done_by"])
    kept(row)
    known = reason_of(row.reason).step(key)
    words = known.label(act.language) if known else key
    text = (
        N_("Étape du litige faite\u00a0: {step}") if is_done else N_("Étape du litige reprise\u00a0: {step}")
    )
    kind = "disputes.step_ticked" if is_done else "disputes.step_reopened"
    tell(act, row, kind, Reason(text, step=words))
    return None


@transaction.atomic
def hand_over(
    act: Act, *, dispute_id: int, member_id: int, name: str, answer_due_on: date | None = None
) -> Refused | None:
    """Another person of the team follows a dispute, who answers by the same day or an earlier one."""
    row = claimed(act, dispute_id)
    if isinstance(row, Refused):
        return row
    if DisputeState(row.state) not in OWES_ANSWER:
        return Refused(Reason(N_("Ce litige n'attend plus rien de nous.")))
    if answer_due_on is not None and not act.today <= answer_due_on <= row.answer_due_on:
        reason = Reason(N_("Choisissez un jour d'ici le {day}, annoncé au client."), day=row.answer_due_on)
        return Refused(reason, "answer_due_on")
    row.handled_by_id = member_id
    row.answer_due_on = answer_due_on or row.answer_due_on
    kept(row, "handled_by", "answer_due_on")
    reason = Reason(N_("Litige confié à {name}, réponse pour le {day}"), name=name, day=row.answer_due_on)
    tell(act, row, "disputes.dispute_handed_over", reason)
    return None
