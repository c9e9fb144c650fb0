"""The search for cycles waits while a file is read, and goes on afterwards."""

import gc

import pytest

from encours.books.interchange.formats.collector import collector_held


def test_the_collector_is_back_after_a_failure_too() -> None:
    seen: list[bool] = []
    with pytest.raises(KeyError):
        _fail(seen)
    assert seen == [False]
    assert gc.isenabled()


def _fail(seen: list[bool]) -> None:
    with collector_held():
        seen.append(gc.isenabled())
        raise KeyError


def test_who_had_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_held():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
