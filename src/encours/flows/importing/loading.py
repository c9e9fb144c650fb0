"""Reads a file with what the entity knows of files like it: currency, country, columns chosen before."""

import io
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from encours.books.creditor import queries as creditor_queries
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.formats.fec import Progress
from encours.books.interchange.formats.mapping import Mapping
from encours.books.interchange.formats.reader import Preview, preview, read_in_parts
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import Parsed
from encours.flows.importing.answer import ImportOptions
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that is open, with what it says; the records of a long one come in parts."""

    name: str
    stream: BinaryIO
    digest: str
    parsed: Parsed


def load(
    act: Act,
    name: str,
    stream: BinaryIO,
    options: ImportOptions,
    *,
    progress: Progress | None = None,
) -> Loaded:
    """Reads one file. Nothing in it raises."""
    how = reading_options(act, options, mapping=options.mapping or remembered(act, name, stream, options))
    parsed = read_in_parts(stream, name, options=how, progress=progress)
    return Loaded(name, stream, documents_queries.digest_of(stream), parsed)


def look(act: Act, name: str, stream: BinaryIO, options: ImportOptions) -> Preview:
    """What the file seems to be and how its columns would be read."""
    return preview(stream, name, options=reading_options(act, options, mapping=None))


def kind_of(act: Act, name: str, stream: BinaryIO, options: ImportOptions) -> str:
    """What a file is about: as a person said, as files like it were read, else as it looks; «» if nothing tells."""
    if options.kind is not None:
        return options.kind.value
    mapping = options.mapping or remembered(act, name, stream, options)
    return mapping.kind if mapping is not None else look(act, name, stream, options).kind or ""


def remembered(act: Act, name: str, stream: BinaryIO, options: ImportOptions) -> Mapping | None:
    """How this entity reads columns with these titles, if it ever said."""
    if not interchange_queries.has_mappings(act.entity_id):
        return None
    titles = look(act, name, stream, options).titles
    found = interchange_queries.mapping_for(act.entity_id, titles) if titles else None
    return found if found is not None and options.kind in (None, found.kind) else None


def reading_options(act: Act, options: ImportOptions, *, mapping: Mapping | None) -> Options:
    """What the reader is told: the entity's habits and a person's answers."""
    entity = creditor_queries.entity(act.entity_id)
    return Options(
        currency=entity.currency,
        country=entity.country,
        term_days=options.terms_days,
        kind=options.kind,
        mapping=mapping,
        encoding=options.encoding,
        date_order=options.date_order,
    )


def opened(source: BinaryIO | Path | bytes, closing: ExitStack) -> BinaryIO:
    """A file to read from its start, closed with the others. Raises OSError when it cannot be opened."""
    match source:
        case bytes():
            return io.BytesIO(source)
        case Path():
            return closing.enter_context(source.open("rb"))
    source.seek(0)
    return source
