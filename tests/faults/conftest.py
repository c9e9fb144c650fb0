"""One installation and one nursery for all fault tests, put back as it was before each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.forks import Nursery, Still, nursery
from tests.installations import Installation, new_installation


@dataclass
class Bare:
    """An installation without books, and how to get back to it."""

    forks: Nursery
    still: Still


@pytest.fixture(scope="session")
def bare(with_tables: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """Made once."""
    folder = tmp_path_factory.mktemp("faults")
    with (
        new_installation(folder / "home", like=with_tables) as installation,
        nursery(installation, folder / "forks") as forks,
    ):
        still = Still(installation, folder / "still")
        yield Bare(forks, still)
        still.forget()


@pytest.fixture
def forks(bare: Bare) -> Iterator[Nursery]:
    """Starts pieces of Python in an installation without books; none of them survives the test."""
    bare.still.put_back()
    yield bare.forks
    bare.forks.end_all()
