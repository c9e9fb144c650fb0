"""On what some sentences rest: clauses of every contract, and what is so for one customer alone."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.grounds import GroundsForm
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import said
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest, allowed
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.queries.grounds import words_of
from encours.method.outreach.rules.grounds import OF_ALL, Ground

_INTRO = N_(
    "Les règles d'écriture refusent certains mots tant que rien ne les fonde : des frais, une suspension, un acte "
    "d'huissier, un abandon. Dites où se trouve ce qui les permet ; sans cela, la règle reste."
)


def clauses(request: DeskRequest) -> HttpResponseBase:
    """What stands in every contract of the company."""
    desk = request.desk
    start = words_of(desk.entity.id, None)
    form = GroundsForm(request.POST or None, initial=_named(start), grounds=OF_ALL)
    if request.method == "POST" and form.is_valid():
        outreach_actions.note_grounds(desk.act, customer_id=None, words=form.told())
        return said(request, _("Clauses enregistrées."), reverse("desk:settings_section", args=["clauses"]))
    return show_section(request, "clauses", form, verb=_("Enregistrer"), intro=Reason(_INTRO))


@allowed(Permission.CONFIGURE)
def grounds(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """What is so for one customer."""
    act, subject = request.desk.act, about(request, customer_id)
    start = words_of(request.desk.entity.id, customer_id)
    form = GroundsForm(request.POST or None, initial=_named(start), grounds=tuple(Ground))
    if request.method == "POST" and form.is_valid():
        outreach_actions.note_grounds(act, customer_id=customer_id, words=form.told())
        return said(request, Reason(N_("Noté : les mots de ce client en tiennent compte.")), subject.back_url)
    heading = N_("Ce qui permet certains mots à {name}")
    return subject.show(request, form, heading, N_("Enregistrer"), intro=Reason(_INTRO))


def _named(words: dict[Ground, str]) -> dict[str, str]:
    return {one.value: told for one, told in words.items()}
