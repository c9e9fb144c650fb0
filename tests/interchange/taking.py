"""Files written in a test and read by the door of the formats."""

import io
from collections.abc import Sequence

from encours.books.interchange.formats.reader import Preview, preview, read
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import Parsed


def read_text(text: str, name: str = "fichier.csv", **options: object) -> Parsed:
    """What a UTF-8 text says."""
    return read_bytes(text.encode(), name, **options)


def read_bytes(data: bytes, name: str = "fichier.csv", **options: object) -> Parsed:
    """What bytes say."""
    return read(io.BytesIO(data), name, options=Options(**options))  # type: ignore[arg-type]


def preview_text(text: str, name: str = "fichier.csv", **options: object) -> Preview:
    """What a page would show of a text."""
    return preview(io.BytesIO(text.encode()), name, options=Options(**options))  # type: ignore[arg-type]


def lines(*rows: Sequence[str], mark: str = ";") -> str:
    """Rows as one delimited text."""
    return "\n".join(mark.join(row) for row in rows) + "\n"


def codes(parsed: Parsed) -> list[tuple[int | None, str]]:
    """Refusals as (line, code)."""
    return [(refusal.line, refusal.code.value) for refusal in parsed.rejected]


def warned(parsed: Parsed) -> set[str]:
    """Codes of warnings."""
    return {warning.code.value for warning in parsed.warnings}


def asked(parsed: Parsed) -> dict[str, int]:
    """Codes of questions with their counts."""
    return {question.code.value: question.count for question in parsed.questions}
