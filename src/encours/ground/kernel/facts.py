"""Dataclasses that a night makes by the hundred thousand: frozen for the type checker, quick to make.

A frozen dataclass sets each field past its own refusal to be changed: measured, making one of twelve fields
takes eight times as long as one that is not frozen. Here nothing watches while the program runs; mypy reads
`@quick_dataclass(frozen=True, slots=True)` as `@dataclass` and refuses every change before.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as quick_dataclass
else:

    def quick_dataclass(*, frozen, slots):
        """A dataclass with the equality and the hash of a frozen one."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["quick_dataclass"]
