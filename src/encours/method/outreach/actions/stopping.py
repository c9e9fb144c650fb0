"""The switch that stops everything, of one entity or of all."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.models import Message, SendingStop
from encours.method.outreach.rules.states import MessageState


@transaction.atomic
def stop_sending(act: Act, *, why: str, everywhere: bool = False) -> int:
    """From this instant nothing leaves, not even what is ready."""
    row = SendingStop.objects.create(
        entity_id=None if everywhere else act.entity_id, reason=why, stopped_by=act.actor, stopped_at=act.at
    )
    reason = Reason(N_("Envois arrêtés : {why}"), why=why)
    evidence_actions.append(act.entry("outreach.sending_stopped", f"entity:{act.entity_id}", reason))
    return row.pk


@transaction.atomic
def lift_stop(act: Act, *, stop_id: int) -> None:
    """Sending goes on."""
    SendingStop.objects.filter(pk=stop_id, lifted_at__isnull=True).update(
        lifted_at=act.at, lifted_by=act.actor
    )
    evidence_actions.append(
        act.entry("outreach.sending_resumed", f"entity:{act.entity_id}", Reason(N_("Envois rétablis")))
    )


@transaction.atomic
def doubt_what_was_on_its_way(act: Act, *, why: str) -> int:
    """After an older state came back, nobody knows what has left since: a person looks. Returns how many.

    What was ready or being sent becomes doubtful, and sending is stopped: what left since then, and is
    not known here, would be prepared again and leave twice.
    """
    states = [MessageState.READY.value, MessageState.SENDING.value]
    rows = list(Message.objects.select_for_update().filter(entity_id=act.entity_id, state__in=states))
    doubtful = {"state": MessageState.UNKNOWN.value, "lease": "", "leased_until": None}
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(**doubtful)
    text = N_("Envoi incertain « {subject} » : {why}")
    evidence_actions.append_many(
        [
            act.entry(
                "outreach.message_unknown",
                f"customer:{row.customer_id}",
                Reason(text, subject=row.subject, why=why),
                payload={"message": row.pk, "from": row.state},
            )
            for row in rows
        ]
    )
    if not SendingStop.objects.filter(entity_id=act.entity_id, lifted_at__isnull=True).exists():
        stop_sending(act, why=why)
    return len(rows)
