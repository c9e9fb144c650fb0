"""An answer as it is kept with its file and shown again on pages, in any language."""

from collections.abc import Mapping
from typing import Any

from encours.books.interchange.formats.issues import Code, Issue
from encours.books.interchange.formats.mapping import DateOrder, mapping_from
from encours.books.interchange.formats.records import Kind, Totals
from encours.flows.importing.answer import FileAnswer, ImportOptions
from encours.ground.plumbing.reason_json import from_json, to_json

_TOTALS = ("opening", "invoiced", "credited", "paid", "other")


def result_json(answer: FileAnswer, *, refused: int) -> dict[str, object]:
    """What is kept of an answer. `refused` counts all refused lines, of which the first are kept."""
    return {
        "accepted": dict(answer.accepted),
        "already_known": dict(answer.already_known),
        "rejected": [_issue_json(found) for found in answer.rejected],
        "refused": refused,
        "warnings": [_issue_json(found) for found in answer.warnings],
        "questions": [
            {"code": q.code.value, "message": to_json(q.message), "count": q.count} for q in answer.questions
        ],
        "totals": {
            currency: {name: getattr(totals, name) for name in _TOTALS}
            for currency, totals in answer.totals.items()
        },
    }


def answer_from(name: str, kind: str, encoding: str, result: Mapping[str, Any]) -> FileAnswer:
    """The answer that was kept, as far as it was."""
    return FileAnswer(
        file=name,
        kind=kind or None,
        encoding=encoding or None,
        accepted=result.get("accepted", {}),
        already_known=result.get("already_known", {}),
        rejected=tuple(map(_issue_from, result.get("rejected", ()))),
        warnings=tuple(map(_issue_from, result.get("warnings", ()))),
        totals={currency: Totals(**sums) for currency, sums in result.get("totals", {}).items()},
    )


def options_json(options: ImportOptions) -> dict[str, object]:
    """A person's answers about a file."""
    return {
        "terms_days": options.terms_days,
        "kind": None if options.kind is None else options.kind.value,
        "mapping": None if options.mapping is None else options.mapping.as_dict(),
        "encoding": options.encoding,
        "date_order": None if options.date_order is None else options.date_order.value,
        "skip_rejected": options.skip_rejected,
    }


def options_from(stored: Mapping[str, Any]) -> ImportOptions:
    """The answers that were kept. Raises MappingError for columns of another version."""
    kind, order, mapping = stored.get("kind"), stored.get("date_order"), stored.get("mapping")
    return ImportOptions(
        terms_days=stored.get("terms_days"),
        kind=Kind(kind) if kind else None,
        mapping=mapping_from(mapping) if mapping else None,
        encoding=stored.get("encoding"),
        date_order=DateOrder(order) if order else None,
        skip_rejected=bool(stored.get("skip_rejected")),
    )


def _issue_json(found: Issue) -> dict[str, object]:
    return {
        "line": found.line,
        "field": None if found.field is None else str(found.field),
        "code": found.code.value,
        "message": to_json(found.message),
        "value": found.value,
    }


def _issue_from(stored: Mapping[str, Any]) -> Issue:
    return Issue(
        code=Code(stored["code"]),
        message=from_json(stored["message"]),
        line=stored["line"],
        field=stored["field"],
        value=stored.get("value"),
    )
