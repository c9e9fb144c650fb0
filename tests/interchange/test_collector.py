"""The search for cycles waits while a file is read, and goes on afterwards."""

import gc

import pytest

from encours.books.interchange.formats.collector import collector_held


def test_the_collector_is_back_after_a_failure_too() -> None:
    with pytest.raises(KeyError), collector_held():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_who_had_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_held():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
