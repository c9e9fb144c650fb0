"""What a check or a rule says of a text: which rule, how severe, where, why, and what may stand there instead."""

from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import Reason


class Severity(StrEnum):
    """What a finding demands: `block` cannot be sent, `error` needs the owner, `warn` a person."""

    BLOCK = "block"
    ERROR = "error"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a text; `start` and `end` count Unicode code points.

    `suggestions` are words to draw on, in the language of the text; `rewrite` replaces the span as it is,
    where that is mechanical. Nobody applies either without a person.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    why: Reason
    suggestions: tuple[str, ...] = ()
    rewrite: str | None = None
