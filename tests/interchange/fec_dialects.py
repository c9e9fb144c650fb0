"""The same year in every dialect that programs write, as files: `python -m tests.interchange.fec_dialects`."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.interchange.fec_made import Dialect, Line, entry, without_letters, written, year

FOLDER = Path(__file__).parent / "files" / "fec"


@dataclass(frozen=True)
class Made:
    """A file: its lines, its dialect, and the questions that it raises beside those of every year."""

    lines: list[Line]
    dialect: Dialect = field(default_factory=Dialect)
    asks: dict[str, int] = field(default_factory=dict)
    warns: frozenset[str] = frozenset()
    allocations: int = 5
    says: tuple[tuple[str, str], ...] = ()

    def content(self) -> bytes:
        """The file; `says` writes other words where all would be the same in two encodings."""
        codec = self.dialect.codec
        text = written(self.lines, replace(self.dialect, codec="utf-8")).decode()
        for before, after in self.says:
            text = text.replace(before, after)
        return text.encode(codec)


def by_journal() -> list[Line]:
    """Entries numbered from 1 in each journal."""
    numbers: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for line in year():
        if (line.journal, line.entry) not in numbers:
            counts[line.journal] = counts.get(line.journal, 0) + 1
            numbers[line.journal, line.entry] = str(counts[line.journal])
    return [replace(line, entry=numbers[line.journal, line.entry]) for line in year()]


def half_lettered() -> list[Line]:
    """C2 was never lettered."""
    return [replace(line, letter="" if line.customer == "C2" else line.letter) for line in year()]


def lettered_across() -> list[Line]:
    """The payment of C1 bears the letter of an invoice of C3, whose own payment nobody has."""
    return [
        replace(line, letter="Z" if line.piece in ("VIR 2", "F-3") and line.customer else line.letter)
        for line in year()
    ]


def beside(account: str, cents: int) -> list[Line]:
    """A sum that stands on another account of C1."""
    return [*year(), *entry("OD", "50", "20250601", (account, cents, "C1", ""), ("658000", -cents, "", ""))]


OE = (("Garage Martin", "Garage Cœur d\u2019or"),)
OE_PLAIN = (("Garage Martin", "Garage Cœur d'or"),)

FILES = {
    "tab_utf8": Made(year()),
    "tab_utf8_lf": Made(year(), Dialect(end="\n")),
    "tab_utf8_mark": Made(year(), Dialect(codec="utf-8-sig")),
    "pipe_latin9": Made(year(), Dialect(mark="|", codec="iso8859-15"), says=OE_PLAIN),
    "tab_windows": Made(year(), Dialect(codec="cp1252"), says=OE),
    "tab_cp850_crcrlf": Made(year(), Dialect(codec="cp850", end="\r\r\n")),
    "old_mac": Made(year(), Dialect(end="\r")),
    "sides_d_c": Made(year(), Dialect(sides=("D", "C"), codec="iso8859-15")),
    "sides_plus_minus": Made(year(), Dialect(sides=("+1", "-1"), mark="|")),
    "columns_19": Made(year(), Dialect(extra=1)),
    "columns_20": Made(year(), Dialect(extra=2)),
    "columns_21": Made(year(), Dialect(extra=3, mark="|")),
    "columns_22": Made(year(), Dialect(extra=4, end="\n")),
    "last_column_empty": Made(year(), Dialect(mark="|", last_empty=True)),
    "padded": Made(year(), Dialect(padded=True, codec="iso8859-15")),
    "zeros": Made(year(), Dialect(zeros=True)),
    "decimal_point": Made(year(), Dialect(point=True)),
    "negative_debits": Made(year(), Dialect(signed=True)),
    "entries_by_journal": Made(by_journal()),
    "entries_useless": Made(
        [replace(line, entry=str(rank)) for rank, line in enumerate(year())],
        warns=frozenset({"entry_numbers_useless"}),
    ),
    "not_lettered": Made(without_letters(year()), asks={"lettering_missing": 3}, allocations=0),
    "half_lettered": Made(half_lettered(), allocations=2),
    "lettered_across": Made(lettered_across(), allocations=4),
    "advances_419": Made(beside("419100", -5000), asks={"advances": 1}),
    "doubtful_416": Made(beside("416000", 5000), asks={"doubtful_accounts": 1}),
    "bills_413": Made(beside("413000", 5000), asks={"bills_receivable": 1}),
    "same_group": Made(
        [*year(), *entry("OD", "51", "20250601", ("451000", 100, "C3", ""), ("768000", -100, "", ""))],
        asks={"same_group": 1},
    ),
    "means_of_payment": Made(year(), asks={"means_of_payment": 1}, says=(("Garage Martin", "Clients CB"),)),
}


def main() -> None:
    """Writes the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in FILES.items():
        (FOLDER / f"{name}.txt").write_bytes(made.content())


if __name__ == "__main__":
    main()
