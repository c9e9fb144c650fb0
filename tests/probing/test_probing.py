"""Two companies, six roles, people of both and of none: nothing crosses, and nothing breaks."""

import json
import socket
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from encours.ground.kernel.clock import InstallationClock
from tests.probing.probing import Prober, Tally, World, a_world, an_empty_world
from tests.probing.rows import owned_kinds, rows_of


@pytest.fixture
def clock_of_house(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> InstallationClock:
    """Monday 23 November 2026; and no name is known to any network."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings.ENCOURS_DNS = "127.0.0.1:9"
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)
    clock.fix(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris")))
    return clock


def told(tally: Tally) -> str:
    return "\n\n".join(f"{what}\n    {where}" for what, where in tally.faults.items())


def kept(tally: Tally, request: pytest.FixtureRequest, seed: int) -> None:
    """A line for who counts: --probe-tally FILE; what was found goes beside it."""
    file = request.config.getoption("--probe-tally")
    if not file:
        return
    line = {
        "seed": seed,
        "database": request.config.getoption("--database"),
        "asked": tally.asked,
        "faults": len(tally.faults),
        "seconds": round(tally.seconds),
        "outcomes": dict(tally.outcomes.most_common()),
    }
    with Path(file).open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
    if tally.faults:
        with Path(f"{file}.faults").open("a", encoding="utf-8") as out:
            out.write(told(tally) + "\n")


def test_a_short_probe_finds_nothing(
    clock_of_house: InstallationClock, request: pytest.FixtureRequest
) -> None:
    world: World = a_world(clock_of_house, look=40)
    tally = Prober(world, seed=1).run(150)
    assert tally.faults == {}, told(tally)


def test_an_installation_that_nobody_has_set_up_opens_to_nobody(clock_of_house: InstallationClock) -> None:
    tally = Prober(an_empty_world(clock_of_house), seed=1).run(150)
    assert tally.faults == {}, told(tally)


@pytest.mark.long
def test_a_long_probe_finds_nothing(
    clock_of_house: InstallationClock, request: pytest.FixtureRequest
) -> None:
    """`--probes N --seed S` to go on where nobody has been."""
    seed, probes = request.config.getoption("--seed"), request.config.getoption("--probes")
    tally = Prober(a_world(clock_of_house, look=250, each=6), seed=seed).run(probes)
    kept(tally, request, seed)
    assert tally.faults == {}, told(tally)


def test_both_companies_hold_something_in_every_table(clock_of_house: InstallationClock) -> None:
    world = a_world(clock_of_house, look=0)
    empty = [
        f"{kind._meta.label} of {house.marks.word}"
        for house in world.houses
        for kind in owned_kinds()
        if not rows_of(kind, house.entity.pk, house.user_ids).exists()
    ]
    assert empty == []
