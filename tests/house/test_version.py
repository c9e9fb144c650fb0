"""The program says one version, also where it runs from its source and is not installed."""

import tomllib

import encours
from tests.house.plan import ROOT


def test_the_package_and_the_project_name_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert encours.__version__ == project["version"]
