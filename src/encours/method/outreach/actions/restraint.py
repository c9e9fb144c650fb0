"""The owner passes over a limit, once and with a reason (K15); a complaint is written down (R111)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.models import Complaint, GuardOverride, Message
from encours.method.outreach.rules.restraint import ComplaintAbout
from encours.method.outreach.rules.states import MessageState


@transaction.atomic
def pass_over(act: Act, *, customer_id: int, why: str, rules: Sequence[str]) -> int:
    """One contact with a customer may break some of our limits today; what waited for them may leave now."""
    row = GuardOverride.objects.create(
        entity_id=act.entity_id,
        customer_id=customer_id,
        valid_on=act.today,
        granted_at=act.at,
        granted_by=act.actor,
        why=why,
        rules=list(rules),
    )
    waiting = Message.objects.filter(
        entity_id=act.entity_id, customer_id=customer_id, state=MessageState.READY.value, send_from__gt=act.at
    )
    waiting.exclude(refusal_rule="").update(send_from=act.at)
    evidence_actions.append(
        act.entry(
            "outreach.limits_passed_over",
            f"customer:{customer_id}",
            Reason(N_("Le dirigeant passe outre, pour un contact aujourd'hui")),
            payload={"override": row.pk, "rules": list(rules)},
            details={"why": why},
        )
    )
    return row.pk


@transaction.atomic
def note_complaint(
    act: Act, *, customer_id: int, received_on: date, about: ComplaintAbout, words: str
) -> int:
    """A customer complained of how we contacted them."""
    row = Complaint.objects.create(
        entity_id=act.entity_id,
        customer_id=customer_id,
        received_on=received_on,
        about=about.value,
        words=words,
        noted_by=act.actor,
        noted_at=act.at,
    )
    evidence_actions.append(
        act.entry(
            "outreach.complaint_noted",
            f"customer:{customer_id}",
            Reason(N_("Réclamation sur nos contacts")),
            payload={"complaint": row.pk, "about": about.value, "received_on": received_on.isoformat()},
            details={"words": words},
        )
    )
    return row.pk
