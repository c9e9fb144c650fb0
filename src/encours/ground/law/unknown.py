"""What the law does not say, or not to us: an unknown that stops, a caution that goes with an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from encours.ground.kernel.reason import Reason


class LawUnknown(Exception):
    """A period, a rate or a rule that nobody has researched: there is no answer, and never a silent default.

    Raised inside the rules; the rule that was asked hands it back as its answer.
    """

    def __init__(self, code: str, reason: Reason) -> None:
        super().__init__(str(reason))
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Caution:
    """What to know before an answer is used: a code, a sentence, the facts it comes from, figures of its own."""

    code: str
    reason: Reason
    facts: tuple[str, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)
