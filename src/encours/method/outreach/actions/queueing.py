"""Messages enter the outbox once for each step; what the guard refused is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.evidence.rules import Words
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import insert_for_keys, insert_values
from encours.ground.plumbing.reason_json import list_as_text
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


@quick_dataclass(frozen=True, slots=True)
class ReadyMessage:
    """A message as the outbox and the journal take it: plain values, whoever made them ready."""

    step_key: str
    columns: Values
    lines: list[Values]
    documents: tuple[int, ...]
    words: Words

    @property
    def customer_id(self) -> int:
        """Whom it is written to."""
        return cast(int, self.columns["customer_id"])


def made_ready(
    act: Act, *, drafts: Sequence[MessageDraft], ceiling_minor: int | None, can_send: bool
) -> list[ReadyMessage]:
    """Messages in the state in which they enter the outbox; nothing is stored."""
    return [
        ReadyMessage(
            draft.step_key,
            {
                **values_of(act, draft),
                "state": first_state(draft, ceiling_minor=ceiling_minor, can_send=can_send).value,
            },
            lines_of(draft),
            draft.document_ids,
            _words(act, draft),
        )
        for draft in drafts
    ]


def queue(
    act: Act, *, drafts: Sequence[MessageDraft], ceiling_minor: int | None, can_send: bool
) -> list[int]:
    """Puts messages into the outbox; a step that is there already is left as it is. Returns new ids."""
    return queue_ready(
        act, messages=made_ready(act, drafts=drafts, ceiling_minor=ceiling_minor, can_send=can_send)
    )


@transaction.atomic
def queue_ready(act: Act, *, messages: Sequence[ReadyMessage]) -> list[int]:
    """The same with messages that are ready."""
    rows = Message.objects.filter(Among("step_key", [m.step_key for m in messages]))
    known = set(rows.values_list("step_key", flat=True))
    new = list({m.step_key: m for m in reversed(messages) if m.step_key not in known}.values())[::-1]
    keys = store([m.columns for m in new], [m.lines for m in new], [m.documents for m in new])
    evidence_actions.append_many([_told(act, key, message) for key, message in zip(keys, new, strict=True)])
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


def store(
    rows: Sequence[Values], lines: Sequence[Sequence[Values]], documents: Sequence[Sequence[int]]
) -> list[int]:
    """Stores messages, each with its lines and copies; returns their keys."""
    keys = insert_for_keys(Message, rows, json_text=["reasons"])
    named = zip(keys, lines, strict=True)
    insert_values(MessageLine, [{**line, "message_id": key} for key, found in named for line in found])
    copied = zip(keys, documents, strict=True)
    insert_values(
        Attachment, [{"message_id": key, "document_id": document} for key, pks in copied for document in pks]
    )
    return keys


def lines_of(draft: MessageDraft) -> list[Values]:
    """The columns of the lines of a draft, but for the message that they belong to."""
    return [
        {
            "due_id": line.due_id,
            "number": line.number,
            "issued_on": line.issued_on,
            "due_on": line.due_on,
            "open_minor": line.open_minor,
        }
        for line in draft.lines
    ]


def values_of(act: Act, draft: MessageDraft) -> Values:
    """The columns of the message of a draft, in no state yet; its reasons are written as JSON."""
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
        "reasons": list_as_text(draft.reasons),
        "send_from": draft.send_from,
        "decided_on": draft.decided_on,
        "message_id": message_id(key, draft.from_email.rpartition("@")[2]),
        "in_reply_to": draft.thread[-1] if draft.thread else "",
        "references": " ".join(draft.thread[-10:]),
        "created_at": act.at,
    }


def _words(act: Act, draft: MessageDraft) -> Words:
    reason = Reason(N_("Message préparé : {subject}"), subject=draft.subject)
    if draft.total_minor:
        amount = Money(draft.total_minor, draft.currency)
        reason = Reason(N_("Message préparé : {subject} ({amount})"), subject=draft.subject, amount=amount)
    return act.words(reason, {"to": draft.to_email, "subject": draft.subject, "text": draft.text})


def _told(act: Act, key: int, message: ReadyMessage) -> evidence_actions.NewEntry:
    columns = message.columns
    return act.entry_of(
        "outreach.message_prepared",
        f"customer:{message.customer_id}",
        message.words,
        payload={
            "message": key,
            "template": columns["template"],
            "version": columns["template_version"],
            "state": columns["state"],
        },
    )
