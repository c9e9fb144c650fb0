"""Messages enter the outbox once for each step; what the guard refused is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.bulk import insert_keyed, insert_rows
from encours.ground.plumbing.reason_json import to_json
from encours.method.outreach.models import Attachment, Message, MessageLine
from encours.method.outreach.rules.drafts import MessageDraft, first_state
from encours.method.outreach.rules.outbox import message_id, message_key


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
    known = set(
        Message.objects.filter(step_key__in=[d.step_key for d in drafts]).values_list("step_key", flat=True)
    )
    new = list({d.step_key: d for d in reversed(drafts) if d.step_key not in known}.values())[::-1]
    rows = [row_of(act, draft) for draft in new]
    for row, draft in zip(rows, new, strict=True):
        row.state = first_state(draft, ceiling_minor=ceiling_minor, can_send=can_send).value
    insert(rows, new)
    evidence_actions.append_many([_told(act, row) for row in rows])
    return [row.pk for row in rows]


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


def insert(rows: Sequence[Message], drafts: Sequence[MessageDraft]) -> None:
    """Stores rows, each with the lines and the copies of its draft."""
    stored = Message.objects.filter(step_key__in=[row.step_key for row in rows])
    insert_keyed(rows, by="step_key", stored=stored)
    lines, pieces = [], []
    for row, draft in zip(rows, drafts, strict=True):
        lines += [
            MessageLine(message_id=row.pk, **{f: getattr(x, f) for f in x.__slots__}) for x in draft.lines
        ]
        pieces += [Attachment(message_id=row.pk, document_id=pk) for pk in draft.document_ids]
    insert_rows(lines)
    insert_rows(pieces)


def row_of(act: Act, draft: MessageDraft) -> Message:
    """The row of a draft, not stored yet and in no state."""
    key = message_key(
        f"{act.entity_id}/{draft.step_key}", recipient=draft.to_email, channel=draft.channel.value
    )
    return Message(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        case_id=draft.case_id,
        contact_id=draft.contact_id,
        step_key=draft.step_key,
        level=draft.level,
        occasion=draft.occasion.value,
        channel=draft.channel.value,
        stage=draft.stage,
        template=draft.template,
        template_version=draft.template_version,
        language=draft.language,
        mode=draft.mode.value,
        from_name=draft.from_name,
        from_email=draft.from_email,
        to_name=draft.to_name,
        to_email=draft.to_email,
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        currency=draft.currency,
        total_minor=draft.total_minor,
        invoice_count=len(draft.lines),
        deadline_named_on=draft.deadline_named_on,
        has_policy=draft.has_policy,
        reasons=[to_json(reason) for reason in draft.reasons],
        send_from=draft.send_from,
        decided_on=draft.decided_on,
        message_id=message_id(key, draft.from_email.rpartition("@")[2]),
        in_reply_to=draft.thread[-1] if draft.thread else "",
        references=" ".join(draft.thread[-10:]),
        created_at=act.at,
    )


def _told(act: Act, row: Message) -> evidence_actions.NewEntry:
    reason = Reason(N_("Message préparé : {subject}"), subject=row.subject)
    if row.total_minor:
        amount = Money(row.total_minor, row.currency)
        reason = Reason(N_("Message préparé : {subject} ({amount})"), subject=row.subject, amount=amount)
    return act.entry(
        "outreach.message_prepared",
        f"customer:{row.customer_id}",
        reason,
        payload={
            "message": row.pk,
            "template": row.template,
            "version": row.template_version,
            "state": row.state,
        },
        details={"to": row.to_email, "subject": row.subject, "text": row.text},
    )
