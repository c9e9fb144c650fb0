"""PDFs dropped alone or in a ZIP find their invoice by the number in their name."""

import io
import zipfile

import pytest

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.issues import Issue
from encours.books.interchange.formats.pdf_zip import NumberKeys, PdfFile, match_by_name, read_pdfs
from tests.interchange.workbooks import packed

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
KEYS = NumberKeys(["F-2031", "F-203", "2031", "FA 2026/001", "12", "AV-7"])


def taken(data: bytes, name: str = "a.zip") -> list[tuple[str, str]]:
    return [
        (found.name, "pdf") if isinstance(found, PdfFile) else (found.field or "", found.code.value)
        for found in read_pdfs(io.BytesIO(data), name)
    ]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("F-2031.pdf", "F-2031"),
        ("Facture F-2031 Dupont.pdf", "F-2031"),
        ("f_2031.PDF", "F-2031"),
        ("factures/2026/F-203.pdf", "F-203"),
        ("C:\\factures\\2031 Dupont.pdf", "2031"),
        ("FA2026001-copie.pdf", "FA 2026/001"),
        ("120311.pdf", None),
        ("F-20315.pdf", None),
        ("12.pdf", None),
        ("conditions générales.pdf", None),
    ],
)
def test_the_number_in_the_name_decides(name: str, number: str | None) -> None:
    assert match_by_name(name, KEYS).number == number


def test_two_numbers_that_fit_equally_are_left_to_a_person() -> None:
    assert match_by_name("F-1001 et F-1002.pdf", NumberKeys(["F-1001", "F-1002"])).numbers == (
        "F-1001",
        "F-1002",
    )
    assert match_by_name("F1001.pdf", NumberKeys(["F-1001", "F 1001"])).number is None


def test_a_zip_gives_its_pdfs_and_names_what_is_none() -> None:
    data = packed(
        {
            "F-1.pdf": PDF,
            "dossier/F-2.pdf": PDF,
            "photo.pdf": b"\x89PNG",
            "coupe.pdf": PDF[:20],
            "__MACOSX/._F-1.pdf": b"x",
            ".DS_Store": b"x",
        }
    )
    assert taken(data) == [
        ("F-1.pdf", "pdf"), ("dossier/F-2.pdf", "pdf"), ("photo.pdf", "not_a_pdf"), ("coupe.pdf", "pdf_truncated"),
    ]  # fmt: skip


def test_a_pdf_alone_is_taken_and_anything_else_is_refused() -> None:
    assert taken(PDF, "F-1.pdf") == [("F-1.pdf", "pdf")]
    assert taken(b"hello", "F-1.pdf") == [("F-1.pdf", "not_a_pdf")]
    assert taken(b"", "F-1.pdf") == [("F-1.pdf", "not_a_pdf")]


def test_bombs_stop_at_the_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_BYTES", 1_000)
    monkeypatch.setattr(limits, "PDF_TOTAL_BYTES", 2_500)
    monkeypatch.setattr(limits, "PDF_COUNT", 5)
    big = packed({f"{rank}.pdf": bytes(5_000_000) for rank in range(4)})
    assert [code for _name, code in taken(big)] == ["too_big", "too_big", "zip_bomb"]
    many = packed({f"{rank}.pdf": PDF for rank in range(6)})
    assert taken(many) == [("", "too_many_files")]


def test_a_broken_or_protected_archive_is_said() -> None:
    data = packed({"F-1.pdf": PDF})
    assert taken(data[: len(data) // 2]) == [("", "archive_unreadable")]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.infolist()[0].header_offset
    central = data.rindex(b"PK\x01\x02")
    protected = bytearray(data)
    protected[at + 6] |= 1
    protected[central + 8] |= 1
    assert taken(bytes(protected)) == [("F-1.pdf", "password")]


def test_an_issue_is_not_mistaken_for_a_file() -> None:
    (found,) = read_pdfs(io.BytesIO(b"x"), "x.pdf")
    assert isinstance(found, Issue)


@pytest.mark.parametrize(("name", "number"), [("A-1.pdf", "A-1"), ("7.pdf", None), ("facture A-1.pdf", None)])
def test_a_short_number_is_found_only_when_it_is_the_whole_name(name: str, number: str | None) -> None:
    assert match_by_name(name, NumberKeys(["A-1", "7"])).number == number
