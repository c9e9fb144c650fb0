"""A ladder tried on a customer: dates, guard and ceiling; nothing is written."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.ladders import TrialForm
from encours.faces.desk.pages import ladder_trial as page
from encours.faces.desk.pages.ladders import Shown, ladder_of
from encours.faces.desk.views.whose import start_of
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows.ladder_trial import START_LABELS, Start, TrialFile, try_out
from encours.ground.kernel.reason import Reason, Refused
from encours.ground.plumbing.say import say


@require_GET
@allowed(Permission.READ)
def trial(request: DeskRequest, key: str) -> HttpResponseBase:
    """The form, and below it what the ladder would give."""
    shown, desk = ladder_of(request.desk, key), request.desk
    is_asked = number_in(request.GET.get("customer", "")) is None and "customer" in request.GET
    starts = {start.value: Reason(label) for start, label in START_LABELS.items()}
    initial = {"start": Start.TODAY.value, **start_of(request)}
    form = TrialForm(
        request.GET if is_asked else None, initial=initial, entity_id=desk.entity.id, starts=starts
    )
    found = _tried(request, form, shown) if is_asked and form.is_valid() else None
    context = {
        "heading": say(Reason(shown.procedure.label)),
        "ladder_url": reverse("desk:ladder", args=[key]),
        "is_draft": shown.draft is not None,
        "form": form,
        "trial": page.trial_page(found) if found else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/ladders/trial.html", context, status=status)


def _tried(request: DeskRequest, form: TrialForm, shown: Shown) -> TrialFile | None:
    given = form.cleaned_data
    found = try_out(
        request.desk.act,
        procedure=shown.procedure,
        customer_id=given["customer_id"],
        start=Start(given["start"]),
    )
    if isinstance(found, Refused):
        form.refuse(found)
        return None
    return found
