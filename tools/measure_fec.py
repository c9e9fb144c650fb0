"""Measures the reading of a FEC against the bare csv module: `python tools/measure_fec.py`.

Writes files of its own into a temporary folder, reads each in a process of its own, and says times,
their ratio and the peak of memory. Nothing else runs at the same time if the numbers are to mean anything.
"""

import argparse
import csv
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

TITLES = (  # noqa: SIM905
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate"
    "|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
).split("|")
JOURNALS = {
    "VE": "Ventes",
    "BQ": "Banque",
    "HA": "Achats",
    "PA": "Paie",
    "OD": "Opérations diverses",
    "AN": "À-nouveaux",
}
REFERENCE = {"sale": 15, "receipt": 12, "credit": 1, "purchase": 30, "paid": 22, "payroll": 6, "vat": 3}
"""One line in ten is on a customer's account, as in the real file that the figures of the tests are of."""
SELLING = {"sale": 30, "receipt": 25, "credit": 1, "purchase": 25, "paid": 15, "payroll": 2, "vat": 2}
"""One in five."""
TAXED = {"sale": 1, "receipt": 1}
"""Two in five: nothing but sales, with their VAT, and receipts."""
DENSE = dict(TAXED)
"""One in two: the same without VAT."""

Part = tuple[str, str, str, int, str]
"""Account, customer or supplier, its name, cents (positive for a debit), letter."""


