"""Workers that are killed while they send: nothing twice, nothing lost, every doubt shown to a person."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kill.world import World, silent_server, times_taken, wait_for
from tests.smtp import SmtpServer


@pytest.fixture(scope="module")
def companies(world: World) -> dict[str, int]:
    """One company for each test, so that none sees the messages of another."""
    return world.companies(three=12, claim=2, connect=2, during=2, after=2, done=3, slow=2, chance=12, stop=2)


@pytest.fixture
def gated(smtp_server: SmtpServer) -> Iterator[SmtpServer]:
    """A server that answers nothing after a message until its gate is opened."""
    smtp_server.gate = threading.Event()
    yield smtp_server
    smtp_server.gate.set()


def test_three_workers_send_each_message_once(
    world: World, companies: dict[str, int], smtp_server: SmtpServer
) -> None:
    entity = companies["three"]
    world.opens(entity, smtp_server)
    workers = [world.worker(lease=300) for _ in range(3)]
    wait_for(lambda: world.states(entity)["accepted"] == 12, what="12 messages accepted")
    world.kill(*workers)
    assert set(times_taken(smtp_server).values()) == {1}
    assert set(times_taken(smtp_server)) == world.message_ids(entity, "accepted")
    assert world.told(entity, "outreach.message_sent") == 12
    assert world.told(entity, "cases.contact_recorded") == 12


@pytest.mark.long
def test_killed_before_the_claim_is_written_the_message_leaves_later(
    world: World, companies: dict[str, int], smtp_server: SmtpServer
) -> None:
    """The claim is taken back by the database: nothing is in doubt."""
    entity = companies["claim"]
    world.opens(entity, smtp_server)
    with world.held("inbox_inbounditem"):
        worker = world.worker()
        wait_for(lambda: world.is_working(worker) and world.someone_waits(), what="a worker in its claim")
        world.kill(worker)
    assert smtp_server.seen == []
    world.work_to_the_end()
    assert world.states(entity) == {"accepted": 2}
    assert set(times_taken(smtp_server).values()) == {1}


def test_killed_between_claim_and_server_the_message_is_shown_and_not_sent_again(
    world: World, companies: dict[str, int], smtp_server: SmtpServer
) -> None:
    entity = companies["connect"]
    world.opens(entity, smtp_server)
    with silent_server() as (port, came):
        world.execute("UPDATE creditor_mailserver SET port = ? WHERE entity_id = ?", port, entity)
        worker = world.worker()
        wait_for(came, what="a worker at the door of the server")
        world.kill(worker)
    assert world.states(entity) == {"sending": 1, "ready": 1}
    world.opens(entity, smtp_server)
    world.work_to_the_end()
    assert world.states(entity) == {"unknown": 1, "accepted": 1}
    assert set(times_taken(smtp_server)) == world.message_ids(entity, "accepted")
    assert world.told(entity, "outreach.message_unknown") == 1


@pytest.mark.long
def test_killed_while_the_server_reads_the_message_is_shown_and_not_sent_again(
    world: World, companies: dict[str, int], gated: SmtpServer
) -> None:
    entity = companies["during"]
    world.opens(entity, gated)
    worker = world.worker()
    wait_for(lambda: gated.seen, what="a message at the server")
    world.kill(worker)
    assert gated.gate is not None
    gated.gate.set()
    world.work_to_the_end()
    assert world.states(entity) == {"unknown": 1, "accepted": 1}
    assert set(times_taken(gated).values()) == {1}, "the doubtful one as well: the server had taken it"
    assert len(gated.seen) == 2


def test_killed_between_the_250_and_our_commit_the_message_is_shown_and_not_sent_again(
    world: World, companies: dict[str, int], gated: SmtpServer
) -> None:
    entity = companies["after"]
    world.opens(entity, gated)
    worker = world.worker()
    wait_for(lambda: gated.seen, what="a message at the server")
    with world.held("evidence_chainhead"):
        assert gated.gate is not None
        gated.gate.set()
        wait_for(lambda: gated.messages and world.someone_waits(), what="the 250, and the commit that waits")
        world.kill(worker)
    assert world.states(entity) == {"sending": 1, "ready": 1}
    world.work_to_the_end()
    assert world.states(entity) == {"unknown": 1, "accepted": 1}
    assert len(gated.messages) == 2
    assert set(times_taken(gated).values()) == {1}


@pytest.mark.long
def test_killed_after_the_commit_nothing_is_in_doubt(
    world: World, companies: dict[str, int], smtp_server: SmtpServer
) -> None:
    entity = companies["done"]
    world.opens(entity, smtp_server)
    smtp_server.delay_seconds = 0.3
    worker = world.worker()
    wait_for(lambda: world.states(entity)["accepted"], what="the first message accepted")
    world.kill(worker)
    smtp_server.delay_seconds = 0
    world.work_to_the_end()
    states = world.states(entity)
    assert states["accepted"] + states["unknown"] == 3
    assert states["unknown"] <= 1
    assert max(times_taken(smtp_server).values()) == 1


def test_a_worker_slower_than_its_lease_never_makes_another_one_send(
    world: World, companies: dict[str, int], gated: SmtpServer
) -> None:
    """A third one shows the doubt; an answer that comes too late changes nothing any more."""
    entity = companies["slow"]
    world.opens(entity, gated)
    workers = [world.worker() for _ in range(3)]
    wait_for(lambda: world.states(entity)["unknown"], what="a doubt")
    assert gated.gate is not None
    gated.gate.set()
    wait_for(lambda: not world.states(entity)["sending"], what="the end of both")
    world.kill(*workers)
    world.work_to_the_end()
    assert max(times_taken(gated).values()) == 1
    assert len(gated.messages) == 2
    assert not world.states(entity).keys() - {"accepted", "unknown"}


def test_three_workers_killed_at_any_moment_send_nothing_twice_and_lose_nothing(
    world: World, companies: dict[str, int], smtp_server: SmtpServer
) -> None:
    entity, chance = companies["chance"], random.Random(23)
    world.opens(entity, smtp_server)
    smtp_server.delay_seconds = 0.15
    workers = [world.worker() for _ in range(3)]
    wait_for(lambda: smtp_server.seen, what="the first message")
    for _accident in range(3):
        time.sleep(chance.uniform(0.1, 0.5))
        victim = chance.randrange(3)
        world.kill(workers[victim])
        workers[victim] = world.worker()
    world.kill(*workers)
    smtp_server.delay_seconds = 0
    world.work_to_the_end()
    states, taken = world.states(entity), times_taken(smtp_server)
    assert not states.keys() - {"accepted", "unknown"}
    assert sum(states.values()) == 12
    assert max(taken.values()) == 1
    assert world.message_ids(entity, "accepted") <= taken.keys()
    assert taken.keys() <= world.message_ids(entity, "accepted") | world.message_ids(entity, "unknown")


def test_a_stop_holds_workers_that_run(world: World, companies: dict[str, int], gated: SmtpServer) -> None:
    """What is under way arrives; nothing more leaves."""
    entity = companies["stop"]
    world.opens(entity, gated)
    worker = world.worker()
    wait_for(lambda: gated.seen, what="a message at the server")
    world.execute(
        "INSERT INTO outreach_sendingstop (reason, stopped_by, stopped_at, lifted_by)"
        " VALUES ('incident', 'user:1', '2026-11-23 08:00:00', '')"
    )
    assert gated.gate is not None
    gated.gate.set()
    wait_for(lambda: world.states(entity)["accepted"], what="the message under way")
    time.sleep(0.5)
    world.kill(worker)
    assert world.states(entity) == {"accepted": 1, "ready": 1}
    world.execute("DELETE FROM outreach_sendingstop")


def test_the_worker_of_the_command_line_ends_cleanly_when_told(world: World) -> None:
    worker = world.installation.start("work")
    wait_for(lambda: _listens_to(worker.pid, signal.SIGTERM), what="a worker that listens")
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert world.installation.run("work", "--once").returncode == 0


def _listens_to(pid: int, sign: signal.Signals) -> bool:
    """Whether a process catches a signal; Python itself catches SIGINT alone."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (sign - 1) & 1)
    return False
