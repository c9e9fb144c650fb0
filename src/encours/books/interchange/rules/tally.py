"""What the plans of a file's parts come to: counts, sums, the first refused lines, remarks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.issues import Code, Issue, issue, summed
from encours.books.interchange.formats.records import Totals, money_totals
from encours.books.interchange.rules.drafted import Plan
from encours.books.interchange.rules.plan import KEYS


@dataclass(slots=True)
class Tally:
    """`rejected` are those of the first lines, at most `limits.ERRORS`; `unnamed` counts the others."""

    rejected: list[Issue] = field(default_factory=list)
    unnamed: int = 0
    codes: set[Code] = field(default_factory=set)
    _accepted: Counter[str] = field(default_factory=Counter)
    _known: Counter[str] = field(default_factory=Counter)
    _sums: Counter[tuple[str, str]] = field(default_factory=Counter)
    _warnings: tuple[Issue, ...] = ()
    _unsaid: int = 0

    def add(self, plan: Plan, remarks: Iterable[Issue] = ()) -> None:
        """Counts the plan of one more part; `remarks` are what reading it said."""
        self._accepted.update(plan.accepted)
        self._known.update(plan.known)
        self._sums.update(plan.sums)
        self.codes |= {found.code for found in plan.rejected}
        everything = sorted((*self.rejected, *plan.rejected), key=lambda found: found.line or 0)
        self.rejected = everything[: limits.ERRORS]
        self.unnamed += len(everything) - len(self.rejected)
        said = summed(*self._warnings, *remarks, *plan.warnings)
        self._warnings = said[: limits.REMARKS]
        self._unsaid += len(said) - len(self._warnings)

    @property
    def accepted(self) -> dict[str, int]:
        """What is new, in the order of the command line."""
        return _in_order(self._accepted)

    @property
    def known(self) -> dict[str, int]:
        """What the books have already."""
        return _in_order(self._known)

    @property
    def totals(self) -> dict[str, Totals]:
        """Sums per currency of what is not refused."""
        pairs: dict[str, list[tuple[str, int]]] = {}
        for (name, currency), minor in self._sums.items():
            pairs.setdefault(name, []).append((currency, minor))
        return money_totals(pairs)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Remarks; where there are too many lines to name them all, how many are not named."""
        counts = {Code.MORE_REFUSED: self.unnamed, Code.MORE_REMARKS: self._unsaid}
        return (*self._warnings, *(issue(code, count=count) for code, count in counts.items() if count))


def _in_order(counts: Counter[str]) -> dict[str, int]:
    return {key: counts[key] for key in KEYS if counts[key]}
