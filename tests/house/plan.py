"""The floor plan as `.importlinter` draws it, for the tests that the linter cannot make."""

import ast
import configparser
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "encours"
IMPORTLINTER = ROOT / ".importlinter"
WINGS_WITH_ROOMS = ("ground", "books", "method")


@dataclass(frozen=True)
class Place:
    """Where a room stands: wings and rooms are counted from the ground up."""

    wing: str
    wing_floor: int
    room: str
    room_floor: int
    is_built: bool

    def is_above(self, other: "Place") -> bool:
        """Strictly above: neither beside nor below."""
        return (self.wing_floor, self.room_floor) > (other.wing_floor, other.room_floor)


@cache
def contracts() -> configparser.ConfigParser:
    """`.importlinter` as it is written."""
    parser = configparser.ConfigParser()
    parser.read(IMPORTLINTER, encoding="utf-8")
    return parser


def floors(contract: str) -> list[list[str]]:
    """The layers of a contract from the lowest to the highest, parentheses kept."""
    lines = contracts()[f"importlinter:contract:{contract}"]["layers"].split("\n")
    rows = [re.split(r"\s*[|:]\s*", line.strip()) for line in lines if line.strip()]
    return rows[::-1]


@cache
def rooms() -> dict[str, Place]:
    """Every room of the plan, by name; a face counts as a room of its wing."""
    found: dict[str, Place] = {}
    for wing_floor, (wing,) in enumerate(floors("wings")):
        if f"importlinter:contract:{wing}" not in contracts():
            continue
        for room_floor, row in enumerate(floors(wing)):
            for name in row:
                room = name.strip("()")
                found[room] = Place(wing, wing_floor, room, room_floor, is_built=name == room)
    return found


def built_rooms() -> dict[str, Path]:
    """The rooms that have a folder with code, faces apart."""
    return {
        place.room: SOURCE / place.wing / place.room
        for place in rooms().values()
        if place.wing in WINGS_WITH_ROOMS and (SOURCE / place.wing / place.room / "__init__.py").exists()
    }


def python_files(*, migrations: bool = False) -> list[Path]:
    """Every Python file of the product."""
    files = sorted(SOURCE.rglob("*.py"))
    return files if migrations else [f for f in files if "migrations" not in f.parts]


@cache
def tree(file: Path) -> ast.Module:
    """A file of Python as its parser sees it, parsed once for all who look at it; nobody changes it."""
    return ast.parse(file.read_text(encoding="utf-8"))
