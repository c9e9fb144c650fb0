"""The method in ten minutes, and why each page is as it is: texts beside the code, one file per language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Section:
    """One minute of the method. `page`: the name of the desk's page where it is done, with the words of its link."""

    key: str
    title: str
    text: tuple[str, ...]
    page: str
    link: str

    @property
    def page_address(self) -> str:
        """The name of the address as templates say it."""
        return f"desk:{self.page}"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a page is as it is. `section`: the key of the part of the method that says more."""

    text: str
    section: str


@cache
def sections(language: str) -> tuple[Section, ...]:
    """The method, one section a minute, in `fr` or `en`; French for any other language."""
    return tuple(
        Section(**{**row, "text": tuple(row["text"])}) for row in _read("method", language)["section"]
    )


@cache
def whys(language: str) -> dict[str, Why]:
    """Why each page is as it is, by the name of its address; French for any other language."""
    rows = _read("why", language)["why"]
    return {page: Why(row["text"], row["section"]) for row in rows for page in row["pages"]}


def _read(name: str, language: str) -> dict[str, list[dict[str, Any]]]:
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    return tomllib.loads((_DATA / f"{name}.{chosen}.toml").read_text(encoding="utf-8"))
