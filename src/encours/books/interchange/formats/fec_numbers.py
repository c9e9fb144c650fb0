"""The numbers of a FEC's documents: each its own, the first line of the file that asks has it."""

import sqlite3
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from encours.books.interchange.formats.fec_columns import keys_of

CACHE_KIBIBYTES = 4_096
AT_ONCE = 1 << 16
MOST_TRIED = 1 << 16

Document = tuple[str, str, str, str]
"""Whose number is asked for: journal, entry, customer and piece of its lines."""


class Claims:
    """What lines ask for. Of each eight bytes are kept: of a million lines eight megabytes."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, numbers: Sequence[str]) -> None:
        """Notes the numbers that some lines ask for."""
        self._hashes.extend(map(hash, names_of(numbers)))

    def contested(self) -> set[int]:
        """What several lines ask for, or a line that has no number. Bytes may be alike by chance: who is sent
        to look for nothing finds that the number is free."""
        found: set[int] = set()
        parts = 1 + len(self._hashes) // AT_ONCE
        for part in range(parts):
            own = self._hashes if parts == 1 else [one for one in self._hashes if one % parts == part]
            if len(set(own)) < len(own):
                found.update(one for one, count in Counter(own).items() if count > 1)
        return found | {_NONE} if _NONE in self._hashes else found

    def among(self, tried: Collection[int]) -> set[int]:
        """Those of these that a line asks for."""
        return set(filter(tried.__contains__, self._hashes)) if tried else set()


def names_of(numbers: Sequence[str]) -> list[str]:
    """What a number must not share with another; a number without figures or letters is taken as it stands."""
    keys = keys_of(numbers)
    return [key or number for key, number in zip(keys, numbers, strict=True)] if "" in keys else keys


_NONE = hash("")


class Taken:
    """Who has which number, kept in a nameless table on disk: there may be as many as lines.

    `tried` are the names of numbers that were looked for in place of a line's own.
    """

    def __init__(self) -> None:
        self._table = _table("taken (key TEXT PRIMARY KEY, owner TEXT)")
        weakref.finalize(self, self._table.close)
        self._last = ("", "")
        self.without_own = 0
        self.tried: set[int] = set()

    def of(self, what: str, about: Document, *, line: int) -> tuple[str, bool]:
        """The document's number, and whether it is a new document.

        With the entry's where it has none of its own or shares it. Several lines of one entry for
        one customer and piece are one document.
        """
        journal, entry, customer, piece = about
        owner = f"{what}\0{journal}\0{entry}\0{customer}\0{piece}"
        if owner == self._last[0]:
            return self._last[1], False
        journal = journal.strip()
        for rank in range(3):
            match rank:
                case 0:
                    number = piece
                case 1:
                    number = f"{piece}/{entry}" if piece else f"{journal}-{entry}"
                case _:
                    number = f"{piece or journal}/{entry}/{line}"
            if not number:
                continue
            (name,) = names_of([number])
            if rank and len(self.tried) <= MOST_TRIED:
                self.tried.add(hash(name))
            is_new = self._take(f"{what}:{name}", owner)
            if is_new is not None:
                self.without_own += is_new and rank > 0
                self._last = (owner, number)
                return number, is_new
        return f"{journal}-{line}", True

    def _take(self, key: str, owner: str) -> bool | None:
        """True when the number was free, False when it is the owner's already, None when another has it."""
        if self._table.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (key, owner)).rowcount:
            return True
        (before,) = self._table.execute("SELECT owner FROM taken WHERE key = ?", (key,)).fetchone()
        return False if before == owner else None


class Numbers:
    """The numbers of a whole file, in nameless tables on disk (`names.Names`).

    `invoices` gives the numbers of all invoices, some at a time: it is asked the first time that they are wanted.
    """

    def __init__(self, invoices: Callable[[], Iterable[Iterable[str]]]) -> None:
        self._invoices: Callable[[], Iterable[Iterable[str]]] | None = invoices
        self._table = _table(
            "brought (reference TEXT PRIMARY KEY, count INT)",
            "claimed (number TEXT PRIMARY KEY)",
            "invoices (number TEXT PRIMARY KEY)",
        )
        weakref.finalize(self, self._table.close)

    def bring(self, references: Iterable[str]) -> None:
        """Counts items brought forward by their references."""
        self._table.executemany(
            "INSERT INTO brought VALUES (?, 1) ON CONFLICT (reference) DO UPDATE SET count = count + 1",
            zip(references, strict=True),
        )

    def is_of_invoice(self, number: str) -> bool:
        """See `Names`."""
        if self._invoices is not None:
            for numbers in self._invoices():
                self._table.executemany(
                    "INSERT OR IGNORE INTO invoices VALUES (?)", zip(numbers, strict=True)
                )
            self._invoices = None
        query = "SELECT 1 FROM invoices WHERE number = ?"
        return self._table.execute(query, (number,)).fetchone() is not None

    def is_alone(self, reference: str) -> bool:
        """See `Names`."""
        query = "SELECT count FROM brought WHERE reference = ?"
        return bool(self._table.execute(query, (reference,)).fetchone() == (1,))

    def is_claimed(self, number: str) -> bool:
        """See `Names`."""
        query = "SELECT 1 FROM claimed WHERE number = ?"
        return self._table.execute(query, (number,)).fetchone() is not None

    def claim(self, number: str) -> None:
        """See `Names`."""
        self._table.execute("INSERT OR IGNORE INTO claimed VALUES (?)", (number,))

    def begin(self) -> None:
        """See `Names`."""
        self._table.execute("DELETE FROM claimed")


def _table(*tables: str) -> sqlite3.Connection:
    """A database without a name that holds these, gone once it is closed."""
    found = sqlite3.connect("", isolation_level=None)
    found.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
    found.execute("PRAGMA journal_mode = OFF")
    for table in tables:
        found.execute(f"CREATE TABLE {table} WITHOUT ROWID")
    found.execute("BEGIN")
    return found
