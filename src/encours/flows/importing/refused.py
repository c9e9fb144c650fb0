"""The refused lines of a file, written for a person: the lines as they stood, then why."""

from itertools import groupby

from encours.books.interchange.formats.export import csv_bytes
from encours.books.interchange.formats.labels import FIELD_LABELS
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.refused import Lines, lines_of
from encours.flows.importing.answer import FileAnswer
from encours.flows.importing.loading import Loaded
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say

TITLES = (N_("Ligne refusée"), N_("Colonne refusée"), N_("Motif du refus"))


def refused_csv(answer: FileAnswer, loaded: Loaded | None, *, language: str | None = None) -> bytes:
    """A CSV that a spreadsheet cannot run: once corrected, it can be brought back as it is.

    One row for each refused line, whatever the number of its faults.
    """
    lines = Lines() if loaded is None else lines_of(loaded.stream, loaded.parsed, answer.rejected)
    titles = [*lines.titles, *(say(Reason(title), language) for title in TITLES)]
    rows = []
    for number, found in groupby(answer.rejected, key=lambda issue: issue.line):
        issues = list(found)
        columns = dict.fromkeys(
            _column(issue.field, loaded, language=language) for issue in issues if issue.field
        )
        reasons = " ".join(dict.fromkeys(say(issue.message, language) for issue in issues))
        rows.append([*lines.line(number), "" if number is None else str(number), ", ".join(columns), reasons])
    return csv_bytes(titles, rows)


def _column(field: str, loaded: Loaded | None, *, language: str | None) -> str:
    """A column as the file itself calls it, else by what it says; a FEC's own names stay."""
    if field not in set(Field):
        return field
    mapping = None if loaded is None else loaded.parsed.mapping
    title = None if mapping is None else mapping.title_of(Field(field))
    return title or say(Reason(FIELD_LABELS[Field(field)]), language)


def refused_name(answer: FileAnswer) -> str:
    """What the file of refused lines is called, beside the file itself."""
    stem = answer.file.rpartition(".")[0] or answer.file
    return f"{stem}-refus.csv"
