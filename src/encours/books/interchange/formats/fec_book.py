"""What each movement of a customer's account is, in the order of the file; then parts by customer.

The second of three passes (`docs/adr/0018-a-book-of-entries-is-read-in-three-passes.md`): what decides
over the whole file is decided here, what concerns one customer in `fec_records`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zlib import crc32

from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.fec_journals import Nature, natures_of
from encours.books.interchange.formats.fec_lines import Days
from encours.books.interchange.formats.fec_numbers import Document, Numbers
from encours.books.interchange.formats.fec_questions import (
    doubts,
    questions_of_customers,
    questions_of_documents,
    remarks,
)
from encours.books.interchange.formats.fec_records import Known, place_of, records_of, true_date
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.fec_spool import Row, Spool
from encours.books.interchange.formats.issues import SHOWN_SUBJECTS, Code, issue
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import CustomerRecord, Kind, Parsed, Totals
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import search_key

USELESS_SHARE = 5
MOVES_OF_A_PART = 4_096
AT_ONCE = 8_192

# An enum's member costs a search each time it is named; these are asked for every line.
_SALES, _OPENING = Nature.SALES, Nature.OPENING


@dataclass(slots=True)
class Sorted:
    """What the second pass knows of the whole file. `numbers` and `undated` are the first to be shown."""

    spool: Spool = field(default_factory=Spool)
    sums: Totals = field(default_factory=Totals)
    met: set[str] = field(default_factory=set)
    invoices: int = 0
    openings: int = 0
    numbers: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    undated_count: int = 0
    without_number: int = 0
    names: Numbers = field(default_factory=Numbers)


def book(scan: Scan, options: Options) -> Parsed:
    """The head of a FEC: all but its records, which come part by part, each with its customers whole."""
    found = _sort(scan, _refused_entries(scan))
    customers = tuple(
        CustomerRecord(line=line, key=code, name=scan.movements.names[code], code=code)
        for code, line in scan.movements.first_lines.items()
        if code in found.met
    )
    terms = None if options.term_days is None else (options.term_days, found.invoices + found.openings)
    return Parsed(
        kind=Kind.FEC,
        lines=scan.lines,
        customers=customers,
        parts=Parts(found.spool, customers, _known(options)),
        names=found.names,
        rejected=tuple(sorted(scan.rejected, key=lambda refusal: refusal.line or 0)),
        warnings=tuple(remarks(scan, without_number=found.without_number, terms=terms)),
        questions=(
            *questions_of_documents(
                (found.numbers, found.invoices if options.term_days is None else 0),
                (found.undated, found.undated_count),
            ),
            *questions_of_customers(scan),
        ),
        totals={options.currency: found.sums} if found.met else {},
        cash_known_on=scan.cash_on,
        doubted=doubts(scan),
    )


def _known(options: Options) -> Known:
    return Known(options.currency, None if options.term_days is None else timedelta(days=options.term_days))


class Parts:
    """The records of a FEC, a few thousand at a time; they can be gone through again."""

    def __init__(self, spool: Spool, customers: Iterable[CustomerRecord], known: Known) -> None:
        self._spool = spool
        self._customers = {customer.key: customer for customer in customers}
        self._known = known

    def __len__(self) -> int:
        return len(self._spool.buckets)

    def __contains__(self, part: object) -> bool:
        return any(found == part for found in self)

    def __iter__(self) -> Iterator[Parsed]:
        for bucket in self._spool.buckets:
            with collector_held():
                rows = (row for piece in self._spool.read(bucket=bucket) for row in piece)
                part = records_of(rows, self._customers, self._known)
            yield part


def _refused_entries(scan: Scan) -> set[tuple[str, str]]:
    """Entries out of balance, each refused; none where numbers plainly do not separate entries."""
    if scan.is_beyond_entries:
        if scan.left:
            scan.rejected.append(issue(Code.UNBALANCED_FILE, gap=Money(scan.left, scan.currency)))
        return set()
    total = sum(left for left, _line in scan.unbalanced.values())
    if total == 0 and len(scan.unbalanced) * USELESS_SHARE > max(scan.entries, USELESS_SHARE):
        return set()
    for (journal, entry), (left, line) in scan.unbalanced.items():
        scan.rejected.append(
            issue(
                Code.UNBALANCED_ENTRY,
                line=line,
                field="EcritureNum",
                entry=entry.strip(),
                journal=journal.strip(),
                gap=Money(left, scan.currency),
            )
        )
    return {(journal, entry.strip()) for journal, entry in scan.unbalanced}


def _sort(scan: Scan, refused: set[tuple[str, str]]) -> Sorted:
    """Goes through customers' lines in the order of the file: nature, number, sums, bucket."""
    found, days = Sorted(), Days()
    kinds = _Kinds(natures_of(scan.journals, scan.families))
    buckets = _Buckets(1 + scan.kept_count // MOVES_OF_A_PART)
    waiting: dict[int, list[Row]] = defaultdict(list)
    moves = scan.movements.moves(scan.kept.read(), scan.refuse)
    for rank, move in enumerate(moves):
        line, minor, touches, journal, entry, day, customer, piece, piece_day, label, letter, lettered = move
        if not minor or (refused and (journal, entry) in refused):
            continue
        kind = kinds[journal, touches]
        number = ""
        if kind.nature is _SALES:
            number = _document(found, (journal, entry, customer, piece), line, minor)
        elif kind.nature is _OPENING:
            found.names.bring(piece)
            _opening(found, scan, customer, (days[day], days[piece_day]))
        if minor > 0:
            kind.debits += minor
        else:
            kind.credits -= minor
        what = kind.debit if minor > 0 else kind.credit
        waiting[buckets[customer]].append(
            (what, number, line, minor, customer, day, piece, piece_day, label, letter, lettered)
        )
        if not rank % AT_ONCE:
            _lay_aside(found.spool, waiting)
    _lay_aside(found.spool, waiting)
    found.sums = _totals(kinds.values())
    found.met = set(buckets)
    found.without_number = found.names.without_own
    return found


def _lay_aside(spool: Spool, waiting: dict[int, list[Row]]) -> None:
    for bucket, rows in waiting.items():
        spool.write(rows, bucket=bucket)
    waiting.clear()


@dataclass(slots=True)
class _Kind:
    """What entries of a journal that touch the same accounts are, what their debits and credits become,
    and what they add up to."""

    nature: Nature
    debit: int
    credit: int
    debits: int = 0
    credits: int = 0


class _Kinds(dict[tuple[str, int], _Kind]):
    """The kind of an entry by its journal and what it touches."""

    def __init__(self, natures: Mapping[tuple[str, int | None], Nature]) -> None:
        super().__init__()
        self._natures = natures

    def __missing__(self, same: tuple[str, int]) -> _Kind:
        nature = self._natures.get(same) or self._natures[same[0], None]
        self[same] = value = _Kind(nature, place_of(nature, is_debit=True), place_of(nature, is_debit=False))
        return value


def _totals(kinds: Iterable[_Kind]) -> Totals:
    """Credit notes and payments are counted without their sign."""
    debits, credits = Counter[Nature](), Counter[Nature]()
    for kind in kinds:
        debits[kind.nature] += kind.debits
        credits[kind.nature] += kind.credits
    return Totals(
        opening=debits[Nature.OPENING] - credits[Nature.OPENING],
        invoiced=debits[Nature.SALES],
        credited=credits[Nature.SALES],
        paid=credits[Nature.CASH],
        other=debits[Nature.CASH] + debits[Nature.OTHER] - credits[Nature.OTHER],
    )


def _document(found: Sorted, about: Document, line: int, minor: int) -> str:
    """The number of an invoice or a credit note; new invoices are counted."""
    number, is_new = found.names.of("invoice" if minor > 0 else "credit_note", about, line=line)
    if is_new and minor > 0:
        found.invoices += 1
        if len(found.numbers) < SHOWN_SUBJECTS:
            found.numbers.append(number)
    return number


def _opening(found: Sorted, scan: Scan, customer: str, days: tuple[date | None, date | None]) -> None:
    found.openings += 1
    as_of, piece_on = days
    if as_of is not None and true_date(piece_on, as_of) is None:
        found.undated_count += 1
        if len(found.undated) < SHOWN_SUBJECTS:
            found.undated.append(scan.movements.names[customer])


class _Buckets(dict[str, int]):
    """The bucket of each customer; customers that are written alike share one."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, customer: str) -> int:
        self[customer] = value = crc32(search_key(customer).encode()) % self._count
        return value
