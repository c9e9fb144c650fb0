"""Notes what came in from a customer, and that somebody has read it."""

from collections.abc import Sequence

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import CHANNEL_LABELS, Channel
from encours.method.inbox.models import InboundItem, InboundMail, InboundPiece
from encours.method.inbox.rules.piles import Pile
from encours.method.inbox.rules.received import InboundDraft, KeptFile, problem_of_inbound


@transaction.atomic
def note_inbound(act: Act, *, draft: InboundDraft, files: Sequence[KeptFile] = ()) -> int | Refused:
    """Something came in, perhaps with files: until it is read, the ladder waits for this customer. Returns its id."""
    refusal = problem_of_inbound(draft, now=act.at)
    if refusal:
        return refusal
    row = InboundItem.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        contact_id=draft.contact_id,
        channel=draft.channel.value,
        received_at=draft.received_at,
        text=draft.text.strip(),
        noted_by=act.actor,
    )
    InboundPiece.objects.bulk_create(
        InboundPiece(
            item=row,
            document_id=file.document_id,
            name=file.name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
        )
        for file in files
    )
    _journal(act, row, "inbox.item_noted", N_("Reçu du client : {channel}, à lire"))
    return row.pk


@transaction.atomic
def mark_read(act: Act, *, item_id: int) -> Refused | None:
    """Somebody has read it: the ladder may go on, if nothing else stops it."""
    row = InboundItem.objects.select_for_update().get(entity_id=act.entity_id, pk=item_id)
    if row.read_at:
        return Refused(Reason(N_("Ce message est déjà lu.")))
    row.read_at, row.read_by = act.at, act.actor
    row.save(update_fields=["read_at", "read_by"])
    mails = InboundMail.objects.filter(item_id=row.pk, pile=Pile.TO_READ.value)
    mails.update(pile=Pile.DONE.value, settled_at=act.at, settled_by=act.actor)
    _journal(act, row, "inbox.item_read", N_("Lu : {channel}"))
    return None


@transaction.atomic
def withdraw_item(act: Act, *, item_id: int) -> None:
    """It was noted for the wrong customer: it counts no longer."""
    row = InboundItem.objects.select_for_update().get(entity_id=act.entity_id, pk=item_id)
    _journal(act, row, "inbox.item_withdrawn", N_("Reçu par erreur sur ce dossier, retiré : {channel}"))
    row.delete()


def _journal(act: Act, row: InboundItem, kind: str, text: str) -> None:
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(text, channel=Reason(CHANNEL_LABELS[Channel(row.channel)])),
            payload={"item": row.pk, "channel": row.channel, "received_at": row.received_at.isoformat()},
            details={"text": row.text} if kind == "inbox.item_noted" else None,
        )
    )
