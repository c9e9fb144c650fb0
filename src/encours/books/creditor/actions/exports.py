"""An export of everything: asked for, taken up by one worker, ended, taken away, let go."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from encours.books.creditor.models import CreditorEntity, DataExport
from encours.books.creditor.rules.exports import KEPT_DAYS, UNDER_WAY, ExportState
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import technical_now
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def ask_export(act: Act) -> int | Refused:
    """Puts an export in the queue; refused while another one is under way."""
    CreditorEntity.objects.select_for_update().get(pk=act.entity_id)
    if DataExport.objects.filter(entity_id=act.entity_id, state__in=UNDER_WAY).exists():
        return Refused(Reason(N_("Un export est déjà en cours : attendez-le.")))
    row = DataExport.objects.create(entity_id=act.entity_id, asked_by=act.actor, asked_at=technical_now())
    text = Reason(N_("Export de toutes les données demandé"))
    entry = act.entry("creditor.export_asked", f"entity:{act.entity_id}", text, payload={"export": row.pk})
    evidence_actions.append(entry)
    return row.pk


def begin_export(silent: Collection[int]) -> DataExport | None:
    """Takes up the next export that waits, or one whose worker is `silent`; its `attempt` is this worker's."""
    DataExport.objects.filter(pk__in=silent, state=ExportState.WRITING.value).update(
        state=ExportState.WAITING.value, attempt=""
    )
    for row in DataExport.objects.filter(state=ExportState.WAITING.value).order_by("id")[:20]:
        attempt = uuid4().hex
        taken = DataExport.objects.filter(pk=row.pk, state=ExportState.WAITING.value)
        if taken.update(state=ExportState.WRITING.value, attempt=attempt, begun_at=technical_now()):
            row.attempt = attempt
            return row
    return None


@transaction.atomic
def end_export(act: Act, made: DataExport, *, problem: str = "") -> bool:
    """Says what came of an attempt, with the figures in `made`; False when somebody else took it over."""
    state = ExportState.FAILED if problem else ExportState.READY
    is_mine = DataExport.objects.filter(
        pk=made.pk, state=ExportState.WRITING.value, attempt=made.attempt
    ).update(
        state=state.value, ended_at=technical_now(), rows=made.rows, size=made.size, problem=problem[:240]
    )
    if is_mine:
        text = N_("Export non abouti") if problem else N_("Export prêt")
        kind = "creditor.export_failed" if problem else "creditor.export_made"
        payload = {"export": made.pk, "rows": made.rows}
        entry = act.entry(kind, f"entity:{act.entity_id}", Reason(text), payload=payload)
        evidence_actions.append(entry)
    return bool(is_mine)


@transaction.atomic
def tell_export_taken(act: Act, *, export_id: int) -> None:
    """Writes down who took all data away."""
    text = Reason(N_("Export emporté"))
    entry = act.entry("creditor.export_taken", f"entity:{act.entity_id}", text, payload={"export": export_id})
    evidence_actions.append(entry)


def let_exports_go(now: datetime) -> list[int]:
    """Exports whose time is over; whoever calls removes their files."""
    old = DataExport.objects.filter(
        state=ExportState.READY.value, ended_at__lt=now - timedelta(days=KEPT_DAYS)
    )
    gone = list(old.values_list("pk", flat=True))
    DataExport.objects.filter(pk__in=gone).update(state=ExportState.GONE.value)
    return gone
