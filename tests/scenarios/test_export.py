"""Everything taken out in open formats: a stranger reads it, adds it up and checks the journal without Encours."""

import csv
import hashlib
import json
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.installations import Installation, new_installation

_TWO = """
import sys; sys.path.insert(0, {root!r})
from tests.kill.seeding import companies
companies({{"Autre": 2}}, ready=False)
from encours.books.receivables.models import Customer
Customer.objects.filter(entity__name="Morel").order_by("pk").update(note="=1+1")
"""
ROOT = str(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def seeded(with_books: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with new_installation(tmp_path_factory.mktemp("seeded") / "home", like=with_books) as found:
        found.python(_TWO.format(root=ROOT))
        yield found


@pytest.fixture(scope="module")
def whole(seeded: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "all"
    seeded.run("export", str(folder))
    return folder


def table(folder: Path, name: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in (folder / "tables" / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]


def test_the_sums_and_the_hashes_hold(whole: Path) -> None:
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=whole, capture_output=True)
    assert checked.returncode == 0, checked.stderr
    dues = table(whole, "receivables_invoicedue")
    assert sum(Decimal(str(row["open"])) * 100 for row in dues) == sum(
        int(str(r["open_minor"])) for r in dues
    )
    assert len(list((whole / "documents").iterdir())) == 2
    assert (whole / "README.md").exists()


def test_a_stranger_checks_the_journal_by_the_words_of_the_readme(whole: Path) -> None:
    def digest(value: object) -> str:
        return hashlib.sha256(packed(value).encode()).hexdigest()

    def packed(value: object) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    previous = ""
    lines = (whole / "journal" / "entity-1.jsonl").read_text("utf-8").splitlines()
    for entry in map(json.loads, lines):
        told = [entry[k] for k in ("chain", "sequence", "kind", "subject", "actor", "recorded_at")]
        told += [packed(entry["payload"]), entry["text_hash"], entry["previous_hash"]]
        assert (entry["previous_hash"], entry["hash"]) == (previous, digest(told))
        assert entry["text_hash"] == digest([entry["salt"], entry["summary"], entry["details"]])
        previous = entry["hash"]
    assert previous


def test_no_secret_is_in_it_and_no_cell_runs(whole: Path) -> None:
    text = "\n".join(file.read_text("utf-8") for file in (whole / "tables").iterdir())
    assert "sealed_password" not in text
    assert "password" not in text
    with (whole / "tables" / "receivables_customer.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["note"] for row in csv.DictReader(stream)} == {"'=1+1", ""}


def test_of_one_company_nothing_of_another_comes_along(seeded: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "autre"
    told = seeded.json("export", str(folder), "--entity", "Autre")
    assert isinstance(told, dict)
    assert (told["rows"]["receivables_customer"], told["rows"]["creditor_creditorentity"]) == (2, 1)
    assert told["documents"] == 0
    assert "creditor_user" not in told["rows"], "people belong to no company"
    assert [file.name for file in (folder / "journal").iterdir()] in ([], ["entity-2.jsonl"])
    assert '"Morel"' not in "\n".join(f.read_text("utf-8") for f in (folder / "tables").glob("*.jsonl"))
    refused = seeded.run("export", str(folder), check=False)
    assert refused.returncode == 1
