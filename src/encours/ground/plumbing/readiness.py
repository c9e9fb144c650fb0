"""Bringing an installation up to date: a restoration finished, translations compiled, database migrated."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from encours.ground.plumbing.backup.staging import finish_database


def make_ready() -> bool:
    """Finishes a decided restoration, compiles translations, migrates; True when it had to migrate.

    Several processes may start together: one does the work, the others wait.
    """
    with _alone(Path(settings.ENCOURS_HOME) / "ready.lock"):
        compile_translations()
        finish_database()
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", verbosity=0, interactive=False)
        return True


def compile_translations() -> None:
    """Writes each .mo whose .po is newer."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as stream:
                catalogue = read_po(stream, locale=source.parts[-3])
            draft = target.with_suffix(".new")
            with draft.open("wb") as stream:
                write_mo(stream, catalogue)
            draft.replace(target)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
