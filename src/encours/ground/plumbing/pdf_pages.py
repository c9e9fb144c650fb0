"""Several PDFs in one, and how many pages one has; a damaged or locked one is told, never fatal."""

import io
import logging
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

MOST_PAGES = 200
"""Of one file that somebody gave us: nobody folds more into an envelope."""
_PROBLEMS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError)
"""What a reader of PDFs may stumble over in a file of somebody's."""

logging.getLogger("pypdf").setLevel(logging.ERROR)


class PdfUnreadable(ValueError):
    """A PDF that cannot be joined: damaged, locked, too long."""


def pages_of(content: bytes) -> int:
    """How many pages a PDF has. Raises PdfUnreadable."""
    return len(_read(content).pages)


def joined(parts: Iterable[bytes], *, even: bool = False) -> bytes:
    """The pages of some PDFs one after the other; `even`: each begins on the front of a sheet.

    Raises PdfUnreadable: whoever joins asks `pages_of` of each first.
    """
    writer = PdfWriter()
    for part in parts:
        reader = _read(part)
        try:
            for page in reader.pages:
                writer.add_page(page)
            if even and len(reader.pages) % 2:
                writer.add_blank_page()
        except _PROBLEMS as problem:
            raise PdfUnreadable(type(problem).__name__) from problem
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _read(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfUnreadable("locked")
        count = len(reader.pages)
    except PdfUnreadable:
        raise
    except _PROBLEMS as problem:
        raise PdfUnreadable(type(problem).__name__) from problem
    if not 0 < count <= MOST_PAGES:
        raise PdfUnreadable("no page" if not count else "too long")
    return reader
