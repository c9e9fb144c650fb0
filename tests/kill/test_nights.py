"""Nights that are killed, or run twice at once: the same messages as one quiet night, none twice."""

import time

import pytest

from tests.kill.world import SHORT_LEASE, World, wait_for


@pytest.fixture(scope="module")
def companies(world: World) -> dict[str, int]:
    found = world.companies(ready=False, killed=14, twice=14, quiet=14, taken=4)
    assert world.night(found["quiet"]).wait(timeout=60) == 0
    return found


def prepared(world: World, entity: int) -> list[tuple[object, ...]]:
    """What was prepared, by customer."""
    return sorted(
        world.rows(
            "SELECT c.name, m.level, m.subject <> '', m.state, m.total_minor FROM outreach_message m"
            " JOIN receivables_customer c ON c.id = m.customer_id WHERE m.entity_id = ?",
            entity,
        )
    )


def whole(world: World, entity: int) -> tuple[int, ...]:
    """Cases, lines of the list, and messages told in the journal."""
    count = "SELECT COUNT(*) FROM {} WHERE entity_id = ?"
    return (
        world.rows(count.format("cases_case"), entity)[0][0],
        world.rows(count.format("strategy_workitem"), entity)[0][0],
        world.told(entity, "outreach.message_prepared"),
        world.told(entity, "strategy.night_run"),
    )


def test_a_night_killed_in_the_middle_goes_on_where_it_stood(world: World, companies: dict[str, int]) -> None:
    quiet, killed = companies["quiet"], companies["killed"]
    night = world.night(killed, chunk=2, pause=0.3)
    wait_for(lambda: len(prepared(world, killed)) > 3, what="the first messages")
    world.kill(night)
    assert 4 <= len(prepared(world, killed)) < 14
    assert world.told(killed, "strategy.night_run") == 0
    assert world.night(killed, chunk=7).wait(timeout=60) == 0
    assert prepared(world, killed) == prepared(world, quiet)
    assert whole(world, killed) == whole(world, quiet) == (14, 14, 14, 1)


def test_two_nights_at_once_prepare_each_message_once(world: World, companies: dict[str, int]) -> None:
    entity, quiet = companies["twice"], companies["quiet"]
    nights = [world.night(entity, chunk=3) for _ in range(2)]
    assert [night.wait(timeout=60) for night in nights] == [0, 0]
    assert prepared(world, entity) == prepared(world, quiet)
    assert whole(world, entity)[:3] == (14, 14, 14)


def test_the_night_of_a_dead_worker_is_taken_over_by_the_next_one(
    world: World, companies: dict[str, int]
) -> None:
    """While the dead one's lease runs nobody else begins; then the next worker does it to the end."""
    entity = companies["taken"]
    with world.held("cases_case"):
        dead = world.workers_night(lease=SHORT_LEASE)
        wait_for(lambda: world.is_working(dead) and world.someone_waits(), what="a night under way")
        world.kill(dead)
    time.sleep(SHORT_LEASE + 0.1)
    assert world.workers_night().wait(timeout=60) == 0
    assert len(prepared(world, entity)) == 4
    assert whole(world, entity) == (4, 4, 4, 1)
    again = world.workers_night()
    assert (again.communicate(timeout=60)[0].strip(), again.returncode) == ("0", 0)
