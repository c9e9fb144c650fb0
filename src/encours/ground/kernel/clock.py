"""The only reader of the system clock: everything else is handed a Clock or a date."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What time it is, for the business. `now` is aware and in UTC."""

    def now(self) -> datetime: ...

    def today(self, zone: str) -> date: ...


@dataclass(frozen=True)
class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self, zone: str) -> date:
        return local_date(self.now(), zone)


@dataclass(frozen=True)
class FixedClock:
    """A time that does not pass: the demonstration, replays, tests."""

    instant: datetime

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("a moment without a time zone is no moment")

    def now(self) -> datetime:
        return self.instant.astimezone(UTC)

    def today(self, zone: str) -> date:
        return local_date(self.instant, zone)


@dataclass(frozen=True)
class InstallationClock:
    """The system's time, unless the installation holds a fixed one in `file` (demonstration).

    The file holds one ISO 8601 instant with its offset; it is read at each question, so that
    moving it is seen at once by the server and by the worker.
    """

    file: Path

    def fixed(self) -> FixedClock | None:
        """The fixed clock of a demonstration, or None."""
        try:
            return FixedClock(datetime.fromisoformat(self.file.read_text(encoding="ascii").strip()))
        except FileNotFoundError:
            return None

    def now(self) -> datetime:
        return (self.fixed() or SystemClock()).now()

    def today(self, zone: str) -> date:
        return (self.fixed() or SystemClock()).today(zone)

    def fix(self, instant: datetime) -> None:
        """Stops the clock of this installation at an instant (demonstration only)."""
        FixedClock(instant)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".new")
        draft.write_text(instant.isoformat(), encoding="ascii")
        draft.replace(self.file)

    def release(self) -> None:
        """Lets time pass again."""
        self.file.unlink(missing_ok=True)


def local_date(instant: datetime, zone: str) -> date:
    """The calendar day of an instant for somebody living in a time zone."""
    if instant.tzinfo is UTC:
        return _date_of_utc(instant, zone)
    return instant.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=8192)
def _date_of_utc(instant: datetime, zone: str) -> date:
    """Remembered: each rule that looks at a contact asks its day."""
    return instant.astimezone(ZoneInfo(zone)).date()


def local_time(instant: datetime, zone: str) -> datetime:
    """An instant as the clock on the wall shows it in a time zone."""
    return instant.astimezone(ZoneInfo(zone))


def at(day: date, hour: time, zone: str) -> datetime:
    """The UTC instant of a wall-clock hour of a day in a time zone."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def technical_now() -> datetime:
    """The real time, for leases and sessions only: it passes even in a demonstration."""
    return datetime.now(UTC)


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one day to a later one (negative when it is earlier)."""
    return (later - earlier) // timedelta(days=1)
