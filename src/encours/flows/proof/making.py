"""Makes the file of proof of a case: exhibits numbered, listed, hashed, sealed, and the script that checks it."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from io import StringIO
from zoneinfo import ZoneInfo

from django.utils import timezone

from encours.books.interchange.formats.export import harmless
from encours.flows.proof.chronology import chronology, journal_head
from encours.flows.proof.drawn import drawn
from encours.flows.proof.exhibits import exhibits_of
from encours.flows.proof.figures import as_facts
from encours.flows.proof.gathered import CaseProof
from encours.flows.proof.needs import completeness_of
from encours.flows.proof.paper import dossier_facts
from encours.flows.proof.statement import Statement, statement_of
from encours.ground.documents.queries import DocumentDamaged
from encours.ground.evidence.dossier import bundle
from encours.ground.evidence.dossier.completeness import Completeness
from encours.ground.evidence.dossier.exhibits import PDF, Listed, file_name, numbered
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.pdf_pages import PdfUnreadable, pages_of
from encours.ground.plumbing.say import say

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A file of proof: every file by its path, its seal, its exhibits; `left_out`: files that were damaged."""

    contents: Mapping[str, bytes]
    seal: str
    exhibits: tuple[Listed, ...]
    entries: int
    completeness: Completeness
    statement: Statement
    left_out: tuple[str, ...]


More = Callable[[Made], Mapping[str, bytes]]
"""What else goes into the file, from what it holds already: a court's sheet, a request."""


def made(
    proof: CaseProof,
    *,
    language: str,
    progress: Progress = lambda _done, _of: None,
    more: More | None = None,
) -> Made:
    """The file of proof of a case in a language. Its own hash is `seal`, which the journal keeps.

    A damaged file is left out and told, never put in; `more` is added under the same seal. Raises PdfError.
    """
    with timezone.override(ZoneInfo(proof.entity.time_zone)):
        whole = _made(proof, language, progress)
        return _sealed(proof, replace(whole, contents={**whole.contents, **(more(whole) if more else {})}))


def _made(proof: CaseProof, language: str, progress: Progress) -> Made:
    statement, told = statement_of(proof), chronology(proof)
    rows, contents, left_out = _written(proof, language, progress)
    facts = dossier_facts(proof, statement, told, rows, language=language)
    contents["dossier.pdf"] = drawn("dossier.typ", facts, proof)
    contents["chronology.jsonl"] = bundle.as_lines(told)
    contents["claim.json"] = bundle.as_json(as_facts(statement))
    contents["index.json"] = bundle.as_json({"exhibits": [_index(row) for row in rows]})
    contents["index.csv"] = _sheet(rows, language)
    contents["README.txt"] = _readme(language)
    contents[bundle.CHECKER] = bundle.checker()
    return Made(contents, "", tuple(rows), len(told), completeness_of(proof), statement, tuple(left_out))


def _sealed(proof: CaseProof, whole: Made) -> Made:
    """The same under its manifest and seal; what was added before the seal is under it."""
    about = {
        "case": proof.case.id,
        "creditor": proof.entity.name,
        "debtor": proof.customer.name,
        "made_at": proof.act.at.isoformat(),
        "journal": {**journal_head(proof), "entries": whole.entries},
    }
    contents, seal = bundle.sealed(whole.contents, about=about)
    return replace(whole, contents=contents, seal=seal)


def _written(
    proof: CaseProof, language: str, progress: Progress
) -> tuple[list[Listed], dict[str, bytes], list[str]]:
    """The exhibits that can be read, numbered without a gap, and those that cannot."""
    whole, left_out, found = [], [], exhibits_of(proof, language=language)
    for place, exhibit in enumerate(found):
        progress(place, len(found) + 1)
        try:
            whole.append((exhibit, exhibit.content()))
        except DocumentDamaged:
            left_out.append(say(exhibit.title, language))
    read = {id(exhibit): content for exhibit, content in whole}
    rows, contents = [], {}
    for number, exhibit in numbered(exhibit for exhibit, _content in whole):
        content, title = read[id(exhibit)], say(exhibit.title, language)
        path = f"{bundle.EXHIBITS}/{file_name(number, title, exhibit.media_type)}"
        contents[path] = content
        pages = _pages(content) if exhibit.media_type == PDF else None
        listed = Listed(
            number, exhibit.kind.value, title, exhibit, path, bundle.digest(content), len(content), pages
        )
        rows.append(listed)
    return rows, contents, left_out


def _index(row: Listed) -> dict[str, object]:
    on = row.exhibit.dated_on
    return {
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "dated_on": on.isoformat() if on else None,
        "pages": row.pages,
        "path": row.path,
        "bytes": row.size,
        "sha256": row.sha256,
        "source": row.exhibit.source,
    }


def _sheet(rows: list[Listed], language: str) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    titles = (N_("N°"), N_("Désignation"), N_("Date"), N_("Pages"), N_("Fichier"), N_("SHA-256"))
    writer.writerow([say(Reason(text), language) for text in titles])
    for row in rows:
        on = row.exhibit.dated_on
        cells = [str(row.number), row.title, on.isoformat() if on else "", str(row.pages or "")]
        writer.writerow([harmless(cell) for cell in (*cells, row.path, row.sha256)])
    return out.getvalue().encode("utf-8-sig")


def _pages(content: bytes) -> int | None:
    try:
        return pages_of(content)
    except PdfUnreadable:
        return None


def archived(found: Made, *, case_id: int, made_at: datetime) -> bytes:
    """The same in one ZIP."""
    return bundle.archive(found.contents, top=f"dossier-{case_id}", made_at=made_at)


def _readme(language: str) -> bytes:
    name = "readme.en.txt" if language == "en" else "readme.fr.txt"
    return files("encours.flows.proof").joinpath(name).read_bytes()
