"""Makes a backup while everything goes on: one instant of the database, every file it points at, the key."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from encours import __version__
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM
from encours.ground.evidence.queries import ChainState
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.backup.archive import Archive, writing
from encours.ground.plumbing.backup.finishing import OF_THE_HOME
from encours.ground.plumbing.backup.manifest import Manifest
from encours.ground.plumbing.backup.snapshot import snapshot
from encours.ground.plumbing.say import say

INSTALLATION = "installation"
KIND = "evidence.backup_made"


@dataclass(frozen=True, slots=True)
class Backed:
    """A backup that was made. `damaged`: hashes of files that the disk did not have whole.

    `broken`: chains of the journal that do not hold; the backup holds them as they are.
    """

    manifest: Manifest
    size: int
    documents: int
    damaged: tuple[str, ...]
    broken: tuple[ChainState, ...]


def back_up(target: Path, clock: Clock, *, with_key: bool = True) -> Backed | Refused:
    """Writes a backup at `target` and tells the journal; refused when something is there already."""
    if target.exists():
        return Refused(Reason(N_("Ce fichier existe déjà : une sauvegarde n'en remplace jamais une autre.")))
    if not target.parent.is_dir():
        return Refused(Reason(N_("Ce répertoire n'existe pas : {folder}"), folder=str(target.parent)))
    try:
        made = _written(target, with_key=with_key)
    except OSError as problem:
        text = N_("La sauvegarde n'a pas pu s'écrire : {problem}")
        return Refused(Reason(text, problem=problem.strerror or str(problem)))
    evidence_actions.append(
        evidence_actions.NewEntry(
            chain=INSTALLATION,
            kind=KIND,
            subject=INSTALLATION,
            actor=SYSTEM,
            at=clock.now(),
            summary=say(Reason(N_("Sauvegarde faite")), "fr"),
            payload={"bytes": made.size, "documents": made.documents, "damaged": len(made.damaged)},
            details={"file": target.name},
        )
    )
    return made


def _written(target: Path, *, with_key: bool) -> Backed:
    # The copy of the database is gone before the backup stands under its name.
    with writing(target) as archive, _work_folder(target) as work, snapshot(work) as taken:
        states = evidence_queries.verify()
        heads, hashes = evidence_queries.heads(), documents_queries.hashes()
        taken.write_to(archive)
        damaged = _add_documents(archive, hashes)
        _add_home(archive, with_key=with_key)
        told = archive.close_with(
            Manifest(
                program=__version__,
                engine=taken.engine,
                engine_version=taken.engine_version,
                taken_at=technical_now().isoformat(timespec="seconds"),
                migrations=taken.migrations,
                journal=heads,
                rows=taken.rows,
                columns=taken.columns,
                sequences=taken.sequences,
            )
        )
    broken = tuple(state for state in states if state.broken_at is not None)
    return Backed(told, target.stat().st_size, len(hashes) - len(damaged), damaged, broken)


def _add_documents(archive: Archive, hashes: list[str]) -> tuple[str, ...]:
    """A file reaches the disk before its row does, so that every row of the snapshot has its file by now."""
    damaged = []
    for digest in hashes:
        if documents_queries.is_intact(digest):
            archive.add(f"documents/{digest[:2]}/{digest}", documents_queries.place_of(digest))
        else:
            damaged.append(digest)
    return tuple(damaged)


def _add_home(archive: Archive, *, with_key: bool) -> None:
    for name in OF_THE_HOME:
        file = Path(settings.ENCOURS_HOME) / name
        if file.exists() and (with_key or name != "secret.key"):
            archive.add(f"home/{name}", file)


@contextmanager
def _work_folder(target: Path) -> Iterator[Path]:
    """Room for the copy of the database, beside the backup; what a killed one left is taken away first."""
    folder = target.with_name(f".{target.name}.work")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
