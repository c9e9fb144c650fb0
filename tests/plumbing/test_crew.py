"""Processes that compute beside this one: answers in order, none from those that fail or are gone, nobody left."""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from encours.ground.plumbing.crew import Crew, starting
from encours.ground.plumbing.snapshot import only_reading

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_answers_come_in_order_and_none_where_nobody_could_answer(caplog: pytest.LogCaptureFixture) -> None:
    with Crew(2, task="operator:truediv", patience_seconds=30) as crew:
        found = list(crew.answers(60, [1, 2, 0, 3, 4, 5, 6]))
        assert found == [(1, 60), (2, 30), (0, None), (3, 20), (4, 15), (5, 12), (6, 10)]
        assert "ZeroDivisionError" in caplog.text
        pids = crew.pids
        os.kill(pids[0], signal.SIGSTOP)  # a stopped one is asked nothing more once it has kept us waiting
        crew._patience = 3
        left = [answer for _question, answer in crew.answers(60, [1, 2, 3, 4])]
        assert left.count(None) <= 1
        os.kill(pids[1], signal.SIGKILL)
        assert list(crew.answers(60, [1, 2])) == [(1, None), (2, None)]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.django_db
def test_they_only_read_and_keep_nobody_from_writing() -> None:
    with Crew(1, task="tests.plumbing.crew_tasks:may_write", patience_seconds=30) as crew:
        assert list(crew.answers(None, ["?"])) == [("?", False)]


@pytest.mark.django_db
def test_a_machine_that_allows_no_process_is_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(starting, "_PROGRAM", "/there/is/no/such/program")
    with caplog.at_level(logging.WARNING), Crew(2, task="operator:add", patience_seconds=30) as crew:
        assert list(crew.answers(1, [2, 3])) == [(2, None), (3, None)]
    assert "no further process" in caplog.text


_COPIES = """
import os, signal, sys, threading, django
django.setup()
from django.db import connection
from encours.ground.plumbing.crew import Crew
connection.ensure_connection()
def crew():
    return Crew(2, task="tests.plumbing.crew_tasks:may_write", patience_seconds=30)
def kinds(made):
    here = open("/proc/self/cmdline", "rb").read()
    return [open(f"/proc/{pid}/cmdline", "rb").read() == here for pid in made.pids]
with crew() as made:
    print(kinds(made), [answer for _question, answer in made.answers(None, "abc")])
    os.kill(made.pids[0], signal.SIGKILL)
    print([answer for _question, answer in made.answers(None, "abcdef")].count(False) >= 5)
is_over = threading.Event()
threading.Thread(target=is_over.wait).start()
with crew() as made:
    print(kinds(made))
is_over.set()
with connection.cursor() as cursor:
    cursor.execute("SELECT 1")
    print(cursor.fetchone())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only where a system tells how many threads there are")
def test_a_process_of_one_thread_is_copied_and_any_other_is_not(tmp_path: Path) -> None:
    environment = {**os.environ, "ENCOURS_HOME": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-c", _COPIES]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    copied, goes_on, fresh, goes_on_here = ended.stdout.splitlines()
    assert (copied, goes_on) == ("[True, True] [False, False, False]", "True")
    assert (fresh, goes_on_here) == ("[False, False]", "(1,)")


def test_who_only_reads_waits_for_nobody_who_writes() -> None:
    database = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    options = only_reading(database)["OPTIONS"]
    assert options["transaction_mode"] == "DEFERRED"
    assert "query_only=ON" in options["init_command"]
    assert only_reading({"ENGINE": "django.db.backends.postgresql"}) == {
        "ENGINE": "django.db.backends.postgresql"
    }
