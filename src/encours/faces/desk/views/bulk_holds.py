"""Several customers put on hold at once: those ticked in the list, or all that its filter shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in, with_query
from encours.faces.desk.forms.contacting import HoldsForm
from encours.faces.desk.pages.customers import MOST_HELD, customers_to_hold
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import holds
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say

_NAMED = 5


@allowed(Permission.CONTACT)
def customers_hold(request: DeskRequest) -> HttpResponseBase:
    """Nobody contacts these customers until a day: one reason, one end, one transaction."""
    back_url = with_query(
        reverse("desk:customers"), vue=request.GET.get("vue", ""), q=request.GET.get("q", "")
    )
    rows = _meant(request)
    if not rows:
        return redirect(back_url)
    if len(rows) > MOST_HELD:
        text = N_("Plus de {count} clients d'un coup : affinez le filtre.")
        return told(request, Refused(Reason(text, count=MOST_HELD)), "", back_url)
    form = HoldsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ids = [row.pk for row in rows]
        made = holds.place_many(request.desk.act, customer_ids=ids, **form.cleaned_data)
        if not isinstance(made, Refused):
            remember(request, "holds_placed", {"ids": made}, back_url)
            return said(request, _done(len(made), len(rows)), back_url)
        refuse(request, form, made)
    heading = Reason(N_("Mettre {count} clients en attente"), count=len(rows))
    if len(rows) == 1:
        heading = Reason(N_("Mettre {name} en attente"), name=rows[0].name)
    verb = say(Reason(N_("Mettre en attente")))
    return show_form(request, form, back_url=back_url, heading=say(heading), intro=_names(rows), verb=verb)


@undoes("holds_placed", Permission.CONTACT)
def _undo(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    holds.release_many(desk.act, hold_ids=values["ids"], why=say(Reason(N_("Mise en attente annulée"))))
    return None


def _meant(request: DeskRequest) -> list[Any]:
    """The customers meant: the whole filter when that was asked for, else those ticked."""
    given, is_all = request.GET, request.GET.get("tous") == "1"
    ticked = [pk for pk in map(number_in, given.getlist("client")) if pk is not None]
    if not is_all and not ticked:
        return []
    text = given.get("q", "").strip()[:100]
    return customers_to_hold(
        request.desk,
        ticked=[] if is_all else ticked,
        shown=given.get("vue", ""),
        text="" if not is_all else text,
    )


def _names(rows: Sequence[Any]) -> Reason:
    names = [row.name for row in rows[:_NAMED]]
    if len(rows) > _NAMED:
        text = N_("{names} et {count} autres. Personne ne les contacte jusqu'à ce jour inclus.")
        return Reason(text, names=", ".join(names), count=len(rows) - _NAMED)
    return Reason(N_("{names}. Personne ne les contacte jusqu'à ce jour inclus."), names=", ".join(names))


def _done(placed: int, asked: int) -> Reason:
    if placed == asked:
        return Reason(N_("Mises en attente : {count}. Personne n'est contacté."), count=placed)
    text = N_("Mises en attente : {count} ; déjà en attente, laissés tels quels : {kept}.")
    return Reason(text, count=placed, kept=asked - placed)
