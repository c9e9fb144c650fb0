"""A colleague without an account is asked about a dispute, and what they answer stands in its story."""

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.actions.claiming import claimed, kept, tell
from encours.method.disputes.models import DisputeQuestion

MOST_ANSWER = 4000


@transaction.atomic
def ask_colleague(act: Act, *, dispute_id: int, name: str, email: str, question: str) -> int | Refused:
    """Somebody is asked something; returns the question's id."""
    row = claimed(act, dispute_id)
    if isinstance(row, Refused):
        return row
    if row.closed_on:
        return Refused(Reason(N_("Ce litige est clos.")))
    if not name.strip():
        return Refused(Reason(N_("Indiquez qui doit répondre.")), "name")
    if not question.strip():
        return Refused(Reason(N_("Indiquez la question.")), "question")
    asked = DisputeQuestion.objects.create(
        dispute=row,
        name=name.strip(),
        email=email.strip(),
        question=question.strip(),
        asked_at=act.at,
        asked_by=act.actor,
    )
    kept(row)
    reason = Reason(N_("Question posée à un collègue au sujet du litige"))
    tell(act, row, "disputes.question_asked", reason, {"name": asked.name, "question": asked.question})
    return asked.pk


@transaction.atomic
def answer_question(act: Act, *, question_id: int, name: str, answer: str) -> Refused | None:
    """The colleague answers, once, in their name."""
    asked = _live(act, question_id)
    if isinstance(asked, Refused):
        return asked
    if asked.answered_at is not None:
        return Refused(Reason(N_("Une réponse a déjà été donnée\u00a0: elle n'est pas remplacée.")))
    if not name.strip():
        return Refused(Reason(N_("Indiquez votre nom.")), "name")
    if not answer.strip():
        return Refused(Reason(N_("Écrivez votre réponse.")), "answer")
    asked.answered_at, asked.answered_by = act.at, name.strip()
    asked.answer = answer.strip()[:MOST_ANSWER]
    asked.save(update_fields=["answered_at", "answered_by", "answer"])
    kept(asked.dispute)
    reason = Reason(N_("Un collègue a répondu au sujet du litige"))
    details = {"name": asked.answered_by, "answer": asked.answer}
    tell(act, asked.dispute, "disputes.question_answered", reason, details)
    return None


@transaction.atomic
def withdraw_question(act: Act, *, question_id: int) -> Refused | None:
    """The question is taken back: its link opens nothing any more."""
    asked = _live(act, question_id)
    if isinstance(asked, Refused):
        return asked
    asked.withdrawn_at = act.at
    asked.save(update_fields=["withdrawn_at"])
    kept(asked.dispute)
    tell(act, asked.dispute, "disputes.question_withdrawn", Reason(N_("Question à un collègue retirée")))
    return None


def _live(act: Act, question_id: int) -> DisputeQuestion | Refused:
    rows = DisputeQuestion.objects.select_for_update(of=("self",)).select_related("dispute")
    found = rows.filter(dispute__customer__entity_id=act.entity_id, pk=question_id).first()
    if found is None or found.withdrawn_at is not None:
        return Refused(Reason(N_("Cette question a été retirée.")))
    return found
