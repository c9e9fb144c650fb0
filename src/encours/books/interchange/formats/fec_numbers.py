"""The numbers of a FEC's documents: each its own, the first line of the file that asks has it."""

import re
import sqlite3
import weakref

from encours.ground.kernel.text import number_key

CACHE_KIBIBYTES = 4_096

Document = tuple[str, str, str, str]
"""Whose number is asked for: journal, entry, customer and piece of its lines."""

_BESIDE_FIGURES = re.compile(r"[^0-9a-z]")


def key_of(number: str) -> str:
    """`kernel.text.number_key`, without its work on accents where there are none: it is asked per line."""
    if not number.isascii():
        return number_key(number)
    return number.lower() if number.isalnum() else _BESIDE_FIGURES.sub("", number.lower())


class Numbers:
    """Who has which number, kept in a nameless table on disk: there may be as many as lines (`names.Names`)."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._table.close)
        self._table.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute(
            "CREATE TABLE taken (key TEXT PRIMARY KEY, owner TEXT, number TEXT) WITHOUT ROWID"
        )
        self._table.execute("CREATE TABLE brought (reference TEXT PRIMARY KEY, count INT) WITHOUT ROWID")
        self._table.execute("CREATE TABLE claimed (number TEXT PRIMARY KEY) WITHOUT ROWID")
        self._table.execute("BEGIN")
        self._last = ("", "")
        self.count = 0
        self.without_own = 0

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
            is_new = self._take(f"{what}:{key_of(number) or number}", owner, number)
            if is_new is not None:
                self.without_own += is_new and rank > 0
                self._last = (owner, number)
                return number, is_new
        return f"{journal}-{line}", True

    def bring(self, reference: str) -> None:
        """Counts an item brought forward by its reference."""
        self._table.execute(
            "INSERT INTO brought VALUES (?, 1) ON CONFLICT (reference) DO UPDATE SET count = count + 1",
            (reference,),
        )

    def is_of_invoice(self, number: str) -> bool:
        """See `Names`."""
        key = f"invoice:{key_of(number) or number}"
        found = self._table.execute("SELECT number FROM taken WHERE key = ?", (key,)).fetchone()
        return found is not None and found[0].strip() == number

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

    def _take(self, key: str, owner: str, number: str) -> bool | None:
        """True when the number was free, False when it is the owner's already, None when another has it."""
        if self._table.execute("INSERT OR IGNORE INTO taken VALUES (?, ?, ?)", (key, owner, number)).rowcount:
            return True
        (before,) = self._table.execute("SELECT owner FROM taken WHERE key = ?", (key,)).fetchone()
        return False if before == owner else None
