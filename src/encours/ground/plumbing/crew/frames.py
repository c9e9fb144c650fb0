"""What the processes of a crew say to each other: pieces of bytes, each after its length."""

import fcntl
import struct
from contextlib import suppress
from dataclasses import dataclass
from io import RawIOBase
from typing import Any

_LENGTH = struct.Struct(">Q")
_PIPE_BYTES = 1 << 20
"""What fits into a pipe before the one who writes has to wait for the one who reads, where the system allows it."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a process has to know before it can answer. `task`: `module:function` of what is known and a question."""

    task: str
    database: dict[str, Any]
    language: str | None
    time_zone: str


def widen(stream: RawIOBase) -> None:
    """Lets a pipe hold a whole answer, so that nobody waits for the other's attention."""
    with suppress(OSError, AttributeError):
        fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def put(stream: RawIOBase, *parts: bytes) -> None:
    """Says something. Raises OSError when nobody listens any more."""
    for part in parts:
        for piece in (_LENGTH.pack(len(part)), part):
            rest = memoryview(piece)
            while rest:
                rest = rest[stream.write(rest) or 0 :]


def take(stream: RawIOBase) -> bytes | None:
    """Hears the next thing; None when nobody speaks any more."""
    told = _whole(stream, _LENGTH.size)
    return None if told is None else _whole(stream, _LENGTH.unpack(told)[0])


def _whole(stream: RawIOBase, length: int) -> bytes | None:
    found = bytearray(length)
    rest = memoryview(found)
    while rest:
        came = stream.readinto(rest)
        if not came:
            return None
        rest = rest[came:]
    return bytes(found)
