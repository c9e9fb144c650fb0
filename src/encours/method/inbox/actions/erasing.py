"""The words of mails, blanked when a customer is forgotten or when nobody ever filed them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.inbox.models import InboundItem, InboundMail, InboundPiece, MailPiece, MailSaying
from encours.method.inbox.rules.piles import Pile

ERASED = "–"
_BLANK = {
    "from_name": "", "from_email": "", "reply_to": "", "recipients": "", "subject": ERASED, "text": ERASED,
    "quoted": "", "message_id": "", "thread": "", "html": "", "bounced_email": "", "instead": "", "contact_id": None,
}  # fmt: skip


@transaction.atomic
def erase_words(*, customer_id: int) -> list[int]:
    """Blanks what a customer wrote or said; whoever erases tells the journal once for all rooms.

    Returns the files that came with it, which are nobody's any more.
    """
    InboundItem.objects.filter(customer_id=customer_id).update(text=ERASED)
    pieces = InboundPiece.objects.filter(item__customer_id=customer_id)
    files = [pk for pk in pieces.values_list("document_id", flat=True) if pk is not None]
    InboundPiece.objects.filter(pk__in=list(pieces.values_list("pk", flat=True))).update(
        name=ERASED, document_id=None
    )
    return files + _blank(
        list(InboundMail.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
    )


@transaction.atomic
def forget_unfiled(act: Act, *, before: datetime, most: int = 500) -> list[int]:
    """Blanks mails that belong to no customer and came before an instant; returns the files that came with them."""
    rows = InboundMail.objects.filter(
        entity_id=act.entity_id, customer_id__isnull=True, received_at__lt=before
    ).exclude(text=ERASED, subject=ERASED)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    if not ids:
        return []
    files = _blank(ids)
    InboundMail.objects.filter(pk__in=ids).update(pile=Pile.ASIDE.value)
    text = Reason(N_("Courriers sans client effacés : {count}"), count=len(ids))
    evidence_actions.append(
        act.entry("inbox.unfiled_forgotten", f"entity:{act.entity_id}", text, payload={"mails": len(ids)})
    )
    return files


def _blank(mail_ids: Sequence[int]) -> list[int]:
    pieces = MailPiece.objects.filter(mail_id__in=mail_ids)
    files = [pk for pk in pieces.values_list("document_id", flat=True) if pk is not None]
    pieces.update(name=ERASED, document_id=None)
    MailSaying.objects.filter(mail_id__in=mail_ids).update(sentence=ERASED)
    InboundMail.objects.filter(pk__in=mail_ids).update(**_BLANK)
    return files
