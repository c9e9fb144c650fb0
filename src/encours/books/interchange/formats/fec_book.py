"""What a FEC says as a whole, and its records in parts, some customers at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.fec_aside import Aside
from encours.books.interchange.formats.fec_journals import (
    BANK_DEBIT,
    CREDIT_NOTE,
    INVOICE,
    MISC_CREDIT,
    MISC_DEBIT,
    OPENING,
    PAYMENT,
)
from encours.books.interchange.formats.fec_questions import (
    doubts,
    questions_of_customers,
    questions_of_documents,
    remarks,
)
from encours.books.interchange.formats.fec_records import Known, records_of
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.fec_sort import Sorting
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import CustomerRecord, Kind, Parsed, Totals
from encours.ground.kernel.money import Money

USELESS_SHARE = 5


def book(scan: Scan, options: Options) -> Parsed:
    """The head of a FEC: all but its records, which come part by part, each with its customers whole."""
    found = Sorting(scan, _refused_entries(scan)).run()
    customers = tuple(
        CustomerRecord(line=line, key=code, name=scan.movements.names[code], code=code)
        for code, line in scan.movements.first_lines.items()
        if code in found.aside.bucket_of
    )
    terms = None if options.term_days is None else (options.term_days, found.invoices + found.openings)
    return Parsed(
        kind=Kind.FEC,
        lines=scan.lines,
        customers=customers,
        parts=Parts(found.aside, customers, _known(options)),
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
        totals={options.currency: _totals(found.sums)} if found.aside.buckets else {},
        cash_known_on=scan.cash_on,
        doubted=doubts(scan),
    )


def _known(options: Options) -> Known:
    return Known(options.currency, None if options.term_days is None else timedelta(days=options.term_days))


class Parts:
    """The records of a FEC, a few thousand at a time; they can be gone through again."""

    def __init__(self, aside: Aside, customers: Iterable[CustomerRecord], known: Known) -> None:
        self._aside = aside
        self._customers = {customer.key: customer for customer in customers}
        self._known = known

    def __len__(self) -> int:
        return len(self._aside.buckets)

    def __contains__(self, part: object) -> bool:
        return any(found == part for found in self)

    def __iter__(self) -> Iterator[Parsed]:
        for bucket in self._aside.buckets:
            with collector_held():
                moved, numbers = self._aside.read(bucket)
                part = records_of(moved, numbers, self._customers, self._known)
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


def _totals(sums: Sequence[int]) -> Totals:
    """Of the sums of what movements become. Credit notes and payments are counted without their sign."""
    return Totals(
        opening=sums[OPENING],
        invoiced=sums[INVOICE],
        credited=-sums[CREDIT_NOTE],
        paid=-sums[PAYMENT],
        other=sums[BANK_DEBIT] + sums[MISC_DEBIT] + sums[MISC_CREDIT],
    )