class Year:
    """A year of entries of a company with as many customers as wanted, always the same."""

    def __init__(self, mix: dict[str, int], customers: int) -> None:
        self._chance = random.Random(7)  # noqa: S311 — figures of a test
        self._kinds = list(mix)
        self._weights = list(mix.values())
        self._is_dense = mix is DENSE
        self._customers = customers
        self._open: list[tuple[int, int, str]] = []
        self._number = 0

    def entry(self) -> tuple[str, str, list[Part]]:
        """The journal, the document and the lines of one more entry."""
        self._number += 1
        kind = self._chance.choices(self._kinds, self._weights)[0]
        if kind == "receipt" and not self._open:
            kind = "sale"
        made: Callable[[], tuple[str, str, list[Part]]] = getattr(self, f"_{kind}")
        return made()

    def _cents(self) -> int:
        return self._chance.randint(1_000, 900_000)

    def _sale(self) -> tuple[str, str, list[Part]]:
        who, net = self._chance.randrange(self._customers), self._cents()
        tax = 0 if self._is_dense else net // 5
        letter = f"L{self._number}" if self._chance.random() < 0.9 else ""
        self._open.append((who, net + tax, letter))
        parts = [_customer(who, net + tax, letter), ("706000", "", "", -net, "")]
        return "VE", f"FA{self._number:07d}", parts + ([("445710", "", "", -tax, "")] if tax else [])

    def _credit(self) -> tuple[str, str, list[Part]]:
        who, net = self._chance.randrange(self._customers), self._cents() // 10
        parts = [
            _customer(who, -net - net // 5, ""),
            ("706000", "", "", net, ""),
            ("445710", "", "", net // 5, ""),
        ]
        return "VE", f"AV{self._number:07d}", parts

    def _receipt(self) -> tuple[str, str, list[Part]]:
        who, cents, letter = self._open.pop(self._chance.randrange(max(1, len(self._open) // 50)))
        return "BQ", f"VIR {self._number}", [("512000", "", "", cents, ""), _customer(who, -cents, letter)]

    def _purchase(self) -> tuple[str, str, list[Part]]:
        net, who = self._cents(), self._chance.randrange(400)
        supplier = ("401000", f"F{who:05d}", f"Fournisseur {who}", -net - net // 5, "")
        account = self._chance.choice(["601000", "606100", "613200", "622600", "626000"])
        return (
            "HA",
            f"A{self._number}",
            [(account, "", "", net, ""), ("445660", "", "", net // 5, ""), supplier],
        )

    def _paid(self) -> tuple[str, str, list[Part]]:
        cents, who = self._cents(), self._chance.randrange(400)
        return (
            "BQ",
            f"VIR {self._number}",
            [("401000", f"F{who:05d}", f"Fournisseur {who}", cents, ""), ("512000", "", "", -cents, "")],
        )

    def _payroll(self) -> tuple[str, str, list[Part]]:
        gross = [self._cents() for _ in range(5)]
        kept = [cents // 4 for cents in gross]
        parts: list[Part] = [("641100", "", "", cents, "") for cents in gross]
        parts += [("431000", "", "", -cents, "") for cents in kept]
        return "PA", f"PAIE {self._number}", [*parts, ("421000", "", "", sum(kept) - sum(gross), "")]

    def _vat(self) -> tuple[str, str, list[Part]]:
        cents = self._cents()
        return (
            "OD",
            f"TVA {self._number}",
            [
                ("445710", "", "", cents, ""),
                ("445660", "", "", -cents // 2, ""),
                ("445510", "", "", -(cents + -cents // 2), ""),
            ],
        )


def _customer(who: int, cents: int, letter: str) -> Part:
    return "411000", f"C{who:06d}", f"Société de négoce {who} SARL", cents, letter


def write(path: Path, lines: int, mix: dict[str, int], customers: int) -> None:
    """A FEC of about that many lines, in ISO-8859-15 with tabs, as programs write most."""
    year, number, written = Year(mix, customers), 0, 0
    with path.open("w", encoding="iso8859-15", newline="") as text:
        text.write("\t".join(TITLES) + "\r\n")
        while written < lines:
            number += 1
            journal, piece, parts = year.entry()
            day = date(2025, 1, 1) + timedelta(days=min(364, written * 365 // lines))
            for row in _rows(journal, number, day, piece, parts):
                text.write(row)
            written += len(parts)


def _rows(journal: str, number: int, day: date, piece: str, parts: list[Part]) -> Iterator[str]:
    for account, who, name, cents, letter in parts:
        amounts = [f"{c // 100},{c % 100:02d}" for c in (max(cents, 0), max(-cents, 0))]
        cells = [
            journal, JOURNALS[journal], str(number), f"{day:%Y%m%d}", account, "Clients" if who else "Compte général",
            who, name, piece, f"{day:%Y%m%d}", f"Écriture {piece} {name}"[:60], *amounts, letter,
            f"{day:%Y%m%d}" if letter else "", "20251231", "", "",
        ]  # fmt: skip
        yield "\t".join(cells) + "\r\n"


def bare(path: Path) -> None:
    """The bare csv module over the same file."""
    with path.open(encoding="iso8859-15", newline="") as text:
        for _row in csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
            pass


def ours(path: Path) -> None:
    """Our reading: every record of the file, a part at a time, as taking it in goes through them."""
    from encours.books.interchange.formats.reader import read_in_parts
    from encours.books.interchange.formats.reading import Options
    from encours.books.interchange.formats.records import in_parts

    with path.open("rb") as stream:
        parsed = read_in_parts(stream, path.name, options=Options(term_days=30))
        invoices = sum(len(part.invoices) for part in in_parts(parsed))
    assert invoices
    assert not parsed.rejected, parsed.rejected[:3]


def measured(how: str, path: Path) -> dict[str, float]:
    """Seconds and peak of memory in MB of one reading, in a process of its own."""
    command = [sys.executable, __file__, "--one", how, str(path)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _one(how: str, path: Path) -> None:
    if how == "ours":
        import encours.books.interchange.formats.reader  # noqa: F401 — the time of importing is not the time of reading
    begun = time.process_time()
    {"bare": bare, "ours": ours}[how](path)
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main() -> None:
    """Writes the files, measures each, prints a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--one", nargs=2, metavar=("HOW", "FILE"))
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path)
    options = asked.parse_args()
    if options.one:
        return _one(options.one[0], Path(options.one[1]))
    folder = options.folder or Path(tempfile.mkdtemp())
    print(f"{platform.python_version()} · {platform.machine()}")
    for name, lines, mix, customers in (
        ("reference", 100_000, REFERENCE, 2_000),
        ("reference", 1_000_000, REFERENCE, 2_000),
        ("selling", 1_000_000, SELLING, 2_000),
        ("taxed", 1_000_000, TAXED, 2_000),
        ("dense", 1_000_000, DENSE, 2_000),
    ):
        path = folder / f"{name}-{lines}.txt"
        if not path.exists():
            write(path, lines, mix, customers)
        rounds = [(measured("bare", path), measured("ours", path)) for _ in range(options.rounds)]
        plain = min(before["seconds"] for before, _after in rounds)
        full = min(after["seconds"] for _before, after in rounds)
        peak = max(after["peak"] for _before, after in rounds)
        print(
            f"{name:10} {lines:9} lines  csv {plain:6.2f} s  ours {full:6.2f} s  × {full / plain:4.2f}  {peak:6.0f} MB"
        )
    return None


if __name__ == "__main__":
    main()
