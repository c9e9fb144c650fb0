"""The files of the demonstration are byte for byte the same and are read by the importers that users have."""

import io
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from encours.books.interchange.formats.reader import read
from encours.books.interchange.formats.records import Kind, Parsed
from encours.faces.demo import writing
from encours.faces.demo.books import make_books
from encours.faces.demo.fec import COLUMNS, fec_name, fec_text
from encours.ground.kernel.money import total

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    writing.write_books(folder)
    return folder


def parsed(folder: Path, name: str) -> Parsed:
    return read(io.BytesIO((folder / name).read_bytes()), name)


def test_written_twice_every_file_is_the_same_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    make_books.cache_clear()
    again = writing.write_books(tmp_path)

    for path in again:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (writing.CUSTOMERS, Kind.CUSTOMERS),
        (writing.CONTACTS, Kind.CONTACTS),
        (writing.INVOICES, Kind.INVOICES),
        (writing.PAYMENTS, Kind.PAYMENTS),
    ],
)
def test_a_table_is_recognised_and_no_line_is_refused(folder: Path, name: str, kind: Kind) -> None:
    found = parsed(folder, name)

    assert found.kind is kind
    assert found.rejected == ()
    assert {warning.field for warning in found.warnings} <= {"term_days"}  # «45 fin de mois» has two readings


def test_the_importers_read_what_the_books_say(folder: Path) -> None:
    books = make_books()
    invoices, payments = parsed(folder, writing.INVOICES), parsed(folder, writing.PAYMENTS)

    assert len(parsed(folder, writing.CUSTOMERS).customers) == len(books.customers)
    assert len(invoices.invoices) == len(books.invoices)
    assert len(invoices.credit_notes) == len(books.credits)
    for currency in ("EUR", "CHF"):
        invoiced = total((i.total for i in books.invoices if i.total.currency == currency), currency)
        paid = total((p.amount for p in books.payments if p.amount.currency == currency), currency)
        assert invoices.totals[currency].invoiced == invoiced.minor
        assert payments.totals[currency].paid == paid.minor


def test_a_fec_has_eighteen_columns_and_each_entry_is_balanced(folder: Path) -> None:
    lines = (folder / fec_name()).read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == COLUMNS
    sums: dict[str, int] = defaultdict(int)
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS)
        sums[cells[2]] += int(cells[11].replace(",", "")) - int(cells[12].replace(",", ""))
    assert set(sums.values()) == {0}


def test_the_lettered_lines_of_a_customer_come_to_nothing() -> None:
    groups: dict[tuple[str, str], int] = defaultdict(int)
    for line in fec_text(make_books()).splitlines()[1:]:
        cells = line.split("\t")
        if cells[13]:
            groups[cells[6], cells[13]] += int(cells[11].replace(",", "")) - int(cells[12].replace(",", ""))

    assert groups
    assert set(groups.values()) == {0}


def test_the_fec_is_read_whole_and_leaves_the_same_open(folder: Path) -> None:
    found = parsed(folder, fec_name())
    lines = [line.split("\t") for line in fec_text(make_books()).splitlines()[1:]]
    receivable = [cells for cells in lines if cells[4] == "411000"]
    left = sum(int(cells[11].replace(",", "")) - int(cells[12].replace(",", "")) for cells in receivable)

    assert found.kind is Kind.FEC
    assert found.rejected == ()
    assert found.totals["EUR"].open == left


def test_each_open_invoice_has_its_pdf_named_by_its_number_in_the_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / writing.PAPERS_ZIP) as archive:
        names = archive.namelist()
        assert archive.read(names[0]).startswith(b"%PDF")
    assert names == [f"{invoice.number}.pdf" for invoice in make_books().open_invoices()]
    assert sorted(path.name for path in (folder / writing.PAPERS_FOLDER).iterdir()) == sorted(names)
