"""Files that nobody should take in, at the command line: each says why, ends with 1 and changes nothing."""

from pathlib import Path

import pytest

from encours.books.receivables.models import Customer, Invoice, Payment
from tests.cli.test_import_verb import run, written_to
from tests.factories import an_entity
from tests.interchange.bad_files import FILES, MANY

pytestmark = pytest.mark.django_db


def counted() -> list[int]:
    return [model.objects.count() for model in (Customer, Invoice, Payment)]


def test_each_bad_file_says_why_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    an_entity()
    for name, (file, content, why) in FILES.items():
        assert run(written_to(tmp_path, file, content), "--terms", 30) == 1, name
        told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
        assert (why in told, "refusé, rien n'est changé" in told) == (True, True), (name, told)
        assert counted() == [0, 0, 0], name
    assert [file.name for file in tmp_path.glob("*-refus.csv")] == []


def test_of_ten_thousand_refused_lines_a_hundred_are_shown_and_all_are_in_a_file_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    an_entity()
    assert run(written_to(tmp_path, "dates.csv", MANY)) == 1
    told = capsys.readouterr()
    assert told.out.count("n'existe pas") == 100
    assert "dates-refus.csv" in told.err
    beside = (tmp_path / "dates-refus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (len(beside), counted()) == (10_001, [0, 0, 0])
