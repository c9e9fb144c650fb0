"""What leaves by itself: test mode, the stop, the ceiling, and how each step leaves."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.creditor import StopForm
from encours.faces.desk.forms.sending import SendingForm
from encours.faces.desk.pages import settings as page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, said, told
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries


def sending(request: DeskRequest) -> HttpResponseBase:
    """The ceiling and the modes; the two switches have addresses of their own."""
    entity, stages = request.desk.entity, page.stages()
    chosen = strategy_queries.step_modes(entity.id)
    ceiling = None if entity.ceiling_minor is None else Money(entity.ceiling_minor, entity.currency)
    start: dict[str, Any] = {"ceiling": ceiling, **{stage: mode.value for stage, mode in chosen.items()}}
    names = {stage.value: modes for stage, modes in stages.items()}
    form = SendingForm(request.POST or None, initial=start, currency=entity.currency, stages=names)
    if request.method == "POST" and form.is_valid():
        _save(request.desk, form.cleaned_data, list(names), before=chosen)
        return said(request, _("Envois enregistrés."), _page())
    steps = [
        {"label": say(Reason(page.STAGES[stage])), "channel": _("e-mail"), "field": form[stage.value]}
        for stage in stages
    ]
    return show_section(
        request,
        "sending",
        form,
        template="sending",
        steps=steps,
        switch=page.switch(request.desk),
        stop=page.stop(request.desk),
        intro=_("Ce qui part sans vous, et ce qui vous attend."),
        may_decide=request.desk.may(Permission.DECIDE),
        may_stop=request.desk.may(Permission.CONTACT),
    )


@require_POST
@allowed(Permission.DECIDE)
def sending_switch(request: DeskRequest) -> HttpResponseBase:
    """Leaves test mode, or goes back to it."""
    to = request.POST.get("on") == "yes"
    missing = page.missing_for_sending(request.desk) if to else []
    if missing:
        return told(request, Refused(missing[0]), "", _page())
    creditor_actions.turn_sending(request.desk.act, to=to)
    remember(request, "sending_switched", {"to": not to}, _page())
    text = (
        _("Les envois sont activés : ce qui est confirmé part aux heures permises.")
        if to
        else _("Mode d'essai : plus rien ne part.")
    )
    return said(request, text, _page())


@allowed(Permission.CONTACT)
def sending_stop(request: DeskRequest) -> HttpResponseBase:
    """Stops everything at once, or lets it go on: whoever writes may stop, who decides may resume."""
    desk = request.desk
    if request.method == "POST" and request.POST.get("stop") == "no":
        return _resume(request)
    form, to = StopForm(request.POST or None), back_to(request, _page())
    if request.method == "POST" and form.is_valid():
        if outreach_queries.standing_stop(desk.entity.id) is None:
            outreach_actions.stop_sending(desk.act, why=form.cleaned_data["why"])
        return said(request, _("Tout est arrêté : plus rien ne part."), to)
    return ask_first(
        request,
        form=form,
        back_url=to,
        heading=_("Arrêter tous les envois ?"),
        verb=_("Arrêter tous les envois"),
        is_grave=True,
        consequence=_(
            "Rien ne part plus, même ce qui est déjà préparé. Vous reprendrez quand "
            "vous voudrez ; chaque message sera alors vérifié de nouveau."
        ),
    )


@undoes("sending_switched", Permission.DECIDE)
def _undo_switch(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    missing = page.missing_for_sending(desk) if values["to"] else []
    if missing:
        return Refused(missing[0])
    creditor_actions.turn_sending(desk.act, to=values["to"])
    return None


def _resume(request: DeskRequest) -> HttpResponseBase:
    if not request.desk.may(Permission.DECIDE):
        raise PermissionDenied
    standing = outreach_queries.standing_stop(request.desk.entity.id)
    if standing is not None:
        outreach_actions.lift_stop(request.desk.act, stop_id=standing.pk)
    return said(request, _("Les envois reprennent."), _page())


@transaction.atomic
def _save(desk: Desk, given: dict[str, Any], stages: list[str], *, before: dict[str, Any]) -> None:
    ceiling: Money | None = given["ceiling"]
    creditor_actions.change_entity(desk.act, fields={"ceiling_minor": ceiling.minor if ceiling else None})
    for stage in stages:
        if given[stage] != before.get(stage):
            strategy_actions.set_step_mode(desk.act, stage=stage, mode=given[stage])


def _page() -> str:
    return reverse("desk:settings_section", args=["sending"])
