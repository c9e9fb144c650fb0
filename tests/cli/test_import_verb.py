"""`encours import`: its answer, its exit code, the refused lines beside the file."""

import argparse
import json
from pathlib import Path

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables.models import Customer, Invoice
from encours.faces.cli import import_verb
from tests.factories import a_member, an_entity
from tests.flows.importing import INVOICES, rows
from tests.interchange.fec_made import written, year

pytestmark = pytest.mark.django_db

GOOD = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "15/10/2026", "100"))
BAD = GOOD + rows(
    ("F-2", "=cmd()", "02/09/2026", "15/10/2026", "200"), ("F-3", "Martin", "31/02/2026", "", "x")
)


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def run(*words: object) -> int:
    """The verb as a person types it."""
    parser = argparse.ArgumentParser(prog="encours import")
    import_verb.arguments(parser)
    return import_verb.run(parser.parse_args([str(word) for word in words]))


def written_to(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_the_answer_has_the_shape_of_the_contract(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(written_to(tmp_path, "fec.txt", written(year())), "--terms", 30, "--json") == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert list(file) == [
        "file", "kind", "encoding", "accepted", "already_known", "rejected", "warnings", "totals",
    ]  # fmt: skip
    assert (file["file"], file["kind"], file["encoding"]) == ("fec.txt", "fec", "utf-8")
    assert file["accepted"] == {
        "customers": 3, "invoices": 3, "credit_notes": 1, "payments": 3, "allocations": 5, "opening_items": 1,
    }  # fmt: skip
    assert file["totals"]["EUR"] == {
        "opening": "100.00", "invoiced": "420.00", "credited": "12.00", "paid": "213.00", "other": "5.00",
        "open": "300.00",
    }  # fmt: skip


def test_a_refused_line_ends_with_one_and_changes_nothing(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(written_to(tmp_path, "factures.csv", BAD), "--json") == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {(r["line"], r["field"], r["code"]) for r in file["rejected"]} >= {
        (3, "customer_name", "formula"), (4, "issued_on", "date_impossible"),
    }  # fmt: skip
    assert (file["accepted"], Customer.objects.count()) == ({"customers": 1, "invoices": 1}, 0)


def test_the_rest_can_be_taken_and_the_refused_lines_stand_beside_with_their_reasons(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(written_to(tmp_path, "factures.csv", BAD), "--skip-rejected") == 0
    assert list(Invoice.objects.values_list("number", flat=True)) == ["F-1"]
    beside = (tmp_path / "factures-refus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert beside[0].startswith("N° de facture;Client;")
    assert beside[0].endswith("Ligne refusée;Colonne refusée;Motif du refus")
    assert beside[1].startswith("F-2;'=cmd()")
    assert "n'existe pas" in beside[2]
    assert "factures-refus.csv" in capsys.readouterr().err


def test_refused_lines_can_be_corrected_and_brought_back(entity: CreditorEntity, tmp_path: Path) -> None:
    run(written_to(tmp_path, "factures.csv", BAD), "--skip-rejected")
    beside = (tmp_path / "factures-refus.csv").read_text(encoding="utf-8-sig")
    mended = (
        beside.replace("'=cmd()", "Roy")
        .replace("31/02/2026", "03/09/2026")
        .replace(";;x;", ";16/10/2026;30;")
    )
    assert run(written_to(tmp_path, "mended.csv", mended)) == 0
    assert sorted(Invoice.objects.values_list("number", flat=True)) == ["F-1", "F-2", "F-3"]


def test_refused_lines_name_the_column_as_the_file_does(entity: CreditorEntity, tmp_path: Path) -> None:
    """They said `due_on`, where the file itself says «Échéance»."""
    wrong = INVOICES + rows(("F-3", "Martin", "01/09/2026", "31/02/2026", "x"))
    run(written_to(tmp_path, "factures.csv", wrong), "--skip-rejected")
    beside = (tmp_path / "factures-refus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ";Échéance, Montant TTC;" in beside[1].replace('"', "")


def test_a_list_of_unclear_kind_says_what_to_add(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Date;Client;Montant;Facture\n15/03/2026;Lumen SAS;120;F-1\n"
    assert run(file := written_to(tmp_path, "mars.csv", text)) == 1
    assert "--as payments" in capsys.readouterr().out
    assert run(file, "--as", "payments") == 0


def test_what_is_asked_is_said_once(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The order of day and month was told as a remark, then as a question."""
    text = INVOICES + rows(("F-1", "Dupont", "01/09/2026", "02/10/2026", "100"))
    run(written_to(tmp_path, "factures.csv", text))
    assert capsys.readouterr().out.count("jour/mois/année") == 1


def test_refused_lines_of_a_fec_are_written_as_they_stood(entity: CreditorEntity, tmp_path: Path) -> None:
    broken = written(year()).replace(b"120,00", b"121,00", 1)
    assert run(written_to(tmp_path, "fec.txt", broken), "--terms", 30) == 1
    assert run(written_to(tmp_path, "fec.txt", broken), "--terms", 30, "--skip-rejected") == 0
    beside = (tmp_path / "fec-refus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert beside[0].startswith("JournalCode;JournalLib;EcritureNum;")
    assert "équilibrée" in beside[1] and beside[1].startswith("VE;Ventes;2;")


def test_a_dry_run_says_the_same_and_changes_nothing(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written_to(tmp_path, "factures.csv", GOOD)
    assert run(file, "--dry-run", "--json") == 0
    foretold = json.loads(capsys.readouterr().out)
    assert Customer.objects.count() == 0
    assert run(file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == foretold


def test_columns_can_be_told_inline_and_in_a_file(entity: CreditorEntity, tmp_path: Path) -> None:
    odd = "Aa;Bb;Cc;Dd;Ee\nF-1;Dupont;2026-09-01;2026-10-01;100\n"
    table = written_to(tmp_path, "odd.csv", odd)
    pairs = "Aa=number,Bb=customer_name,Cc=issued_on,Dd=due_on,Ee=total"
    assert run(table) == 1
    assert run(table, "--mapping", pairs) == 1
    assert run(table, "--as", "invoices", "--mapping", pairs) == 0
    toml = 'kind = "invoices"\n[columns]\n' + "".join(
        f'{p.split("=")[0]} = "{p.split("=")[1]}"\n' for p in pairs.split(",")
    )
    again = written_to(tmp_path, "odd2.csv", odd.replace("F-1", "F-2"))
    assert run(again, "--mapping", written_to(tmp_path, "m.toml", toml)) == 0
    assert Invoice.objects.count() == 2


def test_the_entity_must_be_clear(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = an_entity(name="Autre maison")
    a_member(other)
    file = written_to(tmp_path, "factures.csv", GOOD)
    assert run(file) == 1
    assert run(file, "--entity", "Autre maison") == 0
    assert Customer.objects.get().entity_id == other.pk
    assert run(tmp_path / "absent.csv", "--entity", other.pk) == 1
    assert "absent.csv" in capsys.readouterr().err


def test_in_an_empty_installation_the_files_may_come_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = written_to(tmp_path, "factures.csv", GOOD), written_to(tmp_path, "fausses.csv", BAD)
    assert run(bad) == 1
    assert run(good, "--dry-run") == 0
    assert not CreditorEntity.objects.exists(), "nothing is changed by a dry run or a refusal"
    assert run(good, "--entity", "Atelier Morel") == 0
    entity = CreditorEntity.objects.get()
    assert (entity.name, entity.is_sending_on) == ("Atelier Morel", False)
    assert "Livres ouverts pour" in capsys.readouterr().err
    again = GOOD.replace("F-1", "F-9")
    assert run(written_to(tmp_path, "suite.csv", again)) == 0, "the next file finds the same books"
    assert set(Invoice.objects.values_list("entity_id", flat=True)) == {entity.pk}
    assert run(good, "--entity", "Quelqu'un d'autre") == 1


def test_a_file_that_is_not_there_is_said_in_json_too_and_nothing_is_taken(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written_to(tmp_path, "factures.csv", GOOD)
    assert run(good, tmp_path / "absent.csv", tmp_path, "--json") == 1
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(Path(f["file"]).name, f["rejected"][0]["code"]) for f in files] == [
        ("absent.csv", "file_not_found"),
        (tmp_path.name, "file_not_found"),
    ]
    assert not Invoice.objects.exists()


def test_a_person_reads_words_and_what_to_add(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(written_to(tmp_path, "fec.txt", written(year()))) == 1
    told = capsys.readouterr().out
    assert "--terms" in told
    assert run(tmp_path / "fec.txt", "--terms", 30) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].strip() == (
        "nouveau\u00a0: clients 3, factures 3, avoirs 1, règlements 3, affectations 5, à-nouveaux 1"
    )
    assert "--terms" not in "".join(told)


def test_refused_lines_that_cannot_be_written_beside_are_said(
    entity: CreditorEntity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fausses-refus.csv").mkdir()
    assert run(written_to(tmp_path, "fausses.csv", BAD), "--skip-rejected") == 0
    assert "fausses-refus.csv" in capsys.readouterr().err
    assert Invoice.objects.get().number == "F-1"


def test_wrong_words_are_a_matter_of_usage(entity: CreditorEntity, tmp_path: Path) -> None:
    for words in (["--terms", "-3", "x.csv"], ["--as", "rien", "x.csv"], []):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == 2
