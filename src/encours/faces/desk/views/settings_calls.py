"""Whether voices are kept at all: off unless the company says otherwise, and only with consent."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.faces.desk.forms.calling import RecordingTermsForm
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest
from encours.method.calls import actions as calls_actions
from encours.method.calls.queries import under_way
from encours.method.calls.rules.recording import RecordingTerms


def calls(request: DeskRequest) -> HttpResponseBase:
    """The one switch, and how long what it lets in is kept."""
    desk = request.desk
    terms = under_way.terms_of(desk.entity.id)
    form = RecordingTermsForm(
        request.POST or None, initial={"is_allowed": terms.is_allowed, "days": terms.days}
    )
    if is_done(
        request,
        form,
        lambda given: calls_actions.change_terms(
            desk.act, terms=RecordingTerms(given["is_allowed"], given["days"])
        ),
    ):
        return said(
            request, _("Réglage des appels enregistré."), reverse("desk:settings_section", args=["calls"])
        )
    intro = _(
        "Les notes suffisent presque toujours. Une voix ne se garde qu'avec l'accord de la personne, "
        "demandé et noté pendant l'appel ; le fichier est chiffré, puis effacé à sa date."
    )
    return show_section(request, "calls", form, intro=intro, verb=_("Enregistrer"))
