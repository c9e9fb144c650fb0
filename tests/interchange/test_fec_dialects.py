"""Every dialect of a FEC, from a file in the repository: the same figures, and what is to be asked."""

import pytest

from encours.books.interchange.formats.records import Totals
from tests.interchange.fec_dialects import FILES, FOLDER, Made
from tests.interchange.taking import asked, read_bytes, warned
from tests.interchange.test_fec import balances

EVERY_YEAR = {"due_dates_missing": 3, "opening_dates_missing": 1}


@pytest.mark.parametrize(("name", "made"), FILES.items(), ids=FILES.keys())
def test_every_dialect_gives_the_figures_of_the_year(name: str, made: Made) -> None:
    parsed = read_bytes((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt")
    assert parsed.rejected == ()
    assert parsed.totals == {
        "EUR": Totals(opening=10000, invoiced=42000, credited=1200, paid=21300, other=500)
    }
    assert balances(parsed) == {"C1": 6000, "C2": 0, "C3": 24000}
    assert [i.number for i in parsed.invoices] == ["F-1", "F-2", "F-3"]
    assert asked(parsed) == EVERY_YEAR | made.asks
    assert warned(parsed) - {"lettering_unbalanced"} == made.warns
    assert len(parsed.allocations) == made.allocations
    names = {customer.key: customer.name for customer in parsed.customers}
    assert names["C1"] == "Épicerie Dupont"
    assert names["C2"] == dict(made.says).get("Garage Martin", "Garage Martin")


@pytest.mark.parametrize(("name", "made"), FILES.items(), ids=FILES.keys())
def test_the_files_are_those_of_our_generator(name: str, made: Made) -> None:
    assert (FOLDER / f"{name}.txt").read_bytes() == made.content()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("tab_utf8_mark", "utf-8-sig"),
        ("pipe_latin9", "iso8859-15"),
        ("tab_windows", "cp1252"),
        ("tab_cp850_crcrlf", "cp850"),
    ],
)
def test_the_code_page_of_a_file_is_found(name: str, encoding: str) -> None:
    assert read_bytes((FOLDER / f"{name}.txt").read_bytes()).encoding == encoding
