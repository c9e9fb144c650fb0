"""PostgreSQL ends and comes back while workers, a night, an import and pages are at it: all go on by themselves."""

import random
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults.forks import Fork, Nursery, nursery
from tests.installations import Installation, new_installation
from tests.kill.world import times_taken, wait_for
from tests.postgres import PrivatePostgres
from tests.smtp import SmtpServer, free_port

CUSTOMERS = 21


@pytest.fixture
def postgres(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivatePostgres]:
    """A server of this test alone: others would feel its end."""
    if pytestconfig.getoption("--database") != "postgresql":
        pytest.skip("SQLite has no server that could end")
    server = PrivatePostgres(is_lasting=True)
    monkeypatch.setenv("DATABASE_URL", server.url("encours"))
    yield server
    server.stop()


@pytest.fixture
def world(postgres: PrivatePostgres, tmp_path: Path) -> Iterator[Installation]:
    """An installation on it."""
    with new_installation(tmp_path / "home") as installation:
        installation.run("journal", "verify")
        yield installation


def states(world: Installation) -> dict[str, set[str]]:
    """Message ids by state; none while the server is away."""
    found: dict[str, set[str]] = {}
    with suppress(psycopg.Error), psycopg.connect(world.environment["DATABASE_URL"]) as connection:
        for state, name in connection.execute("SELECT state, message_id FROM outreach_message").fetchall():
            found.setdefault(state, set()).add(name)
    return found


def is_worked_off(world: Installation) -> bool:
    found = states(world)
    return bool(found) and not found.keys() & {"ready", "sending"} and _nights(world) == 1


def _nights(world: Installation) -> int:
    with suppress(psycopg.Error), psycopg.connect(world.environment["DATABASE_URL"]) as connection:
        told = "SELECT COUNT(*) FROM evidence_journalentry WHERE kind = 'strategy.night_run'"
        return int(connection.execute(told).fetchall()[0][0])
    return 0


def code_of(url: str) -> int:
    """What the web server answers; 0 when it does not."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def restart_under_load(
    world: Installation,
    postgres: PrivatePostgres,
    server: SmtpServer,
    forks: Nursery,
    *,
    chance: random.Random,
) -> None:
    """Two workers, an import that is begun again while it fails, and a page; the server ends while they are at it."""
    forks.run(f"subjects.seed({CUSTOMERS}, port={server.port}, is_sending=True)")
    workers = [forks.start("subjects.working(3)") for _ in range(2)]
    wait_for(lambda: server.seen, what="the first message")
    taking = forks.start("subjects.importing_until_done()")
    for pause in (0.05, 0.4):
        time.sleep(chance.uniform(pause, pause * 4))
        postgres.crash()
        time.sleep(chance.uniform(0.1, 0.8))
        postgres.start()
    wait_for(lambda: is_worked_off(world), what="everything handled")
    assert taking.wait() == 0, taking.said()
    nothing_lost_nothing_twice(world, server, forks, workers)


def nothing_lost_nothing_twice(
    world: Installation, server: SmtpServer, forks: Nursery, workers: list[Fork]
) -> None:
    assert [worker.poll() for worker in workers] == [None, None], [worker.said() for worker in workers]
    for worker in workers:
        worker.kill()
    taken, found = times_taken(server), states(world)
    accepted, unknown = found.get("accepted", set()), found.get("unknown", set())
    assert max(taken.values()) == 1
    assert accepted <= taken.keys() <= accepted | unknown
    assert not found.keys() - {"accepted", "unknown", "to_confirm", "cancelled"}, found.keys()
    assert forks.json("print(subjects.waits_for_a_person())") == len(unknown)
    broken, customers = forks.json("import json\nprint(json.dumps([looking.whole(), subjects.imported()]))")
    assert (broken, customers) == ([], [6, 6, 6, 6])


def test_workers_and_an_import_go_on_after_a_restart(
    world: Installation, postgres: PrivatePostgres, smtp_server: SmtpServer, tmp_path: Path
) -> None:
    smtp_server.delay_seconds = 0.1
    with nursery(world, tmp_path / "forks") as forks:
        restart_under_load(world, postgres, smtp_server, forks, chance=random.Random(7))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_workers_and_an_import_go_on_after_a_restart_at_any_moment(
    world: Installation, postgres: PrivatePostgres, smtp_server: SmtpServer, tmp_path: Path, seed: int
) -> None:
    smtp_server.delay_seconds = 0.1
    with nursery(world, tmp_path / "forks") as forks:
        restart_under_load(world, postgres, smtp_server, forks, chance=random.Random(seed))


@pytest.mark.long
def test_pages_say_what_is_wrong_while_it_is_away_and_come_back(
    world: Installation, postgres: PrivatePostgres
) -> None:
    world.environment["ENCOURS_PORT"] = str(port := free_port())
    page = f"http://127.0.0.1:{port}/connexion"
    serving = world.start("serve")
    wait_for(lambda: 0 < code_of(page) < 500, what="a page")
    postgres.crash()
    assert code_of(page) in (500, 503)
    postgres.start()
    wait_for(lambda: 0 < code_of(page) < 500, what="the page again")
    assert serving.poll() is None
