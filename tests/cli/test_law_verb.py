"""`encours law`: shows, updates from a file or a folder, refuses with the entry, and goes back."""

import json
import shutil
from pathlib import Path

import pytest

from encours.faces.cli.main import main
from encours.flows.legal.in_force import law_in_force
from tests import factories
from tests.house.plan import SOURCE
from tests.law.test_updating import SEMESTER

SOON = SEMESTER.replace("last_checked_on = 2027-01-04", "last_checked_on = 2026-11-21")
pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def entity_id() -> int:
    return int(factories.an_entity().pk)


def test_an_update_from_a_file_is_checked_put_in_force_shown_and_taken_back(
    entity_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rates.toml"
    file.write_text(SOON, encoding="utf-8")
    assert main(["law", "update", str(file), "--check"]) == 0
    assert law_in_force(entity_id).table("FR_B2B_DEFAULT").rows[-1].in_force_on.year == 2026
    assert main(["law", "update", str(file)]) == 0
    assert law_in_force(entity_id).table("FR_B2B_DEFAULT").rows[-1].in_force_on.year == 2027
    capsys.readouterr()
    assert main(["law", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert "FR" in shown["jurisdictions"] and shown["changes"][0]["withdrawn_at"] is None
    assert main(["law", "update", str(file)]) == 1
    assert main(["law", "withdraw", str(shown["changes"][0]["id"])]) == 0
    assert law_in_force(entity_id).table("FR_B2B_DEFAULT").rows[-1].in_force_on.year == 2026
    assert main(["law"]) == 0
    assert "France" in capsys.readouterr().out


def test_a_file_with_a_hole_is_refused_by_name(
    entity_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rates.toml"
    file.write_text(SOON.replace("12.65", "12.66"), encoding="utf-8")
    assert main(["law", "update", str(file)]) == 1
    assert "FR_B2B_DEFAULT@2027-01-01" in capsys.readouterr().err
    assert main(["law", "update", str(tmp_path / "nowhere.toml")]) == 1
    assert main(["law", "withdraw", "x"]) == 1
    assert main(["law", "update"]) == 1


def test_a_folder_is_a_country(entity_id: int, tmp_path: Path) -> None:
    shutil.copytree(SOURCE / "ground" / "law" / "packs" / "eu", tmp_path / "ie")
    for file in (tmp_path / "ie").glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace("EU-", "IE-").replace('"EU_B2B', '"IE_B2B')
        file.write_text(text.replace('"ECB_MRO_SEMESTER"', '"IE_MRO"'), encoding="utf-8")
    pack = tmp_path / "ie" / "pack.toml"
    text = pack.read_text(encoding="utf-8")
    start = text.index("covers = [")
    covered = text[:start] + 'covers = ["IE"]' + text[text.index("]", start) + 1 :]
    pack.write_text(covered.replace('code = "EU"', 'code = "IE"'), encoding="utf-8")
    assert main(["law", "update", str(tmp_path / "ie")]) == 0
    assert law_in_force(entity_id).pack("IE").tables
