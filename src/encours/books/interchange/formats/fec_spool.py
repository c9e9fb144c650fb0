"""Rows laid aside on disk while a file is read, so that memory does not follow the length of the file."""

import marshal
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

IN_MEMORY_BYTES = 1 << 20

Row = Any
"""Plain values only (texts, integers, lists of them): they are written as they are in memory."""


class Spool:
    """Rows in the order they came, by bucket. A short file never reaches the disk.

    The file has no name in any folder and is gone with its last user.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 — lives as long as this
        weakref.finalize(self, self._file.close)
        self._chunks: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._end = 0

    def write(self, rows: Any, *, bucket: int = 0) -> None:
        """Lays rows aside behind those of the same bucket."""
        content = marshal.dumps(rows)
        self._file.seek(self._end)
        self._file.write(content)
        self._chunks[bucket].append((self._end, len(content)))
        self._end += len(content)

    def read(self, *, bucket: int = 0) -> Iterator[Any]:
        """The rows of a bucket (or what stood for them), in the pieces in which they were written."""
        for start, size in self._chunks.get(bucket, ()):
            self._file.seek(start)
            yield marshal.loads(self._file.read(size))  # noqa: S302 — what this very object wrote

    @property
    def buckets(self) -> list[int]:
        """The buckets that hold something."""
        return sorted(self._chunks)
