"""Takes files in: each is read, planned against the books, and written whole or not at all."""

import io
import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import IntegrityError, transaction

from encours.books.interchange import actions as interchange_actions
from encours.books.interchange.actions import RunDraft
from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.pdf_zip import holds_copies
from encours.books.interchange.formats.records import Kind, Parsed, money_totals
from encours.books.interchange.rules.drafted import Plan
from encours.books.receivables import actions as receivables_actions
from encours.flows import promises
from encours.flows.importing.answer import FileAnswer, ImportAnswer, ImportOptions
from encours.flows.importing.copies import attach_pdfs
from encours.flows.importing.doubts import leave_in_peace
from encours.flows.importing.loading import Loaded, content_of, load
from encours.flows.importing.looking_up import plan_import
from encours.flows.importing.refused import refused_csv, refused_name
from encours.flows.importing.stored import options_json, result_json
from encours.flows.importing.writing import Written, write
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.method.cases import queries as cases_queries

Source = tuple[str, BinaryIO | Path | bytes]
Progress = Callable[[str, int], None]

PLAIN = ImportOptions()
_ORDER = (Kind.CUSTOMERS, Kind.CONTACTS, Kind.FEC, Kind.INVOICES, Kind.PAYMENTS)
_SHOWN_REFUSALS = 100


def import_files(
    act: Act, files: Sequence[Source], options: ImportOptions = PLAIN, *, progress: Progress | None = None
) -> ImportAnswer:
    """Takes files in, customers first, then what they bought, then what they paid, then copies.

    One transaction for each: a refused line refuses its file and no other, unless `skip_rejected`.
    The same file twice changes nothing. A dry run is the run, taken back.
    """
    if not options.dry_run:
        return _import(act, files, options, progress)
    with transaction.atomic():
        answer = _import(act, files, options, progress)
        transaction.set_rollback(True)
    return answer


def _import(
    act: Act, files: Sequence[Source], options: ImportOptions, progress: Progress | None
) -> ImportAnswer:
    answers: dict[int, FileAnswer] = {}
    tables: dict[int, Loaded] = {}
    copies: dict[int, bytes] = {}
    for place, (name, source) in enumerate(files):
        content = content_of(source)
        if holds_copies(io.BytesIO(content)):
            copies[place] = content
        else:
            tell = partial(progress, name) if progress else None
            tables[place] = load(act, name, content, options, progress=tell)
    for place in sorted(tables, key=lambda place: _rank(tables[place].parsed)):
        answers[place] = import_loaded(act, tables[place], options)
    for place, content in copies.items():
        answers[place] = attach_pdfs(act, files[place][0], content, options)
    return ImportAnswer(tuple(answers[place] for place in range(len(files))))


def import_loaded(act: Act, loaded: Loaded, options: ImportOptions) -> FileAnswer:
    """Takes one file in. Somebody who takes the same one in at the same moment is waited for."""
    with collector_held():
        try:
            return _take(act, loaded, options)
        except IntegrityError:
            return _take(act, loaded, options)


def foretell(act: Act, loaded: Loaded) -> FileAnswer:
    """What taking a file in would say. Writes nothing."""
    return answer_of(loaded, plan_import(act, loaded.parsed, digest=loaded.digest).plan)


def answer_of(loaded: Loaded, plan: Plan) -> FileAnswer:
    """What taking a file in says, before it is done."""
    parsed = loaded.parsed
    return FileAnswer(
        file=loaded.name,
        kind=parsed.kind,
        encoding=parsed.encoding,
        accepted=plan.accepted,
        already_known=plan.known,
        rejected=tuple(sorted((*parsed.rejected, *plan.rejected), key=lambda found: found.line or 0)),
        warnings=(*parsed.warnings, *plan.warnings),
        questions=tuple(asked for asked in parsed.questions if not _is_answered(asked.code, plan)),
        totals=parsed.totals,
        is_unreadable=parsed.unreadable,
    )


def _is_answered(code: Code, plan: Plan) -> bool:
    """Whether nothing waits for it: invoices without a due date may be known, or their customer's terms."""
    return code is Code.DUE_DATES_MISSING and all(r.code is not Code.DUE_DATE_MISSING for r in plan.rejected)


@transaction.atomic
def _take(act: Act, loaded: Loaded, options: ImportOptions) -> FileAnswer:
    plan = plan_import(act, loaded.parsed, digest=loaded.digest).plan
    answer = answer_of(loaded, plan)
    is_taken = not answer.is_unreadable and (options.skip_rejected or not answer.rejected)
    written = write(act, plan) if is_taken and not plan.is_empty else Written()
    if is_taken and answer.rejected:
        answer = replace(answer, totals=money_totals(plan.sums))
    if options.dry_run:
        return answer
    if is_taken:
        _note_cash(act, loaded.parsed)
        leave_in_peace(act, loaded.parsed.doubted, written.new)
        _look_again(act, written.changed)
    return _recorded(act, loaded, replace(answer, is_taken=is_taken), options)


def _recorded(act: Act, loaded: Loaded, answer: FileAnswer, options: ImportOptions) -> FileAnswer:
    """Keeps the file, and beside it all its refused lines; notes what became of it."""
    document = _keep(act, loaded.name, loaded.content)
    shown = replace(answer, rejected=answer.rejected[:_SHOWN_REFUSALS])
    result = result_json(shown, refused=answer.refused_lines)
    if answer.rejected:
        lines = refused_csv(answer, loaded, language=act.language)
        result["refused_document"] = _keep(act, refused_name(answer), lines)
    draft = RunDraft(
        file_name=loaded.name,
        sha256=loaded.digest,
        kind=answer.kind or "",
        encoding=answer.encoding or "",
        is_taken=answer.is_taken,
        counts=answer.accepted if answer.is_taken else {},
        refused_lines=answer.refused_lines,
        result=result,
        options=options_json(options),
        document_id=document,
        run_id=options.run_id,
    )
    return replace(answer, run_id=interchange_actions.record_run(act, draft))


def _keep(act: Act, name: str, content: bytes) -> int:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return documents_actions.store(
        owner=act.chain, name=name, content=content, media_type=media_type, at=act.at
    )


def _note_cash(act: Act, parsed: Parsed) -> None:
    """Cash is known up to the latest day that the file tells, never beyond today."""
    if parsed.cash_known_on is not None:
        receivables_actions.note_cash_known(act, known_to=min(parsed.cash_known_on, act.today))


def _look_again(act: Act, changed: set[int]) -> None:
    """Promises are judged by the money that came; customers on the list are looked at again."""
    judged = promises.judge(act)
    on_the_list = cases_queries.open_cases_of(changed | set(judged))
    if on_the_list:
        refresh(act, on_the_list)


def _rank(parsed: Parsed) -> int:
    return _ORDER.index(parsed.kind) if parsed.kind in _ORDER else len(_ORDER)
