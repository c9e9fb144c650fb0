"""Takes files in: each is read, planned against the books, and written whole or not at all."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from encours.books.interchange.formats.pdf_zip import holds_copies
from encours.books.interchange.formats.records import Kind, Parsed
from encours.flows.importing.answer import FileAnswer, ImportAnswer, ImportOptions
from encours.flows.importing.copies import attach_pdfs
from encours.flows.importing.loading import Loaded, load, opened
from encours.flows.importing.taking import import_loaded
from encours.ground.evidence.acts import Act

Source = tuple[str, BinaryIO | Path | bytes]
Progress = Callable[[str, int, int | None], None]
"""Is told a file's name and how many lines of it are read; then how many of its parts, of how many, are written."""

PLAIN = ImportOptions()
_ORDER = (Kind.CUSTOMERS, Kind.CONTACTS, Kind.FEC, Kind.INVOICES, Kind.PAYMENTS)


def import_files(
    act: Act, files: Sequence[Source], options: ImportOptions = PLAIN, *, progress: Progress | None = None
) -> ImportAnswer:
    """Takes files in, customers first, then what they bought, then what they paid, then copies.

    One transaction for each: a refused line refuses its file and no other, unless `skip_rejected`.
    The same file twice changes nothing. A dry run is the run, taken back.
    """
    with ExitStack() as closing:
        streams = [(name, opened(source, closing)) for name, source in files]
        if not options.dry_run:
            return _import(act, streams, options, progress)
        with transaction.atomic():
            answer = _import(act, streams, options, progress)
            transaction.set_rollback(True)
    return answer


def _import(
    act: Act, files: Sequence[tuple[str, BinaryIO]], options: ImportOptions, progress: Progress | None
) -> ImportAnswer:
    answers: dict[int, FileAnswer] = {}
    tables: dict[int, Loaded] = {}
    copies: dict[int, BinaryIO] = {}
    for place, (name, stream) in enumerate(files):
        if holds_copies(stream):
            copies[place] = stream
        else:
            tables[place] = load(act, name, stream, options, progress=_reading(progress, name))
    for place in sorted(tables, key=lambda place: _rank(tables[place].parsed)):
        told = partial(progress, files[place][0]) if progress else None
        answers[place] = import_loaded(act, tables[place], options, progress=told)
    for place, stream in copies.items():
        stream.seek(0)
        answers[place] = attach_pdfs(act, files[place][0], stream.read(), options)
    return ImportAnswer(tuple(answers[place] for place in range(len(files))))


def _reading(progress: Progress | None, name: str) -> Callable[[int], None] | None:
    """Tells the lines of a file as they are read; how many there are is not known yet."""
    return None if progress is None else lambda lines: progress(name, lines, None)


def _rank(parsed: Parsed) -> int:
    return _ORDER.index(parsed.kind) if parsed.kind in _ORDER else len(_ORDER)
