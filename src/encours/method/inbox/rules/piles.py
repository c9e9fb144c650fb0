"""Where a mail waits: to be filed, to be read, done, or aside; and what a person does with it."""

from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.method.inbox.rules.kind import MailKind


class Pile(StrEnum):
    """The piles of the inbox."""

    TO_READ = "to_read"
    TO_FILE = "to_file"
    DONE = "done"
    ASIDE = "aside"


PILE_LABELS = {
    Pile.TO_READ: N_("À lire"),
    Pile.TO_FILE: N_("À classer"),
    Pile.DONE: N_("Lus"),
    Pile.ASIDE: N_("De côté"),
}


class SayingState(StrEnum):
    """What a person made of a proposal."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"


SAYING_STATE_LABELS = {
    SayingState.PROPOSED: N_("proposé"),
    SayingState.ACCEPTED: N_("accepté"),
    SayingState.CORRECTED: N_("corrigé"),
    SayingState.DISMISSED: N_("écarté"),
}


def pile_of(kind: MailKind, *, customer_id: int | None) -> Pile:
    """Where a mail waits first. A machine's words wait for nobody; a customer's wait until they are read."""
    match kind:
        case MailKind.OWN | MailKind.BULK | MailKind.AUTOMATIC:
            return Pile.ASIDE
        case MailKind.REPLY:
            return Pile.TO_READ if customer_id else Pile.TO_FILE
        case MailKind.BOUNCE | MailKind.ABSENCE:
            return Pile.TO_READ if customer_id else Pile.ASIDE
