"""One subject of the settings on its page."""

from django.http import HttpResponse
from django.shortcuts import render

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.settings import SUBJECTS, subjects
from encours.faces.desk.who import DeskRequest
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say


def show_section(
    request: DeskRequest,
    name: str,
    form: PlainForm | None = None,
    *,
    template: str = "section",
    **context: object,
) -> HttpResponse:
    """The subject with its form; who may not change it sees it at rest."""
    may_configure = request.desk.may(Permission.CONFIGURE)
    if form is not None and not may_configure:
        for field in form.fields.values():
            field.disabled = True
    shown = {
        "subjects": subjects(name),
        "heading": say(Reason(SUBJECTS[name])),
        "form": form,
        "aside": [],
        **context,
    }
    if not may_configure:
        shown |= {"verb": "", "aside": [], "new_url": None}
    status = 422 if form and form.is_bound and form.errors else 200
    return render(
        request, f"desk/settings/{template}.html", {**shown, "may_configure": may_configure}, status=status
    )
