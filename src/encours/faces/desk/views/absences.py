"""Who of the team is away and who stands in: noted, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.absence import AbsenceDraft
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.creditor import AbsenceForm
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import said, show_form
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.ground.kernel.reason import Refused


@allowed(Permission.DECIDE)
def member_absence(request: DeskRequest) -> HttpResponseBase:
    """Somebody is away from one day to another; a deputy does their tasks, or nobody."""
    desk = request.desk
    team = [(str(member.id), member.name) for member in creditor_queries.team(desk.entity.id)]
    start = {"member": str(desk.member.id), "first_on": desk.act.today}
    form = AbsenceForm(request.POST or None, team=team, initial=start)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.note_absence(desk.act, draft=_draft(form.cleaned_data))
        if not isinstance(made, Refused):
            remember(request, "absence_noted", {"id": made}, _page())
            return said(request, _("Absence notée."), _page())
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=_page(),
        back_label=_("Équipe"),
        heading=_("Noter une absence"),
        intro=_("Le remplaçant voit et fait ce que faisait la personne absente."),
        verb=_("Noter l'absence"),
    )


@require_POST
@allowed(Permission.DECIDE)
def member_absence_remove(request: DeskRequest, absence_id: int) -> HttpResponseBase:
    """The person is back, or was never away."""
    desk = request.desk
    kept = creditor_queries.absences(desk.entity.id, today=desk.act.today)
    draft = found(next((one for one in kept if one.id == absence_id), None)).draft
    creditor_actions.cancel_absence(desk.act, absence_id=absence_id)
    days = {"first_on": draft.first_on.isoformat(), "last_on": draft.last_on.isoformat()}
    values = {"member": draft.member_id, "deputy": draft.deputy_id, **days}
    remember(request, "absence_cancelled", values, _page())
    return said(request, _("Absence retirée."), _page())


@undoes("absence_noted", Permission.DECIDE)
def _undo_noted(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return creditor_actions.cancel_absence(desk.act, absence_id=values["id"])


@undoes("absence_cancelled", Permission.DECIDE)
def _undo_cancelled(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    draft = AbsenceDraft(
        values["member"],
        date.fromisoformat(values["first_on"]),
        date.fromisoformat(values["last_on"]),
        values["deputy"],
    )
    made = creditor_actions.note_absence(desk.act, draft=draft)
    return made if isinstance(made, Refused) else None


def _draft(given: Mapping[str, Any]) -> AbsenceDraft:
    deputy = int(given["deputy"]) if given["deputy"] else None
    return AbsenceDraft(int(given["member"]), given["first_on"], given["last_on"], deputy)


def _page() -> str:
    return reverse("desk:settings_section", args=["people"])
