"""Takes the demonstration's books in from their files, as any company does, then says that the bank is read."""

from collections.abc import Iterable
from pathlib import Path

from encours.books.creditor import queries as creditor_queries
from encours.faces.demo.company import SET_UP_AT
from encours.faces.demo.setting_up import Made
from encours.faces.demo.writing import PAPERS_ZIP, TO_IMPORT
from encours.flows import recording
from encours.flows.importing import FileAnswer, import_files
from encours.ground.kernel.clock import FixedClock


class NotTakenIn(RuntimeError):
    """The importers refused a file of our own: it is wrong, or they are."""


def take_in(made: Made, folder: Path) -> None:
    """Imports the tables and the copies of invoices from a folder on the evening before the first morning.

    Raises NotTakenIn.
    """
    act = creditor_queries.act(made.entity_id, made.owner, FixedClock(SET_UP_AT))
    answer = import_files(act, [(name, folder / name) for name in (*TO_IMPORT, PAPERS_ZIP)])
    _check(answer.files)
    recording.confirm_bank(act)


def _check(answers: Iterable[FileAnswer]) -> None:
    for answer in answers:
        if answer.rejected or not answer.is_taken:
            raise NotTakenIn(f"{answer.file} : {answer.rejected[:3]}")
