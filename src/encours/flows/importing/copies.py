"""Copies of invoices: PDFs, alone or in a ZIP, each given to the invoice whose number its name holds."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from django.db import transaction

from encours.books.interchange import actions as interchange_actions
from encours.books.interchange.actions import RunDraft
from encours.books.interchange.formats.issues import Code, Issue, issue
from encours.books.interchange.formats.pdf_zip import NumberKeys, PdfFile, match_by_name, read_pdfs
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.queries import booked as booked_queries
from encours.flows.importing.answer import COPIES, FileAnswer, ImportOptions
from encours.flows.importing.stored import options_json, result_json
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act

Found = Mapping[str, tuple[int, int | None]]


def attach_pdfs(act: Act, name: str, content: bytes, options: ImportOptions) -> FileAnswer:
    """Gives each PDF to the invoice it names. An invoice keeps the copy it has.

    A PDF that is damaged, or that no invoice or several could own, refuses the file, unless
    `skip_rejected` and at least one PDF has found its invoice.
    """
    answer, owners = match_pdfs(act, name, content)
    if options.dry_run:
        return answer
    is_useful = bool(answer.accepted or answer.already_known)
    is_taken = not answer.rejected or (options.skip_rejected and is_useful)
    return _take(act, replace(answer, is_taken=is_taken), owners, content, options)


def match_pdfs(act: Act, name: str, content: bytes) -> tuple[FileAnswer, dict[str, int]]:
    """What attaching would say, and which PDF would go to which invoice. Writes nothing."""
    owners, known, rejected = _owners(act, name, content)
    answer = FileAnswer(
        file=name,
        kind=COPIES,
        accepted={COPIES: len(owners)} if owners else {},
        already_known={COPIES: known} if known else {},
        rejected=tuple(rejected),
    )
    return answer, owners


def _owners(act: Act, name: str, content: bytes) -> tuple[dict[str, int], int, list[Issue]]:
    """File name → invoice that gets it; how many are there already; what nobody can be given."""
    books = _Numbers(act.entity_id)
    owners: dict[str, int] = {}
    known, rejected = 0, []
    for pdf in read_pdfs(io.BytesIO(content), name):
        found = pdf if isinstance(pdf, Issue) else books.find(pdf.name)
        if isinstance(found, Issue):
            rejected.append(found)
        elif isinstance(pdf, PdfFile) and found[1] is None and found[0] not in owners.values():
            owners[pdf.name] = found[0]
        else:
            known += 1
    return owners, known, rejected


@transaction.atomic
def _take(
    act: Act, answer: FileAnswer, owners: dict[str, int], content: bytes, options: ImportOptions
) -> FileAnswer:
    """Keeps the PDFs one at a time, so that a large archive is never unpacked whole."""
    if answer.is_taken and owners:
        copies = {
            owners[pdf.name]: documents_actions.store(
                owner=act.chain,
                name=PurePosixPath(pdf.name).name,
                content=pdf.content,
                media_type="application/pdf",
                at=act.at,
            )
            for pdf in read_pdfs(io.BytesIO(content), answer.file)
            if isinstance(pdf, PdfFile) and pdf.name in owners
        }
        receivables_actions.attach_copies(act, copies)
    draft = RunDraft(
        file_name=answer.file,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=COPIES,
        is_taken=answer.is_taken,
        counts=answer.accepted if answer.is_taken else {},
        refused_lines=answer.refused_lines,
        result=result_json(answer, refused=answer.refused_lines),
        options=options_json(options),
        document_id=options.document_id,
        run_id=options.run_id,
    )
    return replace(answer, run_id=interchange_actions.record_run(act, draft))


class _Numbers:
    """The invoices of an entity by number: those that are open first, the others only when needed."""

    def __init__(self, entity_id: int) -> None:
        self._entity_id = entity_id
        self._open = booked_queries.copies_by_number(entity_id, only_open=True)
        self._open_keys = NumberKeys(self._open)
        self._all: Found = {}
        self._all_keys: NumberKeys | None = None

    def find(self, name: str) -> tuple[int, int | None] | Issue:
        """The invoice that a file's name speaks of: its id, and its copy if it has one."""
        match = match_by_name(name, self._open_keys)
        if match.number is not None:
            return self._open[match.number]
        if not match.numbers:
            if self._all_keys is None:
                self._all = booked_queries.copies_by_number(self._entity_id, only_open=False)
                self._all_keys = NumberKeys(self._all)
            match = match_by_name(name, self._all_keys)
        if match.number is not None:
            return self._all[match.number]
        if match.numbers:
            return issue(Code.COPY_AMBIGUOUS, field=name, name=name, numbers=", ".join(match.numbers))
        return issue(Code.COPY_UNMATCHED, field=name, name=name)
