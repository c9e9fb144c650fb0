"""One installation for all kill tests; when they are over, its journal must be whole."""

from collections.abc import Iterator

import pytest

from tests.installations import Installation, new_installation
from tests.kill.world import World


@pytest.fixture(scope="session")
def world(with_tables: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A fresh installation, shared by all kill tests; each has companies of its own."""
    with new_installation(tmp_path_factory.mktemp("kill") / "home", like=with_tables) as installation:
        yield World(installation)
        installation.run("journal", "verify")


@pytest.fixture(autouse=True)
def no_survivors(world: World) -> Iterator[None]:
    """No process of one test is left for the next one."""
    yield
    world.kill(*world.installation.processes)
