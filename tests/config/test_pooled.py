"""Behind a pooler that lends a connection for one transaction, no cursor outlives it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("told", ["1", ""])
def test_a_pooled_database_has_no_cursor_of_its_own(told: str, tmp_path: Path) -> None:
    asked = "from encours.config.settings import DATABASES as d; print(d['default']['DISABLE_SERVER_SIDE_CURSORS'])"
    environment = os.environ | {
        "ENCOURS_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://encours@/encours",
        "ENCOURS_POOLED": told,
    }
    done = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(told == "1")
