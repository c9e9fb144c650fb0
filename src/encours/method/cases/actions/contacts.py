"""Remembers each contact once, whatever room made it, and which of ours the customer has answered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.models import ContactFact
from encours.method.cases.rules.contact import CHANNEL_LABELS, CallOutcome, Direction
from encours.method.cases.rules.records import ContactRecord


@transaction.atomic
def record_contacts(act: Act, *, records: Sequence[ContactRecord]) -> int:
    """Writes down contacts that took place; one already known by its source is left as it is.

    Returns how many are new. Any number of records takes the same number of statements.
    """
    by_source = {record.source: record for record in records}
    known = ContactFact.objects.filter(source__in=list(by_source)).values_list("source", flat=True)
    for source in known:
        del by_source[source]
    new = list(by_source.values())
    # Two workers may record the same message at once: the database keeps one row.
    ContactFact.objects.bulk_create(
        [_row(act, record) for record in new], batch_size=500, ignore_conflicts=True
    )
    evidence_actions.append_many(
        [
            act.entry(
                "cases.contact_recorded",
                f"customer:{record.customer_id}",
                _sentence(record),
                payload={
                    "case": record.case_id,
                    "source": record.source,
                    "direction": record.contact.direction.value,
                    "channel": record.contact.channel.value,
                    "step": record.contact.step,
                },
            )
            for record in new
        ]
    )
    return len(new)


@transaction.atomic
def withdraw_contact(act: Act, *, customer_id: int, source: str) -> bool:
    """A contact was written down by mistake: it counts no longer. False when it is not known (any more)."""
    row = ContactFact.objects.filter(entity_id=act.entity_id, customer_id=customer_id, source=source).first()
    if row is None:
        return False
    payload = {"case": row.case_id, "source": source, "channel": row.channel, "step": row.step}
    row.delete()
    sentence = Reason(N_("Contact noté par erreur, retiré"))
    evidence_actions.append(
        act.entry("cases.contact_withdrawn", f"customer:{customer_id}", sentence, payload=payload)
    )
    return True


@transaction.atomic
def mark_answered(act: Act, *, customer_id: int, at: datetime) -> int:
    """A reaction of the customer answers all our earlier contacts, whoever they went to; returns how many.

    For a message received, and for a conversation.
    """
    count = ContactFact.objects.filter(
        entity_id=act.entity_id,
        customer_id=customer_id,
        direction=Direction.OUTBOUND.value,
        at__lte=at,
        answered_at__isnull=True,
    ).update(answered_at=at)
    if count:
        evidence_actions.append(
            act.entry(
                "cases.contacts_answered",
                f"customer:{customer_id}",
                Reason(
                    N_("Le client a réagi : contacts en attente de réponse soldés ({count})"), count=count
                ),
                payload={"count": count},
            )
        )
    return count


@transaction.atomic
def mark_unanswered(act: Act, *, customer_id: int, at: datetime) -> int:
    """What seemed to answer our contacts was somebody else's: they wait for an answer again; returns how many."""
    rows = ContactFact.objects.filter(entity_id=act.entity_id, customer_id=customer_id, answered_at=at)
    count = rows.update(answered_at=None)
    if count:
        text = Reason(N_("Ce n'était pas une réponse : {count} contacts l'attendent de nouveau"), count=count)
        payload = {"count": count}
        evidence_actions.append(
            act.entry("cases.contacts_unanswered", f"customer:{customer_id}", text, payload=payload)
        )
    return count


@transaction.atomic
def mark_unreached(act: Act, *, customer_id: int, source: str) -> bool:
    """A contact reached nobody (the mail came back): it counts no more than a wrong number does."""
    rows = ContactFact.objects.filter(entity_id=act.entity_id, customer_id=customer_id, source=source)
    if not rows.exclude(outcome=CallOutcome.WRONG_NUMBER.value).update(
        outcome=CallOutcome.WRONG_NUMBER.value
    ):
        return False
    evidence_actions.append(
        act.entry(
            "cases.contact_unreached",
            f"customer:{customer_id}",
            Reason(N_("Ce contact n'a atteint personne : il ne compte pas")),
            payload={"source": source},
        )
    )
    return True


def _row(act: Act, record: ContactRecord) -> ContactFact:
    contact = record.contact
    return ContactFact(
        entity_id=act.entity_id,
        customer_id=record.customer_id,
        case_id=record.case_id,
        contact_id=contact.contact_id,
        at=contact.at,
        direction=contact.direction.value,
        channel=contact.channel.value,
        occasion=contact.occasion.value,
        step=contact.step,
        stage=contact.stage,
        outcome=contact.outcome.value if contact.outcome else "",
        answered_at=contact.at if contact.answered else None,
        deadline_named_on=contact.deadline_named_on,
        source=record.source,
    )


def _sentence(record: ContactRecord) -> Reason:
    is_ours = record.contact.direction is Direction.OUTBOUND
    text = N_("Contact de notre part : {channel}") if is_ours else N_("Contact du client : {channel}")
    return Reason(text, channel=Reason(CHANNEL_LABELS[record.contact.channel]))
