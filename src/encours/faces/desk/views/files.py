"""Files that bring the books in: dropped, looked at, taken, their refused lines, the ready spreadsheet."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import UPLOAD
from encours.books.creditor.rules.roles import Permission
from encours.books.interchange import actions as interchange_actions
from encours.books.interchange import queries as interchange_queries
from encours.books.interchange.formats.mapping import Mapping
from encours.books.interchange.formats.records import Kind
from encours.books.interchange.formats.spreadsheet import FILE_NAMES, ready_spreadsheet
from encours.books.interchange.rules.runs import RunState
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.files import AnswersForm, ColumnsForm, UploadForm
from encours.faces.desk.pages.files import counted, file_page, files_page
from encours.faces.desk.views.back import said, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.importing import waiting
from encours.flows.importing.waiting import Seen
from encours.ground.kernel.reason import N_, Reason, Refused

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(Permission.READ)
def files(request: DeskRequest) -> HttpResponseBase:
    """Files come in; nothing is taken before it was seen."""
    desk = request.desk
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent:
        if not desk.may(Permission.RECORD):
            raise PermissionDenied
        if form.is_valid() and not _too_many(request, form):
            given = form.cleaned_data["files"]
            kept = waiting.receive_all(desk.act, [(str(f.name), f.file) for f in given])
            if len(kept) == 1:
                return redirect("desk:file", kept[0])
            text = Reason(
                N_("{count} fichiers déposés : regardez chacun avant de le prendre."), count=len(kept)
            )
            return said(request, text, reverse("desk:files"))
    context = files_page(desk, before=number_in(request.GET.get("avant", "")))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/imports/start.html", {**context, "form": form}, status=status)


def _too_many(request: DeskRequest, form: UploadForm) -> bool:
    """Each file counts: reading one may take a worker a while."""
    counted_anew = [
        creditor_actions.count_try(UPLOAD, key=request.desk.actor) for _file in form.cleaned_data["files"]
    ]
    refused = next((one for one in counted_anew if one), None)
    if refused is not None:
        form.refuse(Refused(refused.reason, "files"))
    return refused is not None


@allowed(Permission.RECORD)
def file(request: DeskRequest, run_id: int) -> HttpResponseBase:
    """What one file holds; answers and columns are changed here, then it is read again."""
    seen = found(waiting.see(request.desk.act, run_id))
    answers, columns = _forms(request, seen)
    if request.method == "POST" and seen.looked is not None:
        if answers is not None and answers.is_bound and answers.is_valid():
            chosen = replace(seen.options, **answers.said(seen.options))
            waiting.answer_about(request.desk.act, seen.run, chosen)
            return redirect("desk:file", run_id)
        if columns is not None and columns.is_bound and columns.is_valid():
            chosen = replace(seen.options, mapping=columns.chosen())
            waiting.answer_about(request.desk.act, seen.run, chosen, titles=columns.titles)
            return redirect("desk:file", run_id)
    wrong = any(form is not None and form.errors for form in (answers, columns))
    context = file_page(request.desk, seen, (answers, columns))
    return render(request, "desk/imports/preview.html", context, status=422 if wrong else 200)


@require_POST
@allowed(Permission.RECORD)
def file_take(request: DeskRequest, run_id: int, *, rest: bool) -> HttpResponseBase:
    """Takes a file into the books, whole, or what is not refused of it."""
    run = found(interchange_queries.run(request.desk.entity.id, run_id))
    to = reverse("desk:file", args=[run_id])
    if run.state is RunState.TAKEN or run.document_id is None:
        return redirect(to)
    answer = waiting.take(request.desk.act, run, skip_rejected=rest)
    if not answer.is_taken:
        return told(request, answer, _("Rien n'est pris : des lignes sont refusées."), to)
    new = counted(answer.accepted)
    text = Reason(N_("Pris dans vos livres : {what}."), what=new) if new else _("Tout était déjà connu.")
    return said(request, text, to)


@require_POST
@allowed(Permission.RECORD)
def file_drop(request: DeskRequest, run_id: int) -> HttpResponseBase:
    """Leaves a file; nothing of it is taken."""
    run = found(interchange_queries.run(request.desk.entity.id, run_id))
    refused = interchange_actions.set_aside(request.desk.act, run_id=run.id)
    return told(request, refused, _("Fichier laissé : rien n'en est pris."), reverse("desk:files"))


@require_GET
@allowed(Permission.RECORD)
def file_refused(request: DeskRequest, run_id: int) -> HttpResponseBase:
    """The refused lines with their reasons, to correct and bring back."""
    seen = found(waiting.see(request.desk.act, run_id))
    name, content = waiting.refused_file(request.desk.act, seen)
    return file_saved(content, name=name, media_type="text/csv; charset=utf-8")


@require_GET
@allowed(Permission.READ)
def ready(request: DeskRequest) -> HttpResponseBase:
    """The spreadsheet to fill in."""
    del request
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    return file_saved(ready_spreadsheet(language), name=FILE_NAMES[language], media_type=_XLSX)


def _forms(request: DeskRequest, seen: Seen) -> tuple[AnswersForm | None, ColumnsForm | None]:
    """The two forms of a file that is not taken yet; the one that was sent is bound."""
    if seen.looked is None:
        return None, None
    step = request.POST.get("step", "")
    answers = AnswersForm(
        request.POST if step == "options" else None,
        answer=seen.answer,
        looked=seen.looked,
        options=seen.options,
        usual_days=request.desk.entity.term_days,
    )
    mapping = seen.mapping
    if mapping is None and seen.options.kind is not None and seen.options.kind is not Kind.FEC:
        mapping = Mapping(kind=seen.options.kind.value, columns=())
    if mapping is None or not seen.looked.titles:
        return answers, None
    data = request.POST if step == "mapping" else None
    return answers, ColumnsForm(data, titles=seen.looked.titles, mapping=mapping)
