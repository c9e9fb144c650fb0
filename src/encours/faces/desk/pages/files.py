"""What the pages of files show: files so far, what one holds before it is taken, what was refused of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.formats.issues import Code, Issue
from encours.books.interchange.formats.labels import FIELD_LABELS, KIND_LABELS
from encours.books.interchange.formats.mapping import Field
from encours.books.interchange.formats.records import Kind
from encours.books.interchange.queries import Run
from encours.books.interchange.rules.runs import RUN_STATE_LABELS, RunState
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.files import ENCODINGS, AnswersForm, ColumnsForm
from encours.faces.desk.pages.copies import copies_to_attach, unmatched
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.flows.importing import FileAnswer
from encours.flows.importing.answer import COPIES
from encours.flows.importing.waiting import Seen
from encours.ground.kernel.clock import local_time
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.reason_json import from_json
from encours.ground.plumbing.say import say

PAGE = 25
SHOWN_REFUSALS = 100
RECENT = timedelta(days=14)
_SAMPLES = 3
_STATES = {
    RunState.PREVIEW: ("today", "circle-question-mark"),
    RunState.TAKEN: ("kept", "check"),
    RunState.REFUSED: ("late", "circle-x"),
    RunState.LEFT: ("rest", "ban"),
}
_ROWS = {
    "customers": N_("Clients"),
    "contacts": N_("Interlocuteurs"),
    "opening_items": N_("À-nouveaux"),
    "invoices": N_("Factures"),
    "credit_notes": N_("Avoirs"),
    "payments": N_("Règlements"),
    "allocations": N_("Affectations"),
    COPIES: N_("Copies de factures"),
}
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", **ENCODINGS}
_SUMS = ("opening", "invoiced", "credited", "paid", "other", "open")


def files_page(desk: Desk, *, before: int | None) -> dict[str, Any]:
    """The place to drop files, what they left open, and those that came before."""
    runs = interchange_queries.runs(desk.entity.id, limit=PAGE + 1, before=before)
    shown = runs[:PAGE]
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    base = reverse("desk:files")
    return {
        "questions": _questions(desk),
        "runs": [_run_row(desk, run, names) for run in shown],
        "next_url": with_query(base, avant=shown[-1].id) if len(runs) > PAGE else None,
        "may_record": desk.may(Permission.RECORD),
    }


def file_page(desk: Desk, seen: Seen, forms: tuple[AnswersForm | None, ColumnsForm | None]) -> dict[str, Any]:
    """One file: what it holds, what is new, what is refused, and how to take it."""
    answer, run = seen.answer, seen.run
    refused = run.result.get("refused", 0) if not seen.is_open else answer.refused_lines
    waits = seen.looked is not None and answer.waits_for_terms
    options_form, mapping_form = forms
    return {
        "run": {
            "id": run.id,
            "name": run.file_name,
            "kind": kind_label(answer.kind),
            "encoding": _ENCODINGS.get(answer.encoding or "", answer.encoding or ""),
            "state": _state(run),
            "at": local_time(run.started_at, desk.entity.time_zone),
        },
        "counts": [] if _is_whole(answer) else _counts(answer, refused, waits=waits),
        "waits": waits,
        "totals": [_totals(currency, answer) for currency in answer.totals],
        "columns": _columns(seen, mapping_form),
        "mapping_form": mapping_form,
        "options_form": options_form if _has_something_to_ask(seen, options_form) else None,
        "is_copies": answer.kind == COPIES,
        "copies": copies_to_attach(desk, seen.copies, most=SHOWN_REFUSALS),
        "copies_more": max(0, len(seen.copies) - SHOWN_REFUSALS),
        "trouble": None if waits else _trouble(seen),
        "rejected": [] if waits or _is_whole(answer) else _refusals(answer),
        "rejected_url": _refused_url(seen),
        "rejected_more": max(0, refused - SHOWN_REFUSALS),
        "warnings": _warnings(answer),
        **_doors(desk, seen, refused),
    }


def _is_whole(answer: FileAnswer) -> bool:
    """Whether the file is refused as a file, not line by line."""
    first = answer.rejected[0] if len(answer.rejected) == 1 else None
    return first is not None and not first.line and not first.field and not answer.accepted


def _trouble(seen: Seen) -> Reason | None:
    """What stands in the way of the file, and what to do about it."""
    answer = seen.answer
    if not answer.rejected:
        return None
    if _is_whole(answer):
        return answer.rejected[0].message
    if answer.kind == COPIES:
        return unmatched(answer)
    if seen.run.state is RunState.TAKEN:
        return Reason(N_("Des lignes n'ont pas été prises. Corrigez-les et déposez-les de nouveau."))
    if not answer.accepted:
        return Reason(N_("Aucune ligne ne peut être prise. Corrigez le fichier et déposez-le de nouveau."))
    return Reason(
        N_(
            "Des lignes ne peuvent pas être prises. "
            "Corrigez le fichier et déposez-le de nouveau, ou prenez le reste."
        )
    )


def _refusals(answer: FileAnswer) -> list[dict[str, Any]]:
    return [_refusal(found) for found in answer.rejected[:SHOWN_REFUSALS]]


def _refused_url(seen: Seen) -> str | None:
    """The file of refused lines; a file refused as a whole, or copies, have none."""
    answer = seen.answer
    if not answer.rejected or _is_whole(answer) or answer.kind == COPIES:
        return None
    return reverse("desk:file_refused", args=[seen.run.id])


def _has_something_to_ask(seen: Seen, form: AnswersForm | None) -> bool:
    """Nothing is asked about what is no table at all."""
    is_a_table = seen.looked is not None and bool(seen.looked.rows)
    return form is not None and bool(form.fields) and (is_a_table or not _is_whole(seen.answer))


def counted(counts: Mapping[str, int]) -> list[str]:
    """«391 factures», «8 avoirs», in the order of the command line."""
    words: dict[str, Callable[[int], str]] = {
        "customers": lambda n: ngettext("{n} client", "{n} clients", n),
        "contacts": lambda n: ngettext("{n} interlocuteur", "{n} interlocuteurs", n),
        "opening_items": lambda n: ngettext("{n} à-nouveau", "{n} à-nouveaux", n),
        "invoices": lambda n: ngettext("{n} facture", "{n} factures", n),
        "credit_notes": lambda n: ngettext("{n} avoir", "{n} avoirs", n),
        "payments": lambda n: ngettext("{n} règlement", "{n} règlements", n),
        COPIES: lambda n: ngettext("{n} copie de facture", "{n} copies de factures", n),
    }
    return [say(Reason(word(counts[key]), n=counts[key])) for key, word in words.items() if counts.get(key)]


def kind_label(kind: str | None) -> str:
    """What a file is about, in words."""
    if kind == COPIES:
        return _("copies de factures")
    return say(Reason(KIND_LABELS[Kind(kind)])) if kind else _("nature inconnue")


def _questions(desk: Desk) -> list[dict[str, Any]]:
    """What only a person can tell: first what stops messages, then what files asked themselves."""
    missing = standing_figures.missing(desk.entity.id, desk.act.today)
    asked = [
        (
            missing.without_address,
            N_("Clients à qui rien ne peut être écrit, faute d'adresse : {count}."),
            "email",
        ),
        (missing.due_assumed, N_("Factures dont l'échéance est supposée : {count}."), "due"),
        (missing.without_copy, N_("Factures ouvertes sans copie à joindre : {count}."), "document"),
    ]
    found = [
        {
            "text": Reason(text, count=str(count)),
            "count": str(count),
            "url": with_query(reverse("desk:gaps"), vue=kind),
            "verb": _("Déposer les copies") if kind == "document" else _("Compléter"),
        }
        for count, text, kind in asked
        if count.number
    ]
    asked_by_files = interchange_queries.open_questions(desk.entity.id, since=desk.act.at - RECENT)
    return found + [
        {
            "text": from_json(question.message),
            "count": question.count,
            "url": reverse("desk:file", args=[question.run_id]),
            "verb": _("Voir le fichier"),
        }
        for question in asked_by_files
    ]


def _run_row(desk: Desk, run: Run, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": run.id,
        "url": reverse("desk:file", args=[run.id]),
        "name": run.file_name,
        "kind": kind_label(run.kind),
        "at": local_time(run.started_at, desk.entity.time_zone),
        "by": names.get(run.by, _("ligne de commande")),
        "state": _state(run),
        "summary": _summary(run),
    }


def _summary(run: Run) -> Reason:
    state = _became(run)
    if state is RunState.REFUSED:
        refused = N_("{count} lignes refusées, rien n'est pris")
        text = N_("{count} fichiers refusés, rien n'est joint") if run.kind == COPIES else refused
        return Reason(text, count=run.result.get("refused", 0))
    if state is not RunState.TAKEN:
        return Reason(N_("Rien n'en est pris pour l'instant"))
    new = counted(run.result.get("accepted", {}))
    return Reason(N_("{what}"), what=new) if new else Reason(N_("Tout était déjà connu"))


def _became(run: Run) -> RunState:
    """The state of a file; one of which everything was refused is refused, whoever asked for the rest."""
    told = run.result
    is_empty = told.get("refused") and not (told.get("accepted") or told.get("already_known"))
    return RunState.REFUSED if run.state is RunState.TAKEN and is_empty else run.state


def _state(run: Run) -> State:
    state = _became(run)
    tone, icon = _STATES[state]
    return State(tone, icon, Reason(RUN_STATE_LABELS[state]))


def _counts(answer: FileAnswer, refused: int, *, waits: bool) -> list[dict[str, Any]]:
    rows = [
        {
            "label": say(Reason(label)),
            "accepted": answer.accepted.get(key, 0),
            "known": answer.already_known.get(key, 0),
        }
        for key, label in _ROWS.items()
        if answer.accepted.get(key) or answer.already_known.get(key)
    ]
    shown: list[dict[str, Any]] = [{**row, "rejected": ""} for row in rows]
    if refused:
        refused_label = _("Fichiers refusés") if answer.kind == COPIES else _("Lignes refusées")
        label = _("Sans échéance") if waits else refused_label
        shown.append({"label": label, "accepted": "", "known": "", "rejected": refused})
    return shown


def _totals(currency: str, answer: FileAnswer) -> dict[str, Any]:
    totals = answer.totals[currency]
    return {"currency": currency, **{name: Money(getattr(totals, name), currency) for name in _SUMS}}


def _columns(seen: Seen, form: ColumnsForm | None) -> list[dict[str, Any]]:
    if form is None or seen.looked is None:
        return []
    return [
        {"header": title, "samples": _samples(seen.looked.rows, place), "field": form[f"column_{place}"]}
        for place, title in enumerate(form.titles)
        if title
    ]


def _samples(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    found = dict.fromkeys(row[place] for row in rows if place < len(row) and row[place])
    return list(found)[:_SAMPLES]


def _refusal(found: Issue) -> dict[str, Any]:
    field = str(found.field or "")
    label = say(Reason(FIELD_LABELS[Field(field)])) if field in set(Field) else field
    return {
        "line": found.line or "",
        "field": label,
        "value": found.value or "",
        "message": say(found.message),
    }


def _warnings(answer: FileAnswer) -> list[Reason]:
    """Remarks, each said once and each kind of remark at most a few times; then what is asked."""
    said: dict[Code, list[Reason]] = {}
    for found in answer.warnings:
        same = said.setdefault(found.code, [])
        if found.message not in same:
            same.append(found.message)
    shown = [message for same in said.values() for message in same[:_SAMPLES]]
    more = sum(max(0, len(same) - _SAMPLES) for same in said.values())
    if more:
        shown.append(Reason(N_("Autres remarques du même genre : {count}."), count=more))
    return shown + [question.message for question in answer.asked]


def _then(desk: Desk) -> list[dict[str, Any]]:
    """What one does next with books that have just come in."""
    missing = standing_figures.missing(desk.entity.id, desk.act.today)
    steps = [(reverse("desk:night"), N_("Revoir les dossiers maintenant"))]
    if missing.without_address or missing.due_assumed or missing.without_copy:
        steps.insert(0, (reverse("desk:gaps"), N_("Compléter ce qui manque")))
    return [
        {"url": url, "label": say(Reason(label)), "is_main": not i} for i, (url, label) in enumerate(steps)
    ]


def _doors(desk: Desk, seen: Seen, refused: int) -> dict[str, Any]:
    """What can be done with the file now."""
    run, answer = seen.run, seen.answer
    is_open = seen.is_open and desk.may(Permission.RECORD)
    is_useful = bool(answer.accepted)
    take = rest = None
    if is_open and is_useful and not refused:
        verb = N_("Joindre {what}") if answer.kind == COPIES else N_("Prendre {what}")
        what = Reason(verb, what=counted(answer.accepted) or [_("ce fichier")])
        take = {"url": reverse("desk:file_take", args=[run.id]), "label": say(what)}
    if is_open and is_useful and refused and not (answer.is_unreadable or answer.waits_for_terms):
        text = ngettext(
            "Prendre le reste, garder {n} ligne à part", "Prendre le reste, garder {n} lignes à part", refused
        )
        if answer.kind == COPIES:
            text = ngettext(
                "Joindre le reste, laisser {n} fichier", "Joindre le reste, laisser {n} fichiers", refused
            )
        rest = {"url": reverse("desk:file_take_rest", args=[run.id]), "label": say(Reason(text, n=refused))}
    can_drop = is_open and run.state is RunState.PREVIEW
    return {
        "then": _then(desk) if run.state is RunState.TAKEN and run.result.get("accepted") else [],
        "take": take,
        "take_rest": rest,
        "drop_url": reverse("desk:file_drop", args=[run.id]) if can_drop else None,
    }
