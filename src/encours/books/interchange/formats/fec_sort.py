"""What each movement of a customer's account is, in the order of the file; then aside by customer.

The second of three passes (`docs/adr/0018-a-book-of-entries-is-read-in-three-passes.md`): what decides
over the whole file is decided here, what concerns one customer in `fec_records`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress

from encours.books.interchange.formats.fec_aside import Aside
from encours.books.interchange.formats.fec_columns import Moves
from encours.books.interchange.formats.fec_journals import (
    CREDIT_NOTE,
    INVOICE,
    KINDS,
    OPENING,
    Kinds,
    natures_of,
    where,
)
from encours.books.interchange.formats.fec_lines import Days
from encours.books.interchange.formats.fec_moves import Movements
from encours.books.interchange.formats.fec_numbers import MOST_TRIED, Claims, Numbers, Taken, names_of
from encours.books.interchange.formats.fec_records import true_date
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.issues import SHOWN_SUBJECTS, Issue

MOVES_OF_A_PART = 16_384
ROUNDS = 3

_WORDS = {INVOICE: "invoice", CREDIT_NOTE: "credit_note"}


@dataclass(slots=True)
class Sorted:
    """What the second pass knows of the whole file. `numbers` and `undated` are the first to be shown."""

    aside: Aside
    names: Numbers
    sums: list[int] = field(default_factory=lambda: [0] * KINDS)
    invoices: int = 0
    openings: int = 0
    numbers: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    undated_count: int = 0
    without_number: int = 0


class Sorting:
    """Goes through customers' lines in the order of the file: what they become, numbers, sums, buckets."""

    def __init__(self, scan: Scan, refused: set[tuple[str, str]]) -> None:
        self._scan = scan
        self._refused = refused
        self._kinds = Kinds(natures_of(scan.journals, scan.families))
        self._days = Days()
        self._claims = {kind: Claims() for kind in _WORDS}
        aside = Aside(1 + scan.kept_count // MOVES_OF_A_PART)
        self.found = Sorted(aside, Numbers(lambda: _numbers_of_invoices(aside)))

    def run(self) -> Sorted:
        """All that is to be known of the whole file."""
        found = self.found
        for moves in self._moves(self._scan.movements, self._scan.refuse):
            becomes = self._kinds.of(moves)
            for kind in set(becomes):
                found.sums[kind] += sum(compress(moves.minors, where(becomes, kind)))
            for kind, claims in self._claims.items():
                if kind in becomes:
                    claims.add(list(compress(moves.pieces, where(becomes, kind))))
            if OPENING in becomes:
                self._bring(moves.only(where(becomes, OPENING)))
            found.invoices += becomes.count(INVOICE)
            if len(found.numbers) < SHOWN_SUBJECTS:
                found.numbers += compress(moves.pieces, where(becomes, INVOICE))
            found.aside.add(becomes, moves)
        found.aside.flush()
        found.undated = [self._scan.movements.names[customer] for customer in found.undated]
        self._settle()
        return found

    def _moves(self, movements: Movements, refuse: Callable[[Issue], None]) -> Iterator[Moves]:
        """The movements that count: neither of nothing nor of an entry that was refused."""
        refused = self._refused
        for moves in movements.moves(self._scan.kept.read(), refuse):
            if refused:
                entries = zip(moves.minors, moves.journals, moves.entries, strict=True)
                counts = [
                    bool(minor) and (code, entry.strip()) not in refused for minor, code, entry in entries
                ]
                yield moves.only(counts)
            else:
                yield moves.only(moves.minors) if 0 in moves.minors else moves

    def _bring(self, moves: Moves) -> None:
        """Counts items brought forward."""
        found, days = self.found, self._days
        found.names.bring(moves.pieces)
        found.openings += len(moves.lines)
        for customer, day, piece_day in zip(moves.customers, moves.days, moves.piece_days, strict=True):
            as_of = days[day]
            if as_of is not None and true_date(days[piece_day], as_of) is None:
                found.undated_count += 1
                if len(found.undated) < SHOWN_SUBJECTS:
                    found.undated.append(customer)

    def _settle(self) -> None:
        """Gives numbers to documents whose own is not theirs alone. Most files have few; these are gone through anew.

        A number made for one of them may be another's own: then that is contested as well. Where this
        does not come to an end soon, every number is looked up.
        """
        contested = {kind: claims.contested() for kind, claims in self._claims.items()}
        if not any(contested.values()):
            del self.found.numbers[SHOWN_SUBJECTS:]
            return
        for _round in range(ROUNDS):
            tried = self._number(contested)
            if len(tried) > MOST_TRIED:
                break
            more = {kind: claims.among(tried) - contested[kind] for kind, claims in self._claims.items()}
            if not any(more.values()):
                return
            contested = {kind: own | more[kind] for kind, own in contested.items()}
        self._number(None)

    def _number(self, contested: dict[int, set[int]] | None) -> set[int]:
        """Numbers the documents in question, all where None; gives what was tried in place of their own."""
        found, taken = self.found, Taken()
        found.numbers.clear()
        found.aside.forget_numbers()
        found.invoices = 0
        for moves in self._moves(self._scan.movements.again(), _ignore):
            becomes = self._kinds.of(moves)
            found.invoices += becomes.count(INVOICE)
            for kind in _WORDS:
                own, asked = moves.only(where(becomes, kind)), contested and contested[kind]
                names = map(hash, names_of(own.pieces))
                is_asked = [True] * len(own.lines) if asked is None else list(map(asked.__contains__, names))
                if kind != INVOICE or len(found.numbers) >= SHOWN_SUBJECTS:
                    own, is_asked = own.only(is_asked), list(filter(None, is_asked))
                self._number_some(kind, own, is_asked, taken)
        found.without_number = taken.without_own
        return taken.tried

    def _number_some(self, kind: int, moves: Moves, is_asked: list[bool], taken: Taken) -> None:
        found = self.found
        others: dict[int, str] = {}
        rows = zip(
            is_asked, moves.lines, moves.journals, moves.entries, moves.customers, moves.pieces, strict=True
        )
        for is_looked_up, line, journal, entry, customer, piece in rows:
            number, is_new = piece, True
            if is_looked_up:
                about = (journal, entry.strip(), customer, piece)
                number, is_new = taken.of(_WORDS[kind], about, line=line)
            if number != piece:
                others[line] = number
            if kind == INVOICE:
                found.invoices -= not is_new
                if is_new and len(found.numbers) < SHOWN_SUBJECTS:
                    found.numbers.append(number)
        if others:
            found.aside.number(others, dict(zip(moves.lines, moves.customers, strict=True)))


def _numbers_of_invoices(aside: Aside) -> Iterator[list[str]]:
    for bucket in aside.buckets:
        moved, numbers = aside.read(bucket)
        rows = compress(zip(moved.lines, moved.pieces, strict=True), where(moved.becomes, INVOICE))
        yield [numbers.get(line, piece) for line, piece in rows]


def _ignore(_refusal: Issue) -> None:
    """What was refused of a line was said the first time."""
