"""One dispute at a time for one person at a time: its row is locked, and what they saw must still be so."""

from collections.abc import Mapping

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.states import DisputeEvent, after, problem_of_move
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState

SEEN = "seen"
"""The field that a refusal names when a dispute was changed since somebody looked at it."""
_CHANGED = Refused(
    Reason(N_("Ce litige a changé entre-temps\u00a0: relisez-le, puis décidez à nouveau.")), SEEN
)
_GONE = Refused(Reason(N_("Ce litige n'existe pas.")))


def claimed(act: Act, dispute_id: int, *, seen: int | None = None) -> Dispute | Refused:
    """The row of a dispute of this entity, locked; refused when it changed since `seen`, its version then."""
    rows = Dispute.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)
    row = rows.filter(pk=dispute_id).first()
    if row is None:
        return _GONE
    return _CHANGED if seen is not None and row.version != seen else row


def moved(row: Dispute, event: DisputeEvent) -> Refused | None:
    """Moves a row by an event, without storing it; refused where the method allows no such move."""
    state, outcome = DisputeState(row.state), DisputeOutcome(row.outcome)
    if refused := problem_of_move(state, event, outcome):
        return refused
    to = after(state, event, outcome)
    assert to is not None
    row.state = to.value
    return None


def kept(row: Dispute, *fields: str) -> None:
    """Stores some fields of a row as its next version."""
    row.version += 1
    row.save(update_fields=["version", *fields])


def tell(
    act: Act, row: Dispute, kind: str, reason: Reason, details: Mapping[str, object] | None = None
) -> None:
    """Tells the journal of the customer what became of a dispute."""
    evidence_actions.append(entry_of(act, row, kind, reason, details))


def entry_of(
    act: Act, row: Dispute, kind: str, reason: Reason, details: Mapping[str, object] | None = None
) -> evidence_actions.NewEntry:
    """The entry alone, for whoever tells many at once."""
    return act.entry(
        kind,
        f"customer:{row.customer_id}",
        reason,
        payload={
            "dispute": row.pk,
            "invoice": row.invoice_id,
            "disputed_minor": row.disputed_minor,
            "currency": row.currency,
            "outcome": row.outcome,
            "state": row.state,
        },
        details=details,
    )
