"""Workers that do the night and send, and somebody who imports, killed at any moment while the others go on."""

import random
import time

import pytest

from tests.faults.forks import Nursery
from tests.kill.world import times_taken, wait_for
from tests.smtp import SmtpServer

CUSTOMERS = 21
STATES = "import json\nprint(json.dumps(subjects.states()))"


def kill_at_random(forks: Nursery, server: SmtpServer, *, seed: int, accidents: int) -> None:
    chance = random.Random(seed)
    forks.run(f"subjects.seed({CUSTOMERS}, port={server.port}, is_sending=True)")
    server.delay_seconds = 0.1
    codes = ["subjects.working(1)"] * 3 + ["subjects.importing()"]
    running = [forks.start(code) for code in codes]
    for _accident in range(accidents):
        time.sleep(chance.uniform(0.02, 0.5))
        victim = chance.randrange(len(running))
        running[victim].kill()
        running[victim] = forks.start(codes[victim])
    wait_for(lambda: _is_over(forks), what="everything handled")
    for fork in running[:3]:
        assert fork.poll() is None, fork.said()
        fork.kill()
    forks.run("subjects.importing()")
    found, taken = forks.json(STATES), times_taken(server)
    accepted, unknown = set(found.get("accepted", [])), set(found.get("unknown", []))
    assert max(taken.values()) == 1
    assert accepted <= taken.keys() <= accepted | unknown
    assert len(accepted | unknown) >= CUSTOMERS // 3
    assert forks.json("print(subjects.waits_for_a_person())") == len(unknown)
    assert len(found["night"]) == 1
    broken, books = forks.json("import json\nprint(json.dumps([looking.whole(), subjects.imported()]))")
    assert (broken, books) == ([], [6, 6, 6, 6])


def _is_over(forks: Nursery) -> bool:
    time.sleep(0.5)
    found = forks.json(STATES)
    return bool(found["night"]) and not {"ready", "sending"} & found.keys()


def test_whoever_is_killed_the_others_finish(forks: Nursery, smtp_server: SmtpServer) -> None:
    kill_at_random(forks, smtp_server, seed=5, accidents=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 115))
def test_whoever_is_killed_whenever_the_others_finish(
    forks: Nursery, smtp_server: SmtpServer, seed: int
) -> None:
    kill_at_random(forks, smtp_server, seed=seed, accidents=20)
