"""Copies of invoices: PDFs alone or in a ZIP, and the invoice each belongs to by its file's name."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.workbook import ARCHIVE_ERRORS
from encours.ground.kernel.text import number_key

SHORTEST_KEY = 3

_ZIP = b"PK\x03\x04"
_PARTS_OF_WORKBOOKS = {"[Content_Types].xml", "content.xml", "mimetype"}

_IGNORED = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFile:
    """One PDF, with the name it had."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfMatch:
    """To which invoice a file belongs. `numbers` has one number, none, or several that all fit."""

    name: str
    numbers: tuple[str, ...]

    @property
    def number(self) -> str | None:
        """The invoice's number when there is exactly one."""
        return self.numbers[0] if len(self.numbers) == 1 else None


def read_pdfs(stream: BinaryIO, name: str) -> Iterator[PdfFile | Issue]:
    """The PDFs of a file, one at a time, so that a large archive is never whole in memory.

    What is no PDF, incomplete, protected or over the caps comes as an issue whose `field` is the
    file's name; a ZIP that unfolds beyond the total stops there.
    """
    stream.seek(0)
    head = stream.read(4)
    stream.seek(0)
    if head == _ZIP:
        yield from _from_zip(stream)
    else:
        yield _checked(name, stream.read(limits.PDF_BYTES + 1))


def holds_copies(stream: BinaryIO) -> bool:
    """Whether a file is a PDF or an archive that is no workbook; leaves it at its start."""
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0)
    if not head.startswith(_ZIP):
        return b"%PDF-" in head
    try:
        with zipfile.ZipFile(stream) as archive:
            return not _PARTS_OF_WORKBOOKS & set(archive.namelist())
    except ARCHIVE_ERRORS:
        return False
    finally:
        stream.seek(0)


def bundled(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Several PDFs as one archive; those of one name stand in folders of their own."""
    target, names = io.BytesIO(), Counter[str]()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files:
            names[name] += 1
            archive.writestr(name if names[name] == 1 else f"{names[name]}/{name}", content)
    return target.getvalue()


def match_by_name(name: str, keys: "NumberKeys") -> PdfMatch:
    """The invoice whose number stands in a file's name, whole: «Facture F-2031 Dupont.pdf».

    The longest number that fits wins; a number that only continues another's digits does not fit.
    """
    stem = number_key(PurePosixPath(name.replace("\\", "/")).stem)
    fitting = [key for key in keys.within(stem) if _stands_alone(key, stem)]
    longest = max(map(len, fitting), default=0)
    found = [number for key in fitting if len(key) == longest for number in keys.numbers[key]]
    return PdfMatch(name=name, numbers=tuple(found))


class NumberKeys:
    """Invoice numbers by their key, ready to be looked for in many names."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers: dict[str, list[str]] = {}
        for number in numbers:
            key = number_key(number)
            if key:
                self.numbers.setdefault(key, []).append(number)
        self._lengths = sorted({len(key) for key in self.numbers if len(key) >= SHORTEST_KEY}, reverse=True)

    def within(self, stem: str) -> Iterator[str]:
        """Every key that is part of a name, longest first; a short one only when it is the whole name.

        A name of one or two digits says nothing: it is a page, or the second scan of the day.
        """
        if len(stem) < SHORTEST_KEY and not stem.isdecimal() and stem in self.numbers:
            yield stem
        for length in self._lengths:
            for start in range(len(stem) - length + 1):
                part = stem[start : start + length]
                if part in self.numbers:
                    yield part


def _stands_alone(key: str, stem: str) -> bool:
    for start in (found.start() for found in re.finditer(re.escape(key), stem)):
        before, after = stem[start - 1 : start], stem[start + len(key) : start + len(key) + 1]
        cut_before = before.isdecimal() and key[0].isdecimal()
        cut_after = after.isdecimal() and key[-1].isdecimal()
        if not (cut_before or cut_after):
            return True
    return False


def _from_zip(stream: BinaryIO) -> Iterator[PdfFile | Issue]:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = [
                entry
                for entry in archive.infolist()
                if not (entry.is_dir() or _IGNORED.search(entry.filename))
            ]
            if len(entries) > limits.PDF_COUNT:
                yield issue(Code.TOO_MANY_FILES, limit=limits.PDF_COUNT)
                return
            yield from _entries(archive, entries)
    except ARCHIVE_ERRORS:
        yield issue(Code.ARCHIVE_UNREADABLE)


def _entries(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[PdfFile | Issue]:
    left = limits.PDF_TOTAL_BYTES
    for entry in entries:
        if entry.flag_bits & 1:
            yield issue(Code.PASSWORD, field=entry.filename)
            continue
        with archive.open(entry) as part:
            content = part.read(limits.PDF_BYTES + 1)
        left -= len(content)
        if left < 0:
            yield issue(Code.ZIP_BOMB)
            return
        yield _checked(entry.filename, content)


def _checked(name: str, content: bytes) -> PdfFile | Issue:
    if len(content) > limits.PDF_BYTES:
        return issue(Code.TOO_BIG, field=name, limit=limits.PDF_BYTES // 1_000_000)
    if b"%PDF-" not in content[:1024]:
        return issue(Code.NOT_A_PDF, field=name)
    if b"%%EOF" not in content[-2048:]:
        return issue(Code.PDF_TRUNCATED, field=name)
    return PdfFile(name=name, content=content)
