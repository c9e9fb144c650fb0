"""The call brief: opened before one dials, closed by a note with its next step."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.contacting import CallForm
from encours.faces.desk.pacing import BREATHED
from encours.faces.desk.pages.brief import brief_page, possible_from
from encours.faces.desk.views.back import back_to, said
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import contacting
from encours.flows.brief import Brief, open_brief
from encours.flows.calling.beginning import before, made_for
from encours.flows.contacting import CallExtras
from encours.flows.next_contact import NextWay
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.drafts import PromiseDraft
from encours.method.agreements.rules.words import PromiseSource
from encours.method.calls.queries import under_way
from encours.method.calls.rules.note import CallDraft
from encours.method.calls.rules.pacing import Before
from encours.method.cases.rules.contact import CallOutcome

_MORNING = time(9)
"""When somebody is called back who named a day and no hour."""


@allowed(Permission.CONTACT)
def brief(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Shows the brief, and takes the note of the call."""
    pause = before(request.desk.act, customer_id, breathed_after=request.session.get(BREATHED))
    if pause is not Before.NOTHING:
        return _first(request, customer_id, pause)
    opened = found(open_brief(request.desk.act, customer_id))
    people = [("", "—"), *((str(p.pk), p.name or p.email) for p in opened.people)]
    form = CallForm(
        request.POST or None,
        currency=opened.file.assessments[0].currency,
        people=people,
        possible_from=possible_from(opened),
    )
    back_url = back_to(request, reverse("desk:today"))
    if request.method == "POST" and form.is_valid():
        made = contacting.note_call(request.desk.act, *_drafts(request.desk, opened, form.cleaned_data))
        if not isinstance(made, Refused):
            return said(request, Reason(N_("Appel noté : {name}."), name=opened.file.customer.name), back_url)
        refuse(request, form, made)
    context = brief_page(request.desk, opened, back_url=back_url) | {"form": form}
    return render(request, "desk/brief.html", context, status=422 if form.errors else 200)


def _first(request: DeskRequest, customer_id: int, pause: Before) -> HttpResponseBase:
    """What comes before this case is shown: the former call is closed, a minute is taken (R009)."""
    desk, open_now = request.desk, None
    if pause is Before.CLOSE_THE_FORMER:
        sheet = found(under_way.sheet_of(desk.entity.id, desk.actor))
        name = receivables_queries.customers_by_id([sheet.customer_id])[sheet.customer_id].name
        open_now = {"name": name, "url": reverse("desk:call", args=[sheet.customer_id])}
    context = {
        "open_now": open_now,
        "next_url": reverse("desk:brief", args=[customer_id]),
        "back_url": reverse("desk:today"),
    }
    return render(request, "desk/call_pause.html", context)


def _drafts(desk: Desk, opened: Brief, noted: dict[str, Any]) -> tuple[CallDraft, CallExtras]:
    case = opened.file.assessments[0].case
    draft = CallDraft(
        customer_id=opened.file.customer.pk,
        called_at=desk.act.at,
        outcome=noted["outcome"],
        next_step=noted["next_step"],
        next_on=noted["next_on"],
        note=noted["note"],
        case_id=case.id if case else None,
        contact_id=int(noted["contact"]) if noted["contact"] else None,
        reason=noted["reason"],
        reason_words=noted["reason_words"],
        mood=noted["mood"],
    )
    level, occasion = made_for(opened.file)
    extras = CallExtras(
        level=level,
        occasion=occasion,
        promise=_promise(opened, noted),
        call_back_at=_call_back(desk, noted),
        owed=noted["owed"],
        next_way=_way(noted),
    )
    return draft, extras


def _promise(opened: Brief, noted: dict[str, Any]) -> PromiseDraft | None:
    case = opened.file.assessments[0].case
    if not (noted["promised_amount"] and noted["promised_on"] and case):
        return None
    person = next(
        (p.name or p.email for p in opened.people if str(p.pk) == noted["contact"]), opened.file.customer.name
    )
    return PromiseDraft(
        customer_id=opened.file.customer.pk,
        case_id=case.id,
        amount=noted["promised_amount"],
        promised_for=noted["promised_on"],
        means="virement",
        person=person,
        source=PromiseSource.CALL,
    )


def _way(noted: dict[str, Any]) -> NextWay:
    """What the chosen day is; a call-back asked for says so by itself."""
    is_asked = noted["outcome"] is CallOutcome.CALL_BACK_REQUESTED
    return noted["next_way"] or (NextWay.ASKED if is_asked else NextWay.OURS)


def _call_back(desk: Desk, noted: dict[str, Any]) -> datetime | None:
    if _way(noted) is not NextWay.ASKED or not noted["next_on"]:
        return None
    return at(noted["next_on"], noted["call_back_hour"] or _MORNING, desk.entity.time_zone)
