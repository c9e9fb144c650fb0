"""Everything taken out in open formats, of one company or of all, as it stood at one instant."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from encours.books.creditor import queries as creditor_queries
from encours.books.interchange.formats.export import harmless
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.backup.finishing import sync_folder
from encours.ground.plumbing.backup.snapshot import snapshot
from encours.ground.plumbing.tables import Table

README = Path(__file__).with_name("readme.md")
_ODD = re.compile(r"[^\w.-]+")
LONGEST_NAME = 80
_TOLD_APART = ("evidence_", "documents_")
"""Tables that are written in their own form: the journal, and the list of files."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, attached files, entries of the journal; hashes of files that were damaged."""

    rows: Mapping[str, int]
    documents: int
    entries: int
    damaged: tuple[str, ...]


Progress = Callable[[int, int], None]
"""Told how much is written, of how much."""


def export(
    target: Path, *, entity_id: int | None, progress: Progress = lambda _done, _of: None
) -> Exported | Refused:
    """Writes a new folder, whole or not at all. Refused when something is there already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return Refused(Reason(N_("Ce répertoire n'est pas vide : un export en veut un nouveau.")))
    if not target.parent.is_dir():
        return Refused(Reason(N_("Ce répertoire n'existe pas : {folder}"), folder=str(target.parent)))
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / "work").mkdir(parents=True, mode=0o700)
        with snapshot(draft / "work"):
            done = _written(draft, entity_id, progress)
        shutil.rmtree(draft / "work")
        _sum_up(draft)
        if target.exists():
            target.rmdir()
        draft.replace(target)
        sync_folder(target.parent)
    except OSError as problem:
        text = N_("L'export n'a pas pu s'écrire : {problem}")
        return Refused(Reason(text, problem=problem.strerror or str(problem)))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return done


def _written(folder: Path, entity_id: int | None, progress: Progress) -> Exported:
    shutil.copyfile(README, folder / "README.md")
    found = [
        table
        for table in creditor_queries.tables_of_entities()
        if not table.name.startswith(_TOLD_APART) and (entity_id is None or table.owner_path)
    ]
    _list_tables(folder / "tables.csv", found)
    rows, of = {}, len(found) + 2  # and the attached files, and the journal
    for place, table in enumerate(found):
        rows[table.name] = _write_table(folder / "tables", table, entity_id, partial(progress, place, of))
        progress(place + 1, of)
    owner = None if entity_id is None else f"entity:{entity_id}"
    documents, damaged = _write_documents(folder, owner)
    progress(of - 1, of)
    entries = _write_journal(folder / "journal", owner)
    return Exported(rows, documents, entries, damaged)


def _write_table(folder: Path, table: Table, entity_id: int | None, alive: Callable[[], None]) -> int:
    folder.mkdir(exist_ok=True)
    count = 0
    names = [column.name for column in table.columns]
    names += [name.removesuffix("_minor") for name in table.decimals()]
    with (
        (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as lines,
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as sheet,
    ):
        writer = csv.writer(sheet)
        writer.writerow(names)
        for row in table.rows(entity_id):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            writer.writerow([_cell(row[name]) for name in names])
            count += 1
            if count % 20_000 == 0:
                alive()
    return count


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case list() | dict():
            return harmless(json.dumps(value, ensure_ascii=False))
    return str(value)


def _list_tables(file: Path, found: Sequence[Table]) -> None:
    rows = [
        [table.name, table.label, column.name, column.label, column.points_at]
        for table in found
        for column in table.columns
    ]
    _write_csv(file, ["table", "table_fr", "column", "column_fr", "points_at"], rows)


def _write_documents(folder: Path, owner: str | None) -> tuple[int, tuple[str, ...]]:
    (folder / "documents").mkdir()
    rows, damaged = [], []
    for kept in documents_queries.kept_by(owner):
        name = f"{kept.id}-{_ODD.sub('_', kept.name)[-LONGEST_NAME:]}"
        if documents_queries.is_intact(kept.sha256):
            shutil.copyfile(documents_queries.place_of(kept.sha256), folder / "documents" / name)
        else:
            damaged.append(kept.sha256)
        rows.append([str(kept.id), kept.owner, kept.name, kept.media_type, kept.sha256, name])
    titles = ["id", "owner", "name", "media_type", "sha256", "file"]
    _write_csv(folder / "attached-files.csv", titles, rows)
    return len(rows) - len(damaged), tuple(damaged)


def _write_journal(folder: Path, owner: str | None) -> int:
    folder.mkdir()
    count = 0
    for chain in evidence_queries.heads():
        if owner in (None, chain):
            with (folder / f"{chain.replace(':', '-')}.jsonl").open("w", encoding="utf-8") as lines:
                for entry in evidence_queries.exported(chain):
                    lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
                    count += 1
    return count


def _write_csv(file: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows([[harmless(cell) for cell in row] for row in rows])


def _sum_up(folder: Path) -> None:
    """The hash of every file, in the form that `sha256sum -c` reads."""
    lines = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {file.relative_to(folder)}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
