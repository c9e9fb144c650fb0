"""What is asked of an import and what it answers, in the shape of the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from encours.books.interchange.formats import mapping as columns
from encours.books.interchange.formats.issues import Code, Issue, Question
from encours.books.interchange.formats.records import Kind, Totals
from encours.ground.kernel.money import Money

COPIES = "copies"
"""The kind of a PDF or of a ZIP of them, beside the kinds of the formats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """`terms_days` for files without due dates; `skip_rejected` takes the rest; `dry_run` changes nothing.

    `run_id` and `document_id` are those of a file that was uploaded before and waits.
    """

    terms_days: int | None = None
    skip_rejected: bool = False
    kind: Kind | None = None
    mapping: columns.Mapping | None = None
    dry_run: bool = False
    encoding: str | None = None
    date_order: columns.DateOrder | None = None
    run_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """What became of one file. `accepted` says what was taken, or would have been.

    `rejected` names the first refused lines, some tens of thousands; `unnamed` counts those beyond.
    """

    file: str
    kind: str | None
    encoding: str | None = None
    accepted: Mapping[str, int] = field(default_factory=dict)
    already_known: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[Issue, ...] = ()
    unnamed: int = 0
    warnings: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    totals: Mapping[str, Totals] = field(default_factory=dict)
    is_taken: bool = False
    is_unreadable: bool = False
    run_id: int | None = None

    @property
    def refused_lines(self) -> int:
        """How many lines are refused, whatever the number of their faults; a whole file counts as one."""
        lines = [found.line for found in self.rejected]
        return len(set(lines) - {None}) + lines.count(None) + self.unnamed

    @property
    def waits_for_terms(self) -> bool:
        """Whether nothing is refused but for a payment term that a person can tell."""
        return bool(self.rejected) and {found.code for found in self.rejected} == {Code.DUE_DATE_MISSING}

    @property
    def asked(self) -> tuple[Question, ...]:
        """What only a person can answer, but for what a warning says already."""
        told = {warning.code for warning in self.warnings}
        return tuple(question for question in self.questions if question.code not in told)

    def as_dict(self) -> dict[str, object]:
        """The file's part of the answer: amounts as decimal strings, sentences as reasons."""
        asked = [Issue(code=q.code, message=q.message) for q in self.asked]
        return {
            "file": self.file,
            "kind": self.kind,
            "encoding": self.encoding,
            "accepted": dict(self.accepted),
            "already_known": dict(self.already_known),
            "rejected": [_said(found) for found in self.rejected],
            "warnings": [_said(found) for found in (*self.warnings, *asked)],
            "totals": {currency: _sums(totals, currency) for currency, totals in self.totals.items()},
        }


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What became of each file, in the order they were given."""

    files: tuple[FileAnswer, ...]

    def as_dict(self) -> dict[str, object]:
        """The whole answer."""
        return {"files": [file.as_dict() for file in self.files]}


def _said(found: Issue) -> dict[str, object]:
    field_name = None if found.field is None else str(found.field)
    return {"line": found.line, "field": field_name, "code": found.code.value, "message": found.message}


def _sums(totals: Totals, currency: str) -> dict[str, str]:
    names = ("opening", "invoiced", "credited", "paid", "other", "open")
    return {name: str(Money(getattr(totals, name), currency).decimal) for name in names}
