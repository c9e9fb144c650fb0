"""Messages enter the outbox once for each step; what the guard refused is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import insert_for_keys, insert_values
from encours.ground.plumbing.reason_json import to_json
from encours.method.outreach.models import Attachment, Message, MessageLine
from encours.method.outreach.rules.drafts import MessageDraft, first_state
from encours.method.outreach.rules.outbox import message_id, message_key

Values = dict[str, object]
"""The columns of a message."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A contact that was decided and that the guard refused or put off."""

    customer_id: int
    step_key: str
    rule: str
    reason: Reason


@transaction.atomic
def queue(
    act: Act, *, drafts: Sequence[MessageDraft], ceiling_minor: int | None, can_send: bool
) -> list[int]:
    """Puts messages into the outbox; a step that is there already is left as it is. Returns new ids."""
    rows = Message.objects.filter(Among("step_key", [d.step_key for d in drafts]))
    known = set(rows.values_list("step_key", flat=True))
    new = list({d.step_key: d for d in reversed(drafts) if d.step_key not in known}.values())[::-1]
    states = [first_state(draft, ceiling_minor=ceiling_minor, can_send=can_send).value for draft in new]
    keys = store([{**values_of(act, d), "state": state} for d, state in zip(new, states, strict=True)], new)
    told = zip(keys, new, states, strict=True)
    evidence_actions.append_many([_told(act, key, draft, state) for key, draft, state in told])
    return keys


@transaction.atomic
def record_refusals(act: Act, *, refusals: Sequence[Refusal]) -> None:
    """Writes down each contact that was refused, with the rule: it proves our restraint."""
    evidence_actions.append_many(
        [
            act.entry(
                "outreach.contact_refused",
                f"customer:{refusal.customer_id}",
                Reason(N_("Pas de contact : {why}"), why=refusal.reason),
                payload={"step": refusal.step_key, "rule": refusal.rule},
            )
            for refusal in refusals
        ]
    )


def store(rows: Sequence[Values], drafts: Sequence[MessageDraft]) -> list[int]:
    """Stores messages, each with the lines and the copies of its draft; returns their keys."""
    keys = insert_for_keys(Message, rows)
    lines: list[Values] = []
    pieces: list[Values] = []
    for key, draft in zip(keys, drafts, strict=True):
        lines += [
            {
                "message_id": key,
                "due_id": line.due_id,
                "number": line.number,
                "issued_on": line.issued_on,
                "due_on": line.due_on,
                "open_minor": line.open_minor,
            }
            for line in draft.lines
        ]
        pieces += [{"message_id": key, "document_id": document} for document in draft.document_ids]
    insert_values(MessageLine, lines)
    insert_values(Attachment, pieces)
    return keys


def values_of(act: Act, draft: MessageDraft) -> Values:
    """The columns of the message of a draft, in no state yet."""
    key = message_key(
        f"{act.entity_id}/{draft.step_key}", recipient=draft.to_email, channel=draft.channel.value
    )
    return {
        "entity_id": act.entity_id,
        "customer_id": draft.customer_id,
        "case_id": draft.case_id,
        "contact_id": draft.contact_id,
        "step_key": draft.step_key,
        "level": draft.level,
        "occasion": draft.occasion.value,
        "channel": draft.channel.value,
        "stage": draft.stage,
        "template": draft.template,
        "template_version": draft.template_version,
        "language": draft.language,
        "mode": draft.mode.value,
        "from_name": draft.from_name,
        "from_email": draft.from_email,
        "to_name": draft.to_name,
        "to_email": draft.to_email,
        "subject": draft.subject,
        "text": draft.text,
        "html": draft.html,
        "currency": draft.currency,
        "total_minor": draft.total_minor,
        "invoice_count": len(draft.lines),
        "deadline_named_on": draft.deadline_named_on,
        "has_policy": draft.has_policy,
        "reasons": [to_json(reason) for reason in draft.reasons],
        "send_from": draft.send_from,
        "decided_on": draft.decided_on,
        "message_id": message_id(key, draft.from_email.rpartition("@")[2]),
        "in_reply_to": draft.thread[-1] if draft.thread else "",
        "references": " ".join(draft.thread[-10:]),
        "created_at": act.at,
    }


def _told(act: Act, key: int, draft: MessageDraft, state: str) -> evidence_actions.NewEntry:
    reason = Reason(N_("Message préparé : {subject}"), subject=draft.subject)
    if draft.total_minor:
        amount = Money(draft.total_minor, draft.currency)
        reason = Reason(N_("Message préparé : {subject} ({amount})"), subject=draft.subject, amount=amount)
    return act.entry(
        "outreach.message_prepared",
        f"customer:{draft.customer_id}",
        reason,
        payload={
            "message": key,
            "template": draft.template,
            "version": draft.template_version,
            "state": state,
        },
        details={"to": draft.to_email, "subject": draft.subject, "text": draft.text},
    )
