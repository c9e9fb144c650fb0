"""A long FEC is read in parts: each customer whole in one of them, and memory does not follow the lines."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from encours.books.interchange.formats import encoding, fec_aside, fec_scan, fec_sort, fec_spool, limits
from encours.books.interchange.formats.fec_spool import Spool
from encours.books.interchange.formats.reader import read, read_in_parts
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import Parsed, in_parts, whole
from tests.interchange.fec_made import Line, entry, written, year

pytestmark = pytest.mark.slow

Part = tuple[str, int, str, str]


def busy(entries: int, *, customers: int = 50) -> Iterator[Line]:
    """Sales and their payments, each of another customer than the one before; one line in two is a customer's."""
    for rank in range(entries):
        who, letter = f"C{rank % customers}", f"L{rank}"
        sale: list[Part] = [("411000", 1000 + rank, who, letter), ("706000", -1000 - rank, "", "")]
        paid: list[Part] = [("512000", 1000 + rank, "", ""), ("411000", -1000 - rank, who, letter)]
        yield from entry("VE", f"V{rank}", "20250401", *sale, piece=f"F{rank}")
        yield from entry("BQ", f"B{rank}", "20250501", *paid, piece=f"VIR {rank}")


def parts_of(content: bytes) -> Parsed:
    return read_in_parts(io.BytesIO(content), "fec.txt", options=Options(term_days=30))


def as_sets(parsed: Parsed) -> list[object]:
    names = ("invoices", "credit_notes", "payments", "opening_items", "others", "allocations", "customers")
    return [*(sorted(map(repr, getattr(parsed, name))) for name in names), parsed.totals, parsed.questions]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_parts_together_say_what_the_whole_says(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = written([*year(), *busy(200)])
    at_once = read(io.BytesIO(content), "fec.txt", options=Options(term_days=30))
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", size)
    monkeypatch.setattr(fec_aside, "AT_ONCE", 7)
    parsed = parts_of(content)
    assert as_sets(whole(parsed)) == as_sets(at_once)
    assert [str(found.message) for found in whole(parsed).warnings] == [
        str(w.message) for w in at_once.warnings
    ]
    owners = [{customer.key for customer in part.customers} for part in in_parts(parsed)]
    assert sum(map(len, owners)) == len(set().union(*owners)) == len(parsed.customers)
    assert len(owners) > 1 or size == 1000


def test_a_number_made_for_one_document_may_be_what_another_asks_for() -> None:
    """F1 stands twice: the second becomes F1/5, which must not be told from F15 by a stroke alone."""
    sales = [
        line
        for rank, (number, piece) in enumerate(
            (("4", "F1"), ("5", "F1"), ("6", "F15"), ("7", "F2"), ("7", "F2"))
        )
        for line in entry(
            "VE",
            number,
            "20250401",
            ("411000", 100 + rank, "C", ""),
            ("706000", -100 - rank, "", ""),
            piece=piece,
        )
    ]
    invoices = read(io.BytesIO(written(sales)), "fec.txt", options=Options(term_days=30)).invoices
    assert [invoice.number for invoice in invoices] == ["F1", "F1/5", "F15/6", "F2"]
    assert invoices[-1].total_minor == 103 + 104


def test_the_parts_can_be_gone_through_again() -> None:
    parsed = parts_of(written(year()))
    assert [len(part.invoices) for part in in_parts(parsed)] == [
        len(part.invoices) for part in in_parts(parsed)
    ]
    assert whole(parsed) == whole(parsed)


def test_memory_does_not_follow_the_number_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is held at once made smaller, so that a few thousand lines show it."""
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 400)
    monkeypatch.setattr(fec_aside, "AT_ONCE", 400)
    monkeypatch.setattr(fec_scan, "AT_ONCE", 100)
    monkeypatch.setattr(fec_spool, "IN_MEMORY_BYTES", 10_000)
    monkeypatch.setattr(limits, "LINE_BYTES", 50_000)
    monkeypatch.setattr(encoding, "CHUNK_BYTES", 50_000)
    _peak(written(year()))
    short, long = (_peak(written(list(busy(entries, customers=500)))) for entries in (1_000, 4_000))
    assert long < short * 1.5


def _peak(content: bytes) -> int:
    """Bytes held at most while a file is read and its parts are gone through, its own content beside."""
    tracemalloc.start()
    try:
        parsed = parts_of(content)
        assert sum(len(part.invoices) for part in in_parts(parsed)) > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_is_laid_aside_comes_back_in_order_by_bucket() -> None:
    spool = Spool()
    spool.write([[1, "a", b"\xff"]], bucket=2)
    spool.write([[2, "é", b""]], bucket=0)
    spool.write([[3, "x" * 2_000_000, b""]], bucket=2)
    assert spool.buckets == [0, 2]
    assert [row[0] for rows in spool.read(bucket=2) for row in rows] == [1, 3]
    assert [row[1] for rows in spool.read(bucket=0) for row in rows] == ["é"]
    assert list(spool.read(bucket=9)) == []
