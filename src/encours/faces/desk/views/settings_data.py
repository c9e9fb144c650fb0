"""What is kept and how long, who can be forgotten today, and everything taken away in one file."""

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import EXPORT_ASKED
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.forgetting import PeriodForm
from encours.faces.desk.pages import data as page
from encours.faces.desk.views.back import is_done, said, told
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.exporting import asked


def data(request: DeskRequest) -> HttpResponseBase:
    """The periods, for everybody; the rest for who may change them."""
    desk = request.desk
    start = {"years": receivables_queries.own_retention(desk.entity.id)}
    form = PeriodForm(request.POST or None, initial=start)
    if is_done(request, form, lambda given: receivables_actions.set_retention(desk.act, **given)):
        return said(request, _("Délai de conservation enregistré."), _page())
    return show_section(
        request,
        "data",
        form,
        template="data",
        verb=_("Enregistrer le délai"),
        intro=_("Ce qu'Encours garde de vos clients, combien de temps et pourquoi."),
        kept=page.kept(desk),
        **(page.for_owners(desk) if desk.may(Permission.CONFIGURE) else {}),
    )


@require_POST
@allowed(Permission.CONFIGURE)
def export_ask(request: DeskRequest) -> HttpResponseBase:
    """Everything of this company is to be written into one file."""
    outcome = creditor_actions.count_try(EXPORT_ASKED, key=request.desk.actor) or creditor_actions.ask_export(
        request.desk.act
    )
    return told(request, outcome, _("Export demandé : il se prépare, vous pouvez continuer."), _page())


@require_GET
@allowed(Permission.CONFIGURE)
def export_take(request: DeskRequest, export_id: int) -> HttpResponseBase:
    """The file of an export, written down as taken."""
    desk = request.desk
    wanted = found(next((one for one in asked.watched(desk.entity.id) if one.line.id == export_id), None))
    file = found(asked.file_of(export_id) if wanted.is_there else None)
    creditor_actions.tell_export_taken(desk.act, export_id=export_id)
    name = f"encours-{wanted.line.asked_at:%Y-%m-%d}.zip"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _page() -> str:
    return reverse("desk:settings_section", args=["data"])
