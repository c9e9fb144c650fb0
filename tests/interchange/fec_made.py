"""A small FEC made by us, in every dialect that programs write."""

from dataclasses import dataclass, replace

TITLES = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip

NAMES = {"C1": "Épicerie Dupont", "C2": "Garage Martin", "C3": "Mairie de Sète"}
JOURNALS = {"AN": "À-nouveaux", "VE": "Ventes", "BQ": "Banque", "OD": "Opérations diverses"}


@dataclass(frozen=True)
class Line:
    """One line; amounts in cents."""

    journal: str
    entry: str
    day: str
    account: str
    debit: int = 0
    credit: int = 0
    customer: str = ""
    piece: str = ""
    letter: str = ""
    lettered: str = ""
    currency: str = ""


def entry(
    journal: str, number: str, day: str, *parts: tuple[str, int, str, str], piece: str = ""
) -> list[Line]:
    """An entry: each part is (account, cents: positive for a debit, customer, letter)."""
    return [
        Line(journal, number, day, account, max(cents, 0), max(-cents, 0), customer, piece, letter)
        for account, cents, customer, letter in parts
    ]


def year() -> list[Line]:
    """A year of three customers.

    C1 owed 100 on opening day, paid it (letter X) and half of F-1; C2 paid F-2 less a credit note and
    got 5 back; C3 owes F-3. Owed at the end: C1 60, C2 0, C3 240.
    """
    return [
        *entry("AN", "1", "20250101", ("411000", 10000, "C1", ""), ("101000", -10000, "", ""), piece="RAN"),
        *entry("VE", "2", "20250110", ("411000", 12000, "C1", "A"), ("706000", -10000, "", ""), ("445710", -2000, "", ""), piece="F-1"),  # noqa: E501
        *entry("VE", "3", "20250112", ("411000", 6000, "C2", "A"), ("706000", -5000, "", ""), ("445710", -1000, "", ""), piece="F-2"),  # noqa: E501
        *entry("VE", "4", "20250120", ("411000", -1200, "C2", "A"), ("706000", 1000, "", ""), ("445710", 200, "", ""), piece="AV-1"),  # noqa: E501
        *entry("BQ", "5", "20250115", ("512000", 10000, "", ""), ("411000", -10000, "C1", "X"), piece="VIR 1"),
        *entry("BQ", "6", "20250201", ("512000", 6000, "", ""), ("411000", -6000, "C1", "A"), piece="VIR 2"),
        *entry("BQ", "7", "20250205", ("512000", 5300, "", ""), ("411000", -5300, "C2", "A"), piece="VIR 3"),
        *entry("BQ", "8", "20250210", ("411000", 500, "C2", "A"), ("512000", -500, "", ""), piece="REMB"),
        *entry("VE", "9", "20250301", ("411000", 24000, "C3", ""), ("706000", -20000, "", ""), ("445710", -4000, "", ""), piece="F-3"),  # noqa: E501
        *entry("BQ", "10", "20250331", ("607000", 100, "", ""), ("512000", -100, "", ""), piece="ACHAT"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a program writes."""

    mark: str = "\t"
    codec: str = "utf-8"
    end: str = "\r\n"
    sides: tuple[str, str] | None = None
    extra: int = 0
    padded: bool = False
    zeros: bool = False
    point: bool = False
    quoted: bool = False
    last_empty: bool = False
    signed: bool = False


def written(lines: list[Line], dialect: Dialect = Dialect()) -> bytes:
    """The file in a dialect."""
    titles = [*TITLES, *("DateRglt", "ModeRglt", "NatOp", "IdClient")[: dialect.extra]]
    if dialect.sides:
        titles[11:13] = ["Montant", "Sens"]
    rows = [titles, *(_cells(line, dialect) for line in lines)]
    text = "".join(_joined(row, dialect) + dialect.end for row in rows)
    return text.encode(dialect.codec)


def without_letters(lines: list[Line]) -> list[Line]:
    """The same year before the bookkeeper lettered it."""
    return [replace(line, letter="") for line in lines]


def _joined(cells: list[str], dialect: Dialect) -> str:
    shown = [f'"{cell}"' for cell in cells] if dialect.quoted else cells
    return dialect.mark.join([*shown, *([""] if dialect.last_empty else [])])


def _cells(line: Line, dialect: Dialect) -> list[str]:
    amounts = [_amount(line.debit, dialect), _amount(line.credit, dialect)]
    if dialect.sides:
        amounts = [_amount(line.debit or line.credit, dialect), dialect.sides[0 if line.debit else 1]]
    elif dialect.signed and line.credit:
        amounts = [_amount(-line.credit, dialect), _amount(0, dialect)]
    cells = [
        line.journal, JOURNALS.get(line.journal, line.journal), line.entry, line.day, line.account,
        "Clients" if line.account.startswith("41") else "Compte",
        line.customer, NAMES.get(line.customer, line.customer),
        line.piece, line.day, f"Écriture {line.piece}", *amounts, line.letter, line.lettered,
        "20251231", "", line.currency,
        *[""] * dialect.extra,
    ]  # fmt: skip
    return [f" {cell}  " if dialect.padded else cell for cell in cells]


def _amount(cents: int, dialect: Dialect) -> str:
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    whole = f"{cents // 100:015d}" if dialect.zeros else str(cents // 100)
    text = f"{sign}{whole}{'.' if dialect.point else ','}{cents % 100:02d}"
    return text.rjust(15) if dialect.padded else text
