"""Numbers of one whole file: which its invoices have, which items share, which other movements have taken."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol


class Names(Protocol):
    """What is asked of the numbers of a file; those of a long one lie on disk (`fec_numbers.py`)."""

    def is_of_invoice(self, number: str) -> bool:
        """Whether an invoice of the file has this very number."""
        ...

    def is_alone(self, reference: str) -> bool:
        """Whether one item brought forward, and no other, has that reference."""
        ...

    def is_claimed(self, number: str) -> bool:
        """Whether another movement of the file has taken that number."""
        ...

    def claim(self, number: str) -> None:
        """Takes a number for a movement that has none of its own."""
        ...

    def begin(self) -> None:
        """Forgets what was claimed: the file is gone through from its start."""
        ...


@dataclass(slots=True)
class FileNames:
    """The same for a file whose records are all at hand."""

    invoices: set[str]
    references: Counter[str]
    claimed: set[str] = field(default_factory=set)

    def is_of_invoice(self, number: str) -> bool:
        """See `Names`."""
        return number in self.invoices

    def is_alone(self, reference: str) -> bool:
        """See `Names`."""
        return self.references[reference] == 1

    def is_claimed(self, number: str) -> bool:
        """See `Names`."""
        return number in self.claimed

    def claim(self, number: str) -> None:
        """See `Names`."""
        self.claimed.add(number)

    def begin(self) -> None:
        """See `Names`."""
        self.claimed.clear()
