"""The first files of an installation in which nobody has set anything up: the books come before the people."""

from collections.abc import Sequence

from django.db import transaction

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.flows.importing.answer import ImportAnswer, ImportOptions
from encours.flows.importing.files import Progress, Source, import_files
from encours.ground.evidence.acts import FILE, Act
from encours.ground.kernel.clock import Clock


def import_first(
    clock: Clock,
    named: tuple[str, str],
    files: Sequence[Source],
    options: ImportOptions,
    *,
    progress: Progress | None = None,
) -> tuple[Act, ImportAnswer]:
    """Begins the books of an entity (`named`: its name and language) and takes files in.

    When none is taken there is no entity either. Who sets the installation up completes it.
    """
    name, language = named
    with transaction.atomic():
        entity_id = creditor_actions.begin_books(clock, name=name, language=language)
        act = creditor_queries.act(entity_id, FILE, clock)
        answer = import_files(act, files, options, progress=progress)
        if options.dry_run or not any(file.is_taken for file in answer.files):
            transaction.set_rollback(True)
    return act, answer
