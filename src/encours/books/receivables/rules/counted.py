"""A count for the eye: exact where it is small, «more than» where going on would take longer than the page."""

from dataclasses import dataclass

MOST = 999
"""Beyond this many, a figure beside a word tells nothing more."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many, or more when not everything was looked at. True unless there is surely none."""

    number: int
    is_whole: bool = True

    def __bool__(self) -> bool:
        return self.number > 0 or not self.is_whole

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.number + other.number, self.is_whole and other.is_whole)

    def __str__(self) -> str:
        """What is written: «12», «999+»; nothing where none was found so far."""
        if self.is_whole and self.number <= MOST:
            return str(self.number)
        return f"{min(self.number, MOST)}+" if self.number else ""
