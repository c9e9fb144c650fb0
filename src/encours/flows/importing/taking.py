"""Takes one file that was read into the books, part by part: all of it or nothing."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from django.db import IntegrityError, transaction

from encours.books.interchange import actions as interchange_actions
from encours.books.interchange.actions import RunDraft
from encours.books.interchange.formats.collector import collector_held
from encours.books.interchange.formats.issues import Code, Issue
from encours.books.interchange.formats.records import Parsed, in_parts
from encours.books.interchange.rules.books import Who
from encours.books.interchange.rules.tally import Tally
from encours.books.receivables import actions as receivables_actions
from encours.flows import broken_words, promises
from encours.flows.closing import giving_up
from encours.flows.disputes import crediting
from encours.flows.importing.answer import FileAnswer, ImportOptions
from encours.flows.importing.doubts import leave_in_peace
from encours.flows.importing.loading import Loaded
from encours.flows.importing.looking_up import plans
from encours.flows.importing.refused import refused_csv, refused_name
from encours.flows.importing.stored import options_json, result_json
from encours.flows.importing.writing import write
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.method.cases import queries as cases_queries

SHOWN_REFUSALS = 100

Told = Callable[[int, int], None]
"""Is told how many parts of how many are written."""


@dataclass(slots=True)
class Taken:
    """What the parts came to: `changed` are customers whose account changed, `doubted` new ones to leave in peace."""

    tally: Tally = field(default_factory=Tally)
    changed: set[int] = field(default_factory=set)
    doubted: dict[Who, int] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)


def import_loaded(
    act: Act, loaded: Loaded, options: ImportOptions, *, progress: Told | None = None
) -> FileAnswer:
    """Takes one file in. Somebody who takes the same one in at the same moment is waited for."""
    try:
        return _take(act, loaded, options, progress)
    except IntegrityError:
        return _take(act, loaded, options, progress)


def foretell(act: Act, loaded: Loaded) -> FileAnswer:
    """What taking a file in would say. Writes nothing."""
    tally = Tally()
    for part, plan in plans(act, loaded.parsed, digest=loaded.digest):
        tally.add(plan, _remarks(loaded.parsed, part))
    return _answer(loaded, tally)


@transaction.atomic
def _take(act: Act, loaded: Loaded, options: ImportOptions, progress: Told | None) -> FileAnswer:
    parsed = loaded.parsed
    with transaction.atomic():
        taken = _write_parts(act, loaded, options, progress)
        answer = _answer(loaded, taken.tally)
        is_taken = not answer.is_unreadable and (options.skip_rejected or not answer.rejected)
        if not is_taken:
            transaction.set_rollback(True)
    if is_taken and answer.rejected:
        answer = replace(answer, totals=taken.tally.totals)
    if options.dry_run:
        return answer
    if is_taken:
        _note_cash(act, parsed)
        leave_in_peace(act, parsed.doubted, taken.doubted)
        crediting.settle(act, taken.notes)
        _look_again(act, taken.changed)
    return _recorded(act, loaded, replace(answer, is_taken=is_taken), options)


def _write_parts(act: Act, loaded: Loaded, options: ImportOptions, progress: Told | None) -> Taken:
    """Plans and writes part after part. Once a line is refused the others are only planned, to be told."""
    parsed, taken = loaded.parsed, Taken()
    count = len(in_parts(parsed))
    is_refused = bool(parsed.rejected) and not options.skip_rejected
    for rank, (part, plan) in enumerate(plans(act, parsed, digest=loaded.digest), start=1):
        taken.tally.add(plan, _remarks(parsed, part))
        is_refused = is_refused or (bool(plan.rejected) and not options.skip_rejected)
        if not (is_refused or parsed.unreadable or plan.is_empty):
            with collector_held():
                written = write(act, plan)
            taken.changed |= written.changed
            taken.notes += written.notes
            taken.doubted |= {key: pk for key, pk in written.new.items() if key in parsed.doubted}
        if progress is not None and count > 1:
            progress(rank, count)
    return taken


def _remarks(parsed: Parsed, part: Parsed) -> tuple[Issue, ...]:
    """What reading a part said; of a file in one piece its answer says it."""
    return () if part is parsed else part.warnings


def _answer(loaded: Loaded, tally: Tally) -> FileAnswer:
    """What taking a file in says."""
    parsed = loaded.parsed
    return FileAnswer(
        file=loaded.name,
        kind=parsed.kind,
        encoding=parsed.encoding,
        accepted=tally.accepted,
        already_known=tally.known,
        rejected=tuple(sorted((*parsed.rejected, *tally.rejected), key=lambda found: found.line or 0)),
        unnamed=tally.unnamed,
        warnings=(*parsed.warnings, *tally.warnings),
        questions=tuple(asked for asked in parsed.questions if not _is_answered(asked.code, tally)),
        totals=parsed.totals,
        is_unreadable=parsed.unreadable,
    )


def _is_answered(code: Code, tally: Tally) -> bool:
    """Whether nothing waits for it: invoices without a due date may be known, or their customer's terms."""
    return code is Code.DUE_DATES_MISSING and Code.DUE_DATE_MISSING not in tally.codes


def _recorded(act: Act, loaded: Loaded, answer: FileAnswer, options: ImportOptions) -> FileAnswer:
    """Keeps the file, and beside it all its refused lines; notes what became of it."""
    document = _keep(act, loaded.name, loaded.stream)
    shown = replace(answer, rejected=answer.rejected[:SHOWN_REFUSALS])
    result = result_json(shown, refused=answer.refused_lines)
    if answer.rejected:
        lines = refused_csv(answer, loaded, language=act.language)
        result["refused_document"] = _keep(act, refused_name(answer), BytesIO(lines))
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


def _keep(act: Act, name: str, stream: BinaryIO) -> int:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return documents_actions.store_stream(
        owner=act.chain, name=name, stream=stream, media_type=media_type, at=act.at
    )


def _note_cash(act: Act, parsed: Parsed) -> None:
    """Cash is known up to the latest day that the file tells, never beyond today."""
    if parsed.cash_known_on is not None:
        receivables_actions.note_cash_known(act, known_to=min(parsed.cash_known_on, act.today))


def _look_again(act: Act, changed: set[int]) -> None:
    """Promises are judged by the money that came, and by what went back; who is on the list is looked at again."""
    giving_up.recover(act, changed)
    judged = sorted({*promises.reopen(act, changed), *promises.judge(act)})
    on_the_list = cases_queries.open_cases_of(changed | set(judged))
    if on_the_list:
        refresh(act, on_the_list)
        broken_words.prepare(act, judged)
