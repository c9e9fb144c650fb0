"""Old debts: at which step each enters its ladder, confirmed by a person for those that are ticked."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.entries import EntriesForm
from encours.faces.desk.pages import entries as page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import said
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import entries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.actions import Confirmed


@allowed(Permission.READ)
def customer_entries(request: DeskRequest) -> HttpResponseBase:
    """The old debts that wait, with a proposal each; the ticked ones are confirmed together."""
    desk, last = request.desk, number_in(request.GET.get("apres", ""))
    after = None if last is None else (request.GET.get("nom", ""), last)
    sent_elsewhere = request.GET.get("relances") == "oui"
    debts = page.old_debts(desk, sent_elsewhere=sent_elsewhere, after=after)
    form = EntriesForm(request.POST or None, debts=debts[: page.PAGE])
    if request.method == "POST":
        if not desk.may(Permission.DECIDE):
            raise PermissionDenied
        if form.is_valid() and (answer := _confirmed(request, form)) is not None:
            return answer
    context = page.entries_page(desk, debts, form, sent_elsewhere=sent_elsewhere)
    return render(request, "desk/customers/entries.html", context, status=422 if form.errors else 200)


def _confirmed(request: DeskRequest, form: EntriesForm) -> HttpResponseBase | None:
    here, chosen = reverse("desk:customer_entries"), form.chosen()
    if not chosen:
        return redirect(request.get_full_path())
    made = entries.confirm(request.desk.act, chosen=chosen)
    if isinstance(made, Refused):
        refuse(request, form, made)
        return None
    kept = [[one.case_id, one.customer_id, one.level] for one in made]
    remember(request, "entries_confirmed", {"confirmed": kept}, here)
    is_over = not entries.waiting(request.desk.entity.id)
    text = Reason(N_("Étapes d'entrée confirmées : {count}."), count=len(made))
    return said(request, text, reverse("desk:today") if is_over else here)


@undoes("entries_confirmed", Permission.DECIDE)
def _undo(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return entries.take_back(desk.act, confirmed=[Confirmed(*one) for one in values["confirmed"]])
