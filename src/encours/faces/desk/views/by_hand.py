"""A step that a person does is noted as done, and taken back within a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.by_hand import done_page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import said, told
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import steps
from encours.flows.steps import Done
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.strategy.rules.by_hand import Standing


@allowed(Permission.CONTACT)
def step_done(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A step that a person carries out is done: the ladder goes on after it."""
    subject = about(request, customer_id)
    if request.method != "POST":
        page = done_page(subject.file)
        if page is None:
            messages.info(request, say(steps.NOTHING_TO_DO))
            return redirect(subject.back_url)
        return render(request, "desk/step_done.html", page | {"back_url": subject.back_url})
    done = steps.done_by_hand(request.desk.act, customer_id=customer_id)
    if isinstance(done, Refused):
        return told(request, done, "", subject.back_url)
    remember(request, "step_done", _kept(done), subject.back_url)
    return said(request, _what_follows(done), subject.back_url)


def _what_follows(done: Done) -> Reason:
    if done.answer_by is None:
        return Reason(N_("C'est noté : la suite se règle sur aujourd'hui."))
    return Reason(N_("C'est noté : la réponse est attendue jusqu'au {until}."), until=done.answer_by)


def _kept(done: Done) -> dict[str, Any]:
    return {
        "customer": done.customer_id,
        "case": done.case_id,
        "level": done.level,
        "on": done.on.isoformat(),
        "before": done.before.as_text(),
    }


@undoes("step_done", Permission.CONTACT)
def _undo_step(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    done = Done(
        customer_id=values["customer"],
        case_id=values["case"],
        level=values["level"],
        on=date.fromisoformat(values["on"]),
        answer_by=None,
        before=Standing.from_text(values["before"]),
    )
    return steps.take_back(desk.act, done)
