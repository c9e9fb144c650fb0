"""An export asked for on a page: written by a worker into one file, watched, taken, let go."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import exports as creditor_exports
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.exports import ExportLine
from encours.books.creditor.models import DataExport
from encours.books.creditor.rules.exports import ExportState
from encours.flows.exporting import export
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say


@dataclass(frozen=True, slots=True)
class Watched:
    """An export as the page shows it. `percent`: how much is written; `is_there`: its file can be taken."""

    line: ExportLine
    percent: int
    is_there: bool


def run(clock: Clock) -> int:
    """Writes the exports that wait; returns how many were ended."""
    ended = 0
    while (made := creditor_actions.begin_export(_silent())) is not None:
        act = creditor_queries.act(made.entity_id, SYSTEM, clock)
        try:
            problem = _write(act, made)
        except OSError as refused:
            problem = refused.strerror or str(refused)
        if creditor_actions.end_export(act, made, problem=problem) and not problem:
            _progress_of(made.pk).unlink(missing_ok=True)
        ended += 1
    return ended


def tidy() -> None:
    """Removes the files of exports whose time is over."""
    for number in creditor_actions.let_exports_go(technical_now()):
        file_of(number).unlink(missing_ok=True)
        _progress_of(number).unlink(missing_ok=True)


def watched(entity_id: int) -> list[Watched]:
    """The exports of an entity, the latest first."""
    return [
        Watched(line, _percent(line), line.state is ExportState.READY and file_of(line.id).is_file())
        for line in creditor_exports.exports_of(entity_id)
    ]


def file_of(export_id: int) -> Path:
    """Where a finished export lies."""
    return _folder() / f"{export_id}.zip"


def _write(act: Act, made: DataExport) -> str:
    """Writes the file and the figures of an export; returns why not, else nothing."""
    draft = _folder() / f"{made.pk}-{made.attempt}"
    try:
        done = export(draft, entity_id=made.entity_id, progress=_teller(made.pk))
        if isinstance(done, Refused):
            return say(done.reason, act.language)
        made.rows = sum(done.rows.values())
        made.size = _packed(draft, made.pk)
        return ""
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        draft.with_suffix(".zip").unlink(missing_ok=True)


def _packed(folder: Path, export_id: int) -> int:
    """One file of a folder; it appears whole. Returns its size."""
    target, draft = file_of(export_id), folder.with_suffix(".zip")
    with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(file, Path(f"encours-{export_id}") / file.relative_to(folder))
            _progress_of(export_id).touch()
    draft.chmod(0o600)
    draft.replace(target)
    return target.stat().st_size


def _teller(export_id: int) -> Callable[[int, int], None]:
    """Writes down how far an export is: beside the database, which shows only one instant meanwhile."""

    def tell(done: int, of: int) -> None:
        _progress_of(export_id).write_text(str(99 * done // max(of, 1)), encoding="ascii")

    tell(0, 1)
    return tell


def _percent(line: ExportLine) -> int:
    if line.state is not ExportState.WRITING:
        return 0
    try:
        return int(_progress_of(line.id).read_text(encoding="ascii") or 0)
    except (OSError, ValueError):
        return 0


def _silent() -> list[int]:
    """Exports whose worker gave no sign of life for longer than a lease."""
    alive_after = technical_now() - timedelta(seconds=settings.ENCOURS_LEASE_SECONDS)
    return [
        line.id
        for line in creditor_exports.being_written(begun_before=alive_after)
        if not _progress_of(line.id).is_file()
        or _progress_of(line.id).stat().st_mtime < alive_after.timestamp()
    ]


def _progress_of(export_id: int) -> Path:
    return _folder() / f"{export_id}.progress"


def _folder() -> Path:
    folder = Path(settings.ENCOURS_HOME) / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
