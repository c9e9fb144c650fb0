"""What is missing, filled in a page at a time: addresses, due dates, copies."""

from collections.abc import Sequence
from typing import Any, assert_never

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.gaps import DropForm
from encours.faces.desk.pages.gaps import GapKind, Line, gaps_page, lines_of
from encours.faces.desk.views.back import said
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import completing
from encours.flows.importing import waiting
from encours.ground.kernel.reason import N_, Reason, Refused


@allowed(Permission.RECORD)
def gaps(request: DeskRequest) -> HttpResponseBase:
    """A list of what is missing; what is left empty stays on it."""
    desk, wished = request.desk, request.GET.get("vue", "")
    kind = GapKind(wished) if wished in set(GapKind) else GapKind.EMAIL
    to = with_query(reverse("desk:gaps"), vue=kind.value)
    is_sent = request.method == "POST"
    if is_sent and kind is GapKind.DUE and request.POST.get("step") == "confirm":
        count = completing.confirm_due_dates(desk.act)
        return said(request, Reason(N_("Échéances confirmées : {count}."), count=count), to)
    is_dropped = is_sent and "files" in request.FILES
    drop = DropForm(request.POST, request.FILES) if is_dropped else DropForm()
    if is_dropped and drop.is_valid():
        return _dropped(request, drop)
    data = request.POST if is_sent and not is_dropped else None
    lines = lines_of(desk, kind, asked=request.GET.dict(), data=data, files=request.FILES)
    if data is not None and all(line.form.is_valid() for line in lines):
        count = _fill(desk, kind, lines)
        if not any(line.form.errors for line in lines):
            return said(request, Reason(N_("Complété : {count}."), count=count), to)
    shown = gaps_page(desk, kind, lines, drop if kind is GapKind.DOCUMENT else None)
    return render(request, "desk/imports/gaps.html", shown, status=422 if is_sent else 200)


def _dropped(request: DeskRequest, drop: DropForm) -> HttpResponseBase:
    """Copies are kept, and seen beside their invoices before they are attached."""
    given = [(str(file.name), file.file) for file in drop.cleaned_data["files"]]
    kept = waiting.receive_all(request.desk.act, given)
    if len(kept) == 1:
        return redirect("desk:file", kept[0])
    text = Reason(N_("{count} fichiers déposés : regardez chacun avant de le prendre."), count=len(kept))
    return said(request, text, reverse("desk:files"))


def _fill(desk: Desk, kind: GapKind, lines: Sequence[Line]) -> int:
    """Writes what was filled in; a refusal stands beside its field."""
    done = 0
    for line in lines:
        value = line.form.cleaned_data[line.form.field_name]
        refused = _write(desk, kind, line.id, value) if value else None
        if isinstance(refused, Refused):
            line.form.refuse(Refused(refused.reason, line.form.field_name))
        elif value:
            done += 1
    return done


def _write(desk: Desk, kind: GapKind, pk: int, value: Any) -> int | Refused | None:
    match kind:
        case GapKind.EMAIL:
            return completing.add_address(desk.act, customer_id=pk, email=value)
        case GapKind.DUE:
            return completing.set_due_date(desk.act, due_id=pk, due_on=value)
        case GapKind.DOCUMENT:
            return completing.give_copy(desk.act, invoice_id=pk, name=value[0], content=value[1])
    assert_never(kind)
