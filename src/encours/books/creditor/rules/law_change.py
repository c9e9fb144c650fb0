"""What an entity may lay over the shipped law: an update from a file, a lawyer's mark on a fact."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class LawChangeKind(StrEnum):
    """What was laid over the law."""

    UPDATE = "update"
    VALIDATION = "validation"


LAW_CHANGE_LABELS = {
    LawChangeKind.UPDATE: N_("mise à jour"),
    LawChangeKind.VALIDATION: N_("validation par un juriste"),
}
