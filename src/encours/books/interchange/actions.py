"""Noting what became of a file, and remembering how its columns are read."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

from django.db import transaction

from encours.books.interchange.formats.mapping import Mapping
from encours.books.interchange.models import ColumnMapping, ImportRun
from encours.books.interchange.rules.runs import RunState
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDraft:
    """A file and its result. `counts` are what the journal tells; `result` is shown on pages."""

    file_name: str
    sha256: str
    kind: str
    encoding: str = ""
    is_taken: bool = False
    counts: Dictionary[str, int] = field(default_factory=dict)
    refused_lines: int = 0
    result: Dictionary[str, object] = field(default_factory=dict)
    options: Dictionary[str, object] = field(default_factory=dict)
    document_id: int | None = None
    run_id: int | None = None


@transaction.atomic
def record_run(act: Act, draft: RunDraft) -> int:
    """Notes that a file was taken in or refused, and tells the journal once for the whole file.

    With `run_id`, the file that waited for a person is the one that is taken or refused.
    """
    fields = {
        "entity_id": act.entity_id,
        "file_name": draft.file_name[:255],
        "sha256": draft.sha256,
        "kind": draft.kind[:20],
        "encoding": draft.encoding[:20],
        "state": (RunState.TAKEN if draft.is_taken else RunState.REFUSED).value,
        "result": dict(draft.result),
        "options": dict(draft.options),
        "document_id": draft.document_id,
        "by": act.actor,
        "started_at": act.at,
    }
    if draft.run_id is None:
        run_id = ImportRun.objects.create(**fields).pk
    else:
        run_id = draft.run_id
        ImportRun.objects.filter(entity_id=act.entity_id, pk=run_id).update(**fields)
    _tell(act, draft, run_id)
    return run_id


@transaction.atomic
def receive_file(act: Act, draft: RunDraft) -> int:
    """A file was uploaded: it waits until a person has seen what it holds."""
    row = ImportRun.objects.create(
        entity_id=act.entity_id,
        file_name=draft.file_name[:255],
        sha256=draft.sha256,
        kind=draft.kind[:20],
        state=RunState.PREVIEW.value,
        options=dict(draft.options),
        document_id=draft.document_id,
        by=act.actor,
        started_at=act.at,
    )
    reason = Reason(N_("Fichier « {name} » déposé"), name=draft.file_name)
    payload = {"run": row.pk, "sha256": draft.sha256}
    details = {"file": draft.file_name}
    evidence_actions.append(
        act.entry("interchange.file_received", f"import:{row.pk}", reason, payload=payload, details=details)
    )
    return row.pk


@transaction.atomic
def answer_file(act: Act, *, run_id: int, options: Dictionary[str, object], kind: str) -> None:
    """A person's answers about a file that waits: terms, encoding, columns; and what it is by them.

    Nothing is taken yet.
    """
    rows = ImportRun.objects.filter(entity_id=act.entity_id, pk=run_id).exclude(state=RunState.TAKEN.value)
    rows.update(options=dict(options), kind=kind[:20])


@transaction.atomic
def set_aside(act: Act, *, run_id: int) -> Refused | None:
    """A person leaves a file that waits; nothing of it was taken."""
    rows = ImportRun.objects.filter(entity_id=act.entity_id, pk=run_id, state=RunState.PREVIEW.value)
    if not rows.update(state=RunState.LEFT.value):
        return Refused(Reason(N_("Ce fichier n'attend plus.")))
    reason = Reason(N_("Fichier laissé de côté, rien n'en est pris"))
    evidence_actions.append(
        act.entry("interchange.file_set_aside", f"import:{run_id}", reason, payload={"run": run_id})
    )
    return None


@transaction.atomic
def keep_mapping(act: Act, *, headers_key: str, mapping: Mapping) -> None:
    """Remembers how the columns of files with these titles are read."""
    ColumnMapping.objects.update_or_create(
        entity_id=act.entity_id,
        headers_key=headers_key,
        defaults={"kind": mapping.kind[:20], "columns": mapping.as_dict(), "changed_at": act.at},
    )
    evidence_actions.append(
        act.entry(
            "interchange.columns_chosen",
            f"entity:{act.entity_id}",
            Reason(N_("Lecture des colonnes choisie")),
            payload={"columns": len(mapping.columns)},
        )
    )


def _tell(act: Act, draft: RunDraft, run_id: int) -> None:
    kind = "interchange.file_taken" if draft.is_taken else "interchange.file_refused"
    text = (
        N_("Fichier « {name} » pris : {count} nouveautés, {refused} lignes refusées")
        if draft.is_taken
        else N_("Fichier « {name} » refusé : {refused} lignes refusées, rien n'est pris")
    )
    reason = Reason(text, name=draft.file_name, count=sum(draft.counts.values()), refused=draft.refused_lines)
    payload = {
        "run": run_id,
        "sha256": draft.sha256,
        "kind": draft.kind,
        "counts": dict(draft.counts),
        "refused_lines": draft.refused_lines,
    }
    evidence_actions.append(
        act.entry(kind, f"import:{run_id}", reason, payload=payload, details={"file": draft.file_name})
    )
