"""What can become of a file that somebody brings."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class RunState(StrEnum):
    """Where a file stands."""

    PREVIEW = "preview"
    TAKEN = "taken"
    REFUSED = "refused"
    LEFT = "left"


RUN_STATE_LABELS = {
    RunState.PREVIEW: N_("à confirmer"),
    RunState.TAKEN: N_("pris en compte"),
    RunState.REFUSED: N_("refusé"),
    RunState.LEFT: N_("laissé"),
}
