"""How long the books of a customer are kept after the last movement, and when somebody may be forgotten."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_SHIPPED = Path(__file__).resolve().parents[1] / "data" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Retention:
    """Whole years after the last movement; the source is empty where the company has set its own."""

    years: int
    source: str = ""
    known_through: date | None = None


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Retention]:
    told = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    return {
        country: Retention(row["years"], row["source"], row["known_through"]) for country, row in told.items()
    }


def retention_of(country: str, *, own_years: int | None) -> Retention | None:
    """The company's own period, else the one known for its country; None where somebody has to set one."""
    if own_years is not None:
        return Retention(own_years)
    return _shipped().get(country)


def kept_until(last_on: date | None, retention: Retention | None) -> date | None:
    """The last day on which the books of a customer are kept; None when nothing was ever booked.

    A customer without a known period is kept for good: `date.max`.
    """
    if last_on is None:
        return None
    if retention is None:
        return date.max
    try:
        return last_on.replace(year=last_on.year + retention.years)
    except ValueError:  # 29 February
        return date(last_on.year + retention.years, 3, 1)
