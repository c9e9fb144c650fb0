"""Messages that left before Encours wrote them are kept as sent: what comes next goes on after them."""

from collections.abc import Sequence

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.actions.queueing import Values, lines_of, store, values_of
from encours.method.outreach.models import Message
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.outreach.rules.states import MessageState


@transaction.atomic
def take_over(act: Act, *, drafts: Sequence[MessageDraft]) -> list[Message]:
    """Keeps messages that left already, at their `send_from`; one that is known is left as it is.

    An e-mail is kept as accepted, anything else as sent by hand. Returns those that are new.
    """
    known = set(
        Message.objects.filter(step_key__in=[d.step_key for d in drafts]).values_list("step_key", flat=True)
    )
    new = [draft for draft in drafts if draft.step_key not in known]
    kept = [values_of(act, draft) | _sent(draft) for draft in new]
    keys = store(kept, [lines_of(draft) for draft in new], [draft.document_ids for draft in new])
    found = Message.objects.in_bulk(keys)
    rows = [found[key] for key in keys]
    evidence_actions.append_many([_told(act, row) for row in rows])
    return rows


def _sent(draft: MessageDraft) -> Values:
    by_mail = draft.channel is Channel.EMAIL
    state = MessageState.ACCEPTED if by_mail else MessageState.SENT_BY_HAND
    return {"state": state.value, "sent_at": draft.send_from, "created_at": draft.send_from}


def _told(act: Act, row: Message) -> evidence_actions.NewEntry:
    return act.entry(
        "outreach.past_message_kept",
        f"customer:{row.customer_id}",
        Reason(
            N_("Message du {on}, repris de l'historique : {subject}"), on=row.decided_on, subject=row.subject
        ),
        payload={"message": row.pk, "template": row.template, "sent_at": row.send_from.isoformat()},
        details={"to": row.to_email, "subject": row.subject, "text": row.text},
    )
