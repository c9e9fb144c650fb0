"""What the page of kept data shows: periods, whom one can forget, exports and how far they are."""

from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.exports import EXPORT_STATE_LABELS, ExportState
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows import keeping
from encours.flows.exporting import asked
from encours.flows.exporting.asked import Watched
from encours.ground.kernel.reason import N_, Reason

_TONES = {
    ExportState.WAITING: ("rest", "hourglass"),
    ExportState.WRITING: ("press", "loader"),
    ExportState.READY: ("kept", "check"),
    ExportState.FAILED: ("late", "circle-alert"),
    ExportState.GONE: ("rest", "eraser"),
}


def kept(desk: Desk) -> list[keeping.Kept]:
    """What is kept, how long and why."""
    return keeping.what_is_kept(desk.act)


def for_owners(desk: Desk) -> dict[str, Any]:
    """Whom one can forget today, and the exports that were asked for."""
    here = reverse("desk:settings_section", args=["data"])
    exports = asked.watched(desk.entity.id)
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    return {
        "to_forget": [
            {
                "name": one.name,
                "until": one.until,
                "url": with_query(reverse("desk:customer_forget", args=[one.customer_id]), next=here),
            }
            for one in keeping.to_forget_today(desk.act)
        ],
        "has_period": keeping.retention_of_entity(desk.act) is not None,
        "exports": [_export(one, names) for one in exports],
        "is_under_way": any(one.line.state in {ExportState.WAITING, ExportState.WRITING} for one in exports),
    }


def _export(one: Watched, names: dict[str, str]) -> dict[str, Any]:
    line = one.line
    tone, icon = _TONES[line.state]
    text = Reason(EXPORT_STATE_LABELS[line.state])
    if line.state is ExportState.WRITING:
        text = Reason(N_("en cours, {percent} %"), percent=one.percent)
    if line.state is ExportState.READY and not one.is_there:
        tone, icon = _TONES[ExportState.GONE]
        text = Reason(EXPORT_STATE_LABELS[ExportState.GONE])
    return {
        "asked_at": line.asked_at,
        "by": names.get(line.asked_by, ""),
        "state": State(tone, icon, text),
        "problem": line.problem,
        "megabytes": f"{max(line.size / 1_000_000, 0.1):.1f}" if one.is_there else "",
        "rows": line.rows,
        "url": reverse("desk:export_take", args=[line.id]) if one.is_there else None,
    }
