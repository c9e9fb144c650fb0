"""Which characters a file is written in: proved where it can be, by rule where not."""

import io

import pytest

from encours.books.interchange.formats.encoding import Encoding, detect
from encours.books.interchange.formats.issues import Code, Issue

FRENCH = "Société;Échéance\r\nCafé de l'été à Orléans;garçon naïf, où êtes-vous\r\n"


def found(data: bytes, declared: str | None = None) -> Encoding | Issue:
    return detect(io.BytesIO(data), declared=declared)


@pytest.mark.parametrize(
    ("codec", "name", "proven"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8-sig", True),
        ("utf-16", "utf-16", True),
        ("iso8859-15", "iso8859-15", False),
        ("cp850", "cp850", False),
    ],
)
def test_french_is_read_in_every_code_it_comes_in(codec: str, name: str, proven: bool) -> None:
    answer = found(FRENCH.encode(codec))
    assert answer == Encoding(name=name, proven=proven)


def test_windows_is_known_by_its_quotes_and_its_euro() -> None:
    assert found("L’été coûte 12 €".encode("cp1252")) == Encoding(name="cp1252", proven=False)


def test_a_euro_of_latin_9_is_a_euro() -> None:
    answer = found("Montant : 12 €".encode("iso8859-15"))
    assert isinstance(answer, Encoding)
    assert b"12 \xa4".decode(answer.name) == "12 €"


def test_what_a_person_declares_is_taken_when_it_fits() -> None:
    data = "Café".encode("cp1252")
    assert found(data, "cp1252") == Encoding(name="cp1252", proven=True)
    assert found(data, "utf-8") != Encoding(name="utf-8", proven=True)


def test_a_wrong_declaration_is_refused() -> None:
    refusal = found("Café".encode("cp1252"), "utf-8")
    assert isinstance(refusal, Issue)
    assert refusal.code is Code.WRONG_ENCODING


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY),
        (b" \r\n \r\n", Code.EMPTY),
        (b"\xef\xbb\xbf", Code.EMPTY),
        (b"\x00\x00\x00\x00\x00\x00\x00", Code.BINARY),
        (b"Client;Montant\n" * 1000 + b"Du\x00pont;1\n", Code.BINARY),
        (b"%PDF-1.7\n...", Code.BINARY),
        (b"\x89PNG\r\n\x1a\n0000", Code.BINARY),
        (b"a;b\x00\x01\x02\x03;c\n" * 30, Code.BINARY),
    ],
)
def test_nothing_and_no_text_are_refused(data: bytes, code: Code) -> None:
    refusal = found(data)
    assert isinstance(refusal, Issue)
    assert refusal.code is code


def test_utf_8_cut_in_the_middle_of_a_letter_is_truncated() -> None:
    data = (FRENCH * 20).encode()
    refusal = found(data[: data.rindex(b"\xc3") + 1])
    assert isinstance(refusal, Issue)
    assert refusal.code is Code.TRUNCATED


def test_utf_8_with_one_broken_letter_is_no_other_code_page() -> None:
    data = (FRENCH * 20).encode() + b"\xe9 la fin\n"
    refusal = found(data)
    assert isinstance(refusal, Issue)
    assert refusal.code is Code.WRONG_ENCODING
