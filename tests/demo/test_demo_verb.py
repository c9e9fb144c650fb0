"""`encours demo` in an installation of its own: made, made again, refused where somebody really works."""

import fcntl
import time
from contextlib import suppress
from pathlib import Path

from tests.installations import Installation

SIGN_UP = """
from encours.books.creditor import actions
from encours.ground.kernel.clock import SystemClock
actions.create_user(SystemClock(), email="a@b.test", name="A", password="un-long-secret")
"""
COUNT = "from encours.books.creditor.models import User; print(User.objects.count())"


def test_it_is_made_at_once_and_made_anew_over_a_former_one(installation: Installation) -> None:
    made = installation.run("demo", "--no-serve")
    first = installation.json("worklist")
    installation.run("clock", "--next")
    assert installation.run("clock").stdout.strip() == "2026-03-18"

    again = installation.run("demo", "--no-serve")

    assert "claire.besnard@besnard-lorieux.example" in made.stderr
    assert "17 mars 2026" in made.stderr
    assert made.stdout == again.stdout == ""
    assert installation.run("clock").stdout.strip() == "2026-03-17"
    assert installation.json("worklist") == first
    assert first[0]["customer"] == "Lumen SAS"  # type: ignore[index]
    installation.run("journal", "verify")


def test_a_real_installation_is_left_alone(ready: Installation) -> None:
    ready.python(SIGN_UP)

    refused = ready.run("demo", "--no-serve", check=False)

    assert refused.returncode == 1
    assert "ENCOURS_HOME" in refused.stderr
    assert ready.python(COUNT).stdout.strip() == "1"
    assert not (ready.home / "demo-clock").exists()


def test_nothing_is_replaced_beneath_a_running_worker(ready: Installation) -> None:
    ready.start("work")
    _wait_until_it_runs(ready)

    refused = ready.run("demo", "--no-serve", check=False)

    assert refused.returncode == 1
    assert not (ready.home / "demo-clock").exists()


def test_the_books_alone_are_written_into_a_folder(installation: Installation, tmp_path: Path) -> None:
    written = installation.run("demo", "--books", str(tmp_path / "books"))

    assert written.returncode == 0
    names = {path.name for path in (tmp_path / "books").iterdir()}
    assert {"customers.csv", "contacts.csv", "invoices.csv", "payments.csv", "invoices.zip", "pdf"} < names
    assert not (installation.home / "demo-clock").exists()


def _wait_until_it_runs(installation: Installation) -> None:
    for _ in range(200):
        with suppress(FileNotFoundError), (installation.home / "running.lock").open() as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.05)
    raise AssertionError("the worker does not start")
