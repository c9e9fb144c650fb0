"""Mails inside our own house: put in the queue, taken up by one worker, closed with what became of them."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.disputes.actions.claiming import entry_of, tell
from encours.method.disputes.models import Dispute, DisputeQuestion, HouseMail
from encours.method.disputes.rules.house_mail import (
    DOUBTED_AFTER,
    HouseMailKind,
    HouseMailState,
    try_again_in,
)

_S = HouseMailState


@transaction.atomic
def mail_question(act: Act, *, question_id: int, site: str, technical_now: datetime) -> None:
    """A question goes to its colleague by mail, once more where one had left before."""
    asked = DisputeQuestion.objects.select_related("dispute").get(
        dispute__customer__entity_id=act.entity_id, pk=question_id
    )
    HouseMail.objects.create(
        dispute=asked.dispute, question=asked, kind=HouseMailKind.QUESTION.value, to_name=asked.name,
        to_email=asked.email, site=site, asked_at=act.at, not_before=technical_now,
    )  # fmt: skip
    reason = Reason(N_("Question envoyée à un collègue par e-mail"))
    tell(act, asked.dispute, "disputes.question_mailed", reason, {"name": asked.name})


@transaction.atomic
def alert_late(act: Act, *, dispute_ids: list[int], to: tuple[str, str], site: str, now: datetime) -> None:
    """Whoever decides hears by mail that an answer of ours is late: once for each dispute. `to`: name, address."""
    known = set(
        HouseMail.objects.filter(dispute__in=dispute_ids, kind=HouseMailKind.LATE.value).values_list(
            "dispute_id", flat=True
        )
    )
    rows = list(Dispute.objects.filter(customer__entity_id=act.entity_id, pk__in=set(dispute_ids) - known))
    HouseMail.objects.bulk_create(
        [
            HouseMail(
                dispute=row, kind=HouseMailKind.LATE.value, to_name=to[0], to_email=to[1], site=site,
                asked_at=act.at, not_before=now,
            )
            for row in rows
        ]
    )  # fmt: skip
    reason = Reason(N_("Le dirigeant est averti\u00a0: notre réponse au litige est en retard"))
    evidence_actions.append_many([entry_of(act, row, "disputes.owner_alerted", reason) for row in rows])


def claim_house_mail(technical_now: datetime) -> HouseMail | None:
    """Takes the oldest waiting mail for this worker alone; what a worker left half done is in doubt."""
    cut = HouseMail.objects.filter(state=_S.SENDING.value, not_before__lt=technical_now - DOUBTED_AFTER)
    cut.update(state=_S.DOUBTFUL.value)
    waiting = HouseMail.objects.filter(state=_S.WAITING.value, not_before__lte=technical_now)
    for pk in waiting.order_by("not_before", "pk").values_list("pk", flat=True)[:20]:
        taken = waiting.filter(pk=pk).update(
            state=_S.SENDING.value, not_before=technical_now, tries=F("tries") + 1
        )
        if taken:
            rows = HouseMail.objects.select_related("dispute__customer", "dispute__invoice", "question")
            return rows.get(pk=pk)
    return None


def close_house_mail(mail: HouseMail, *, state: HouseMailState, trouble: str, at: datetime) -> None:
    """What became of a mail."""
    HouseMail.objects.filter(pk=mail.pk).update(
        state=state.value, trouble=trouble[:200], sent_at=at if state is _S.SENT else None
    )


def wait_again(mail: HouseMail, *, trouble: str, technical_now: datetime) -> None:
    """No server was reached: it is tried again later, and in the end a person looks at it."""
    wait = try_again_in(mail.tries)
    HouseMail.objects.filter(pk=mail.pk).update(
        state=(_S.FAILED if wait is None else _S.WAITING).value,
        trouble=trouble[:200],
        not_before=technical_now + wait if wait else technical_now,
    )
