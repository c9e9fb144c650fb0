"""Files that a person uploads: kept first, looked at, answered about, then taken or left."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from django.db import transaction

from encours.books.interchange import actions as interchange_actions
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.actions import RunDraft
from encours.books.interchange.formats.mapping import Mapping, MappingError
from encours.books.interchange.formats.pdf_zip import bundled, holds_copies
from encours.books.interchange.formats.reader import Preview
from encours.books.interchange.queries import Run
from encours.books.interchange.rules.runs import RunState
from encours.flows.importing.answer import COPIES, FileAnswer, ImportOptions
from encours.flows.importing.copies import attach_pdfs, match_pdfs
from encours.flows.importing.loading import kind_of, load, look, remembered
from encours.flows.importing.refused import refused_csv, refused_name
from encours.flows.importing.stored import answer_from, options_from, options_json
from encours.flows.importing.taking import foretell, import_loaded
from encours.ground.documents import actions as documents_actions
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act

_TOGETHER_FROM = 2
_BUNDLE = "copies.zip"
_HEAD = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file as a person looks at it: what it says, how its columns are read, what was asked.

    `looked` is None once the file is taken, and for copies, which have no columns: `copies` are the
    files that would go to an invoice. `is_open`: it can still be taken.
    """

    run: Run
    answer: FileAnswer
    options: ImportOptions
    looked: Preview | None = None
    mapping: Mapping | None = None
    copies: dict[str, int] = field(default_factory=dict)
    is_open: bool = False


def receive_all(act: Act, files: Sequence[tuple[str, BinaryIO]]) -> list[int]:
    """Keeps files that were uploaded together; several PDFs are looked at as one file of copies."""
    pdfs = [file for file in files if _is_pdf(file[1])]
    if len(pdfs) < _TOGETHER_FROM:
        return [receive(act, name=name, stream=stream) for name, stream in files]
    kept = [receive(act, name=name, stream=stream) for name, stream in files if not _is_pdf(stream)]
    together = bundled([(name, stream.read()) for name, stream in pdfs])
    return [*kept, receive(act, name=_BUNDLE, stream=io.BytesIO(together))]


def _is_pdf(stream: BinaryIO) -> bool:
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    return head.lstrip().startswith(b"%PDF-")


@transaction.atomic
def receive(act: Act, *, name: str, stream: BinaryIO) -> int:
    """Keeps an uploaded file: it waits until a person has seen what it holds, or which invoices it goes to."""
    kind = COPIES if holds_copies(stream) else kind_of(act, name, stream, ImportOptions())
    document = documents_actions.store_stream(
        owner=act.chain, name=name, stream=stream, media_type="application/octet-stream", at=act.at
    )
    digest = documents_queries.digest_of(stream)
    return interchange_actions.receive_file(
        act, RunDraft(file_name=name, sha256=digest, kind=kind, document_id=document)
    )


def see(act: Act, run_id: int) -> Seen | None:
    """A file of this entity: what taking it in would say now, or what it said when it was taken."""
    run = interchange_queries.run(act.entity_id, run_id)
    if run is None:
        return None
    options = _options(run)
    if run.state is RunState.TAKEN or run.document_id is None:
        answer = answer_from(run.file_name, run.kind, run.encoding, run.result)
        return Seen(run=run, answer=replace(answer, is_taken=run.state is RunState.TAKEN), options=options)
    if run.kind == COPIES:
        matched, owners = match_pdfs(act, run.file_name, documents_queries.content(run.document_id))
        return Seen(run=run, answer=matched, options=options, copies=owners, is_open=True)
    with documents_queries.opened(run.document_id) as stream:
        looked = look(act, run.file_name, stream, options)
        mapping = options.mapping or remembered(act, run.file_name, stream, options) or looked.mapping
        answer = foretell(act, load(act, run.file_name, stream, options))
    return Seen(run=run, answer=answer, options=options, looked=looked, mapping=mapping, is_open=True)


@transaction.atomic
def answer_about(act: Act, run: Run, options: ImportOptions, *, titles: tuple[str, ...] = ()) -> None:
    """Notes a person's answers. With `titles`, the reading of the columns is kept for files like it."""
    assert run.document_id is not None
    with documents_queries.opened(run.document_id) as stream:
        kind = kind_of(act, run.file_name, stream, options)
    interchange_actions.answer_file(act, run_id=run.id, options=options_json(options), kind=kind)
    if titles and options.mapping is not None:
        key = interchange_queries.headers_key(titles)
        interchange_actions.keep_mapping(act, headers_key=key, mapping=options.mapping)


def take(act: Act, run: Run, *, skip_rejected: bool) -> FileAnswer:
    """Takes a file that waits into the books, whole, or what is not refused of it."""
    options = replace(_options(run), skip_rejected=skip_rejected, run_id=run.id, document_id=run.document_id)
    assert run.document_id is not None
    if run.kind == COPIES:
        return attach_pdfs(act, run.file_name, documents_queries.content(run.document_id), options)
    with documents_queries.opened(run.document_id) as stream:
        return import_loaded(act, load(act, run.file_name, stream, options), options)


def refused_file(act: Act, seen: Seen) -> tuple[str, bytes]:
    """The refused lines of a file with their reasons, to be corrected and brought back."""
    run, kept = seen.run, seen.run.result.get("refused_document")
    name = refused_name(seen.answer)
    if seen.looked is None and kept:
        return name, documents_queries.content(kept)
    if seen.looked is None or run.document_id is None:
        return name, refused_csv(seen.answer, None)
    with documents_queries.opened(run.document_id) as stream:
        return name, refused_csv(seen.answer, load(act, run.file_name, stream, seen.options))


def refused_lines(act: Act, answer: FileAnswer) -> bytes:
    """The refused lines of a file that was taken without them, as they were kept beside it."""
    run = None if answer.run_id is None else interchange_queries.run(act.entity_id, answer.run_id)
    kept = None if run is None else run.result.get("refused_document")
    return refused_csv(answer, None) if kept is None else documents_queries.content(kept)


def _options(run: Run) -> ImportOptions:
    """What a person said of a file; nothing, where it was said to another version."""
    try:
        return options_from(run.options)
    except (MappingError, ValueError):
        return ImportOptions()
