"""Movements laid aside on disk by customer, some thousand at a time, each customer whole in one bucket."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple
from zlib import crc32

from encours.books.interchange.formats.fec_columns import BETWEEN, Moves, joined
from encours.books.interchange.formats.fec_spool import Spool, packed, unpacked
from encours.ground.kernel.text import search_key

AT_ONCE = 4_096


class Moved(NamedTuple):
    """Movements of some customers as `Moves`; `becomes` says what each becomes (`fec_journals`)."""

    becomes: bytes
    lines: list[int]
    minors: list[int]
    customers: list[str]
    days: list[str]
    pieces: list[str]
    piece_days: list[str]
    labels: list[str]
    letters: list[str]
    letter_days: list[str]

    def only(self, wanted: bytes) -> "Moved":
        """Those beside which a one stands."""
        columns: Any = (list(compress(column, wanted)) for column in self[1:])
        return Moved(bytes(compress(self.becomes, wanted)), *columns)


class Aside:
    """Takes movements in the order of the file and gives them back by bucket.

    `numbers` are, by bucket, those of documents that must not have the one of their piece.
    """

    def __init__(self, buckets: int) -> None:
        self.bucket_of = _Buckets(buckets)
        self._rows = Spool()
        self._numbers = Spool()
        self._waiting: list[list[Any]] = [[] for _ in Moved._fields]

    @property
    def buckets(self) -> list[int]:
        """The buckets that hold something."""
        return self._rows.buckets

    def add(self, becomes: bytes, moves: Moves) -> None:
        """Lays movements aside."""
        columns = (
            becomes,
            moves.lines,
            moves.minors,
            moves.customers,
            moves.days,
            moves.pieces,
            moves.piece_days,
            moves.labels,
            moves.letters,
            moves.letter_days,
        )
        for waiting, column in zip(self._waiting, columns, strict=True):
            waiting.extend(column)
        if len(self._waiting[0]) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Writes what still waits."""
        columns: list[Sequence[Any]] = [*self._waiting]
        buckets = list(map(self.bucket_of.__getitem__, self._waiting[Moved._fields.index("customers")]))
        sizes = sorted(Counter(buckets).items())
        if len(sizes) > 1:
            in_order = itemgetter(*sorted(range(len(buckets)), key=buckets.__getitem__))
            columns = list(map(in_order, columns))
        start = 0
        for bucket, size in sizes:
            becomes, lines, minors, *texts = (column[start : start + size] for column in columns)
            start += size
            self._rows.write(
                (bytes(becomes), packed(lines), packed(minors), *map(joined, texts)), bucket=bucket
            )
        for waiting in self._waiting:
            waiting.clear()

    def number(self, numbers: Mapping[int, str], customers: Mapping[int, str]) -> None:
        """Says the numbers of documents by their lines, and whose they are."""
        by_bucket: dict[int, dict[int, str]] = {}
        for line, number in numbers.items():
            by_bucket.setdefault(self.bucket_of[customers[line]], {})[line] = number
        for bucket, own in by_bucket.items():
            self._numbers.write((list(own), list(own.values())), bucket=bucket)

    def forget_numbers(self) -> None:
        """As if none had been said."""
        self._numbers = Spool()

    def read(self, bucket: int) -> tuple[Moved, dict[int, str]]:
        """The movements of a bucket in the order of the file, and the numbers of documents by line."""
        becomes, lines, minors, *texts = zip(*self._rows.read(bucket=bucket), strict=True)
        whole = (BETWEEN.join(column).split(BETWEEN) for column in texts)
        moved = Moved(b"".join(becomes), unpacked(b"".join(lines)), unpacked(b"".join(minors)), *whole)
        numbers: dict[int, str] = {}
        for own_lines, own_numbers in self._numbers.read(bucket=bucket):
            numbers.update(zip(own_lines, own_numbers, strict=True))
        return moved, numbers


class _Buckets(dict[str, int]):
    """The bucket of each customer; customers that are written alike share one."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, customer: str) -> int:
        self[customer] = value = crc32(search_key(customer).encode()) % self._count
        return value
