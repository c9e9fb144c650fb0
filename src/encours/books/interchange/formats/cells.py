"""Rows of cells, the one shape that every table of every format is brought to."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is its first line in the file, from 1."""

    line: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """A cell; None beyond the last one."""
        return self.cells[index] if index < len(self.cells) else None

    def text(self, index: int) -> str:
        """A cell as text without outer spaces; empty beyond the last one."""
        return cell_text(self.cell(index))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All rows that are not empty, and how they were found. `proven`: the encoding is certain."""

    rows: tuple[Row, ...]
    encoding: str | None = None
    proven: bool = True
    delimiter: str | None = None
    sheet: str | None = None


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: single spaces, whole numbers without a decimal point.

    An apostrophe that only keeps a text from being a formula is dropped.
    """
    match cell:
        case None:
            return ""
        case str():
            text = " ".join(cell.split())
            return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case _:
            return str(cell)
