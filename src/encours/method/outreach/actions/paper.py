"""How an entity writes on paper: what is set, and the pictures that letters carry; the drawing itself."""

from collections.abc import Mapping

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.resealing import seal_column_anew
from encours.ground.plumbing.secrets import seal
from encours.method.outreach.adapters.letter_pdf import (
    cover_pdf,
    labels_pdf,
    letter_pdf,
    payment_picture,
    trial_pdf,
)
from encours.method.outreach.models import PaperStyle

__all__ = [
    "change_style",
    "cover_pdf",
    "labels_pdf",
    "letter_pdf",
    "payment_picture",
    "seal_webhooks_anew",
    "trial_pdf",
]


@transaction.atomic
def change_style(act: Act, *, fields: Mapping[str, object], secret: str = "") -> None:
    """Sets some of `norm, cover, is_duplex, has_payment_code, logo_id, signature_id, way, webhook_url`.

    secret: what signs letters handed to a service; empty leaves the one that is kept.
    """
    values = {**fields, **({"sealed_secret": seal(secret)} if secret else {})}
    PaperStyle.objects.update_or_create(entity_id=act.entity_id, defaults=values)
    told = {name: value for name, value in fields.items() if name != "webhook_url"}
    evidence_actions.append(
        act.entry(
            "outreach.paper_style_changed",
            f"entity:{act.entity_id}",
            Reason(N_("Papier à lettres modifié")),
            payload=told,
            details={"webhook_url": fields["webhook_url"]} if "webhook_url" in fields else {},
        )
    )


def seal_webhooks_anew() -> tuple[int, int]:
    """Seals each kept secret with the present key; returns how many it did and how many no key opens.

    One row at a time, and only where it still holds what was read: it may be cut short anywhere.
    """
    return seal_column_anew(PaperStyle, "sealed_secret")
