"""A message becomes a text that a person sends from their own telephone; nothing sends it by itself."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState

_WAITING = frozenset(
    {MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND, MessageState.REFUSED}
)


@transaction.atomic
def put_on_phone(act: Act, *, message_id: int, text: str) -> Refused | None:
    """A message that waits becomes a text in its short words; a person sends it and says so."""
    row = Message.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, pk=message_id)
    if MessageState(row.state) not in _WAITING or row.channel != Channel.EMAIL.value:
        return Refused(Reason(N_("Ce message ne peut plus devenir un SMS.")))
    Message.objects.filter(pk=row.pk).update(
        channel=Channel.SMS.value, state=MessageState.BY_HAND.value, send_from=act.at, text=text, html=""
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_put_on_phone",
            f"customer:{row.customer_id}",
            Reason(N_("Message à envoyer par SMS, de votre téléphone : {subject}"), subject=row.subject),
            payload={"message": row.pk, "was": row.channel, "state": row.state},
            details={"text": text},
        )
    )
    return None
