"""Where an export of everything stands, and how long it is kept."""

from enum import StrEnum

from encours.ground.kernel.reason import N_

KEPT_DAYS = 7
"""How long a finished export can be taken: everything about everybody should not lie about."""


class ExportState(StrEnum):
    """Where an export stands. WRITING without a sign of life is taken up again."""

    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


EXPORT_STATE_LABELS = {
    ExportState.WAITING: N_("à faire"),
    ExportState.WRITING: N_("en cours"),
    ExportState.READY: N_("prêt"),
    ExportState.FAILED: N_("pas abouti"),
    ExportState.GONE: N_("effacé"),
}
UNDER_WAY = (ExportState.WAITING, ExportState.WRITING)
