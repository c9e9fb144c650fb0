"""The switch that stops everything, of one entity or of all."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.models import SendingStop


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
