"""Noting on what some sentences rest, in words that say where it stands; empty takes it back."""

from collections.abc import Mapping

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.models import WordGround
from encours.method.outreach.rules.grounds import GROUND_LABELS, Ground


@transaction.atomic
def note_grounds(act: Act, *, customer_id: int | None, words: Mapping[Ground, str]) -> None:
    """What holds from now on, for a customer or (None) for all."""
    fields = {ground.value: told.strip() for ground, told in words.items()}
    rows = WordGround.objects.filter(entity_id=act.entity_id)
    rows = rows.filter(customer_id=customer_id) if customer_id else rows.filter(customer=None)
    if not rows.update(**fields):
        WordGround.objects.create(entity_id=act.entity_id, customer_id=customer_id, **fields)
    known = [ground for ground, told in words.items() if told.strip()]
    subject = f"customer:{customer_id}" if customer_id else f"entity:{act.entity_id}"
    text = (
        N_("Ce qui permet certains mots : {grounds}")
        if known
        else N_("Ce qui permettait certains mots est retiré")
    )
    evidence_actions.append(
        act.entry(
            "outreach.grounds_noted",
            subject,
            Reason(text, grounds=[Reason(GROUND_LABELS[one]) for one in known]),
            payload={"known": [one.value for one in known]},
            details=fields,
        )
    )
