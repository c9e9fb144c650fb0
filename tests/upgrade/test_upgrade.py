"""A database of the first release is brought up to date with its data, and the night goes on where it stood."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.installations import Installation
from tests.upgrade.rows import loading, tables_of

FIRST = "first_release.json.gz"
# What Django keeps for itself, and what the night writes anew.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}
_COUNT = """
import json
from encours.ground.plumbing.backup.snapshot import row_counts
print(json.dumps(row_counts()))
"""
_OPEN = """
import json
from django.db.models import Count, Sum
from encours.books.receivables.models import InvoiceDue
print(json.dumps(InvoiceDue.objects.filter(open_minor__gt=0).aggregate(n=Count("id"), total=Sum("open_minor"))))
"""


@pytest.fixture
def old(installation: Installation) -> Installation:
    """The demonstration as the first release made it, on the morning of 17 March 2026."""
    installation.python(loading(FIRST))
    (installation.home / "demo-clock").write_text("2026-03-17T08:00:00+00:00", encoding="ascii")
    return installation


def asked(installation: Installation, code: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(installation.python(code).stdout)
    return found


def told(installation: Installation) -> dict[str, str]:
    """How the doctor finds the database and, once it is up to date, the journal."""
    done = installation.run("doctor", "--json", "--offline", check=False)
    found = {f["code"]: f["severity"] for f in json.loads(done.stdout)["findings"]}
    return {code: found[code] for code in ("migrations", "journal") if code in found}


def test_the_next_start_brings_it_up_to_date_loses_nothing_and_its_nights_go_on(
    old: Installation, tmp_path: Path
) -> None:
    owed = asked(old, _OPEN)
    assert told(old) == {"migrations": "warning"}
    old.run("journal", "verify")
    assert told(old) == {"migrations": "ok", "journal": "ok"}
    before, after = tables_of(FIRST), asked(old, _COUNT)
    assert {t: n for t, n in before.items() if t not in OF_DJANGO and after[t] != n} == {}
    assert asked(old, _OPEN) == owed
    old.run("clock", "--next")
    assert asked(old, _COUNT)["strategy_nightrun"] == before["strategy_nightrun"] + 1
    listed: Any = old.json("worklist")
    assert len(listed) > 10
    again: Any = old.json("night")
    assert again["queued"] == 0, "the morning did it already"
    old.run("backup", str(tmp_path / "old.encours"))
    assert old.run("restore", str(tmp_path / "old.encours"), "--replace").returncode == 0
    old.run("journal", "verify")


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
