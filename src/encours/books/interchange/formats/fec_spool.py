"""Rows laid aside on disk while a file is read, so that memory does not follow the length of the file."""

import marshal
import tempfile
import weakref
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

IN_MEMORY_BYTES = 1 << 20

Piece = Any
"""Plain values only (texts, bytes, integers, lists of them): they are written as they are in memory."""

_WITHOUT_REFERENCES = 2
"""The way of `marshal` that does not look whether the same object was written before: that takes twice the time."""


class Spool:
    """Rows in the order they came, by bucket. A short file never reaches the disk.

    The file has no name in any folder and is gone with its last user.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 — lives as long as this
        weakref.finalize(self, self._file.close)
        self._chunks: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._end = 0

    def write(self, rows: Piece, *, bucket: int = 0) -> None:
        """Lays rows aside behind those of the same bucket."""
        content = marshal.dumps(rows, _WITHOUT_REFERENCES)
        self._file.seek(self._end)
        self._file.write(content)
        self._chunks[bucket].append((self._end, len(content)))
        self._end += len(content)

    def read(self, *, bucket: int = 0) -> Iterator[Piece]:
        """The rows of a bucket (or what stood for them), in the pieces in which they were written."""
        for start, size in self._chunks.get(bucket, ()):
            self._file.seek(start)
            yield marshal.loads(self._file.read(size))  # noqa: S302 — what this very object wrote

    @property
    def buckets(self) -> list[int]:
        """The buckets that hold something."""
        return sorted(self._chunks)

    def __bool__(self) -> bool:
        return bool(self._end)


def packed(numbers: Iterable[int]) -> bytes:
    """Whole numbers as bytes, to be laid aside."""
    return array("q", numbers).tobytes()


def unpacked(content: bytes) -> list[int]:
    """The numbers of `packed`."""
    numbers = array("q")
    numbers.frombytes(content)
    return numbers.tolist()
