"""Writes down what may move a limitation, and takes it back."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.models import LegalEvent
from encours.method.cases.rules.legal_events import (
    LEGAL_EVENT_LABELS,
    LegalEventDraft,
    LegalEventKind,
    problem_of_event,
)


@transaction.atomic
def note_legal_event(act: Act, *, draft: LegalEventDraft) -> int | Refused:
    """Something happened that the law may count; returns its id. Refused without a proof or for a day to come."""
    if refused := problem_of_event(draft, today=act.today):
        return refused
    row = LegalEvent.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        invoice_id=draft.invoice_id,
        kind=draft.kind.value,
        on=draft.on,
        until=draft.until,
        proof=draft.proof.strip(),
        noted_at=act.at,
        noted_by=act.actor,
    )
    said = Reason(N_("Noté pour la prescription : {kind}, le {on}"), kind=_label(row), on=row.on)
    _tell(act, row, "cases.legal_event_noted", said)
    return row.pk


@transaction.atomic
def withdraw_legal_event(act: Act, *, event_id: int) -> Refused | None:
    """It was written down by mistake: it stays in the journal and counts no more."""
    found = LegalEvent.objects.select_for_update().filter(entity_id=act.entity_id, withdrawn_at__isnull=True)
    row = found.filter(pk=event_id).first()
    if row is None:
        return Refused(Reason(N_("Cet événement n'est plus là")))
    row.withdrawn_at = act.at
    row.save(update_fields=["withdrawn_at"])
    said = Reason(N_("Retiré de la prescription : {kind}, le {on}"), kind=_label(row), on=row.on)
    _tell(act, row, "cases.legal_event_withdrawn", said)
    return None


def _label(row: LegalEvent) -> Reason:
    return Reason(LEGAL_EVENT_LABELS[LegalEventKind(row.kind)])


def _tell(act: Act, row: LegalEvent, kind: str, said: Reason) -> None:
    payload = {
        "event_id": row.pk,
        "kind": row.kind,
        "on": row.on.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "invoice_id": row.invoice_id,
    }
    subject = f"customer:{row.customer_id}"
    evidence_actions.append(act.entry(kind, subject, said, payload=payload))
