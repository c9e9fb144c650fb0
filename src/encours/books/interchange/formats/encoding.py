"""Which characters a text file is written in: mark, strict UTF-8, else an 8-bit code page by rule."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from encours.books.interchange.formats.issues import Code, Issue, issue

CODE_PAGES = ("cp1252", "iso8859-15", "cp850")
CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 1 << 18
SAMPLE_HIGH_RUNS = 32_768

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_STARTS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Where é è ê ë à â ä ç ù û ü î ï ô ö É stand in code page 850; as CP1252 these bytes are marks.
_CP850_LETTERS = frozenset(b"\x81\x82\x83\x84\x85\x87\x88\x89\x8a\x8b\x8c\x90\x93\x94\x96\x97")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A codec's name, and whether the file itself proves it (a mark, or valid UTF-8)."""

    name: str
    proven: bool


def detect(stream: BinaryIO, *, declared: str | None = None) -> Encoding | Issue:
    """The encoding of a whole text file, read in pieces; leaves the stream at its start.

    A mark wins, then what the user declared, then strict UTF-8, then a code page by rule:
    without a byte between 80 and 9F it is ISO-8859-15; with some, CP850 where they stand for its
    letters, else CP1252. Refuses an empty or a binary file, a declared encoding that fails, and
    UTF-8 with a few broken letters: that is a damaged file, not another code page.
    """
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return issue(Code.EMPTY if not head.strip() or len(head) < 4 else Code.BINARY)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    name = marked or declared
    if (name is None and _looks_binary(head)) or (marked != "utf-16" and _holds_nul(stream)):
        return issue(Code.BINARY)
    if name is not None:
        wrong = issue(Code.WRONG_ENCODING, encoding=name)
        return Encoding(name=codecs.lookup(name).name, proven=True) if _decodes(stream, name) else wrong
    if _decodes(stream, "utf-8"):
        return Encoding(name="utf-8", proven=True)
    return _code_page(stream)


def _looks_binary(head: bytes) -> bool:
    controls = sum(head.count(bytes([byte])) for byte in (*range(1, 9), 14, 15, *range(16, 26)))
    return head.startswith(_BINARY_STARTS) or b"\x00" in head or controls > len(head) // 100


def _holds_nul(stream: BinaryIO) -> bool:
    """Whether a byte is in it that no text holds and no database takes."""
    stream.seek(0)
    try:
        while chunk := stream.read(CHUNK_BYTES):
            if b"\x00" in chunk:
                return True
    finally:
        stream.seek(0)
    return False


def _decodes(stream: BinaryIO, name: str) -> bool:
    stream.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        while chunk := stream.read(CHUNK_BYTES):
            if "\x00" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    finally:
        stream.seek(0)
    return True


def _code_page(stream: BinaryIO) -> Encoding | Issue:
    runs: Counter[bytes] = Counter()
    tail = b""
    while runs.total() < SAMPLE_HIGH_RUNS and (chunk := stream.read(SAMPLE_BYTES)):
        runs.update(_HIGH_RUN.findall(chunk))
        tail = chunk
    stream.seek(0)
    damaged = [run for run in runs if not _is_utf8(run)]
    if sum(runs[run] for run in damaged) * 5 < runs.total():
        cut = len(damaged) == 1 and runs[damaged[0]] == 1 and tail.endswith(damaged[0])
        return issue(Code.TRUNCATED) if cut else issue(Code.WRONG_ENCODING, encoding="utf-8")
    high: Counter[int] = Counter()
    for run, count in runs.items():
        for byte in run:
            high[byte] += count
    if not any(high[byte] for byte in range(0x80, 0xA0)):
        return Encoding(name="iso8859-15", proven=False)
    letters = sum(high[byte] for byte in _CP850_LETTERS)
    latin = sum(high[byte] for byte in range(0xC0, 0x100))
    if letters > latin:
        return Encoding(name="cp850", proven=False)
    if not _decodes(stream, "cp1252"):
        return issue(Code.WRONG_ENCODING, encoding="cp1252")
    return Encoding(name="cp1252", proven=False)


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
