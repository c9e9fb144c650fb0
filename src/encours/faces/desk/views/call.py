"""A call under way: begun after the brief, kept at every keystroke, led step by step, noted at its end."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.calling import SheetForm, step_with
from encours.faces.desk.pacing import BREATHED
from encours.faces.desk.pages.brief import possible_from
from encours.faces.desk.pages.call import Live, call_page, consent_phrase, first_words, kept_at, terms_of
from encours.faces.desk.views.back import back_to, said, told
from encours.faces.desk.views.call_ending import note_ending
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import brief as briefs
from encours.flows.calling import beginning
from encours.flows.calling.beginning import Start
from encours.flows.calling.live import offers
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.formats import decimal_text
from encours.ground.plumbing.say import say
from encours.method.calls import actions as calls_actions
from encours.method.calls.queries import under_way
from encours.method.calls.rules.palette import MONEY, Option, offer_of
from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.sheet import FIELDS, Sheet
from encours.method.calls.rules.steps import Step, problem_of_step
from encours.method.cases.rules.contact import CallOutcome

_NO_END = {"outcome": "", "next_step": "", "next_on": "", "next_way": "", "call_back_hour": ""}
"""An end of another kind is proposed anew: what was proposed for the former one goes."""
_PAGES = {Option.DISPUTE: "desk:dispute_new", Option.HOLD: "desk:hold_new"}


@require_POST
@allowed(Permission.CONTACT)
def call_begin(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """«Prêt»: the sheet is opened, unless the guard or the method says no."""
    _ours(request, customer_id)
    start = Start(
        customer_id,
        breathed_after=request.session.get(BREATHED),
    )
    begun = beginning.begin(request.desk.act, start)
    if isinstance(begun, Refused):
        return told(request, begun, "", reverse("desk:brief", args=[customer_id]))
    return redirect("desk:call", customer_id)


@allowed(Permission.CONTACT)
def call(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The screen of a call: shown at its step, or moved on by what was pressed."""
    _ours(request, customer_id)
    desk = request.desk
    sheet = under_way.sheet_of(desk.entity.id, desk.actor)
    if sheet is None or sheet.customer_id != customer_id:
        return redirect("desk:brief", customer_id)
    if request.method == "POST":
        return _moved(request, sheet)
    return _shown(request, _live(request, sheet))


@require_POST
@allowed(Permission.CONTACT)
def call_keep(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Keeps what is being written; answers with the hour at which it was kept."""
    _ours(request, customer_id)
    desk = request.desk
    sheet = under_way.sheet_of(desk.entity.id, desk.actor)
    if sheet is None or sheet.customer_id != customer_id:
        return HttpResponse(status=409)
    kept = calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=_given(request))
    assert kept is not None
    return HttpResponse(say(kept_at(desk, kept)))


@require_POST
@allowed(Permission.CONTACT)
def call_drop(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """It was no call after all: nothing is noted but that."""
    _ours(request, customer_id)
    desk = request.desk
    sheet = under_way.sheet_of(desk.entity.id, desk.actor)
    if sheet is not None and sheet.customer_id == customer_id:
        why = request.POST.get("why", "").strip() or say(Reason(N_("aucun numéro composé")))
        calls_actions.drop_sheet(desk.act, sheet_id=sheet.id, why=why)
    return said(request, Reason(N_("Aucun appel n'est noté.")), reverse("desk:brief", args=[customer_id]))


@require_POST
@allowed(Permission.CONTACT)
def breathe(request: DeskRequest) -> HttpResponseBase:
    """The minute between two cases has been taken."""
    request.session[BREATHED] = under_way.last_note_id(request.desk.entity.id, request.desk.actor)
    return redirect(back_to(request, reverse("desk:today")))


def _ours(request: DeskRequest, customer_id: int) -> None:
    """404 for a customer who is not one of this entity's."""
    customer = found(receivables_queries.customers_by_id([customer_id]).get(customer_id))
    found(customer if customer.entity_id == request.desk.entity.id else None)


def _live(request: DeskRequest, sheet: Sheet) -> Live:
    opened = found(briefs.brief(request.desk.act, sheet.customer_id))
    return Live(opened, sheet, asked=request.GET.get("question", ""))


def _shown(
    request: DeskRequest, live: Live, *, form: SheetForm | None = None, refused: Refused | None = None
) -> HttpResponseBase:
    desk, step = request.desk, live.sheet.step
    form = (form or _form(request, live, first_words(desk, live), is_bound=refused is not None)).only(step)
    if refused is not None:
        refuse(request, form, refused)
    context = call_page(desk, live, terms=terms_of(desk)) | {"form": form}
    return render(request, "desk/call.html", context, status=422 if form.errors else 200)


def _form(request: DeskRequest, live: Live, written: dict[str, str], *, is_bound: bool) -> SheetForm:
    return SheetForm(
        written if is_bound else None,
        initial=written,
        currency=live.due.currency,
        people=[("", "—"), *((str(p.pk), p.name or p.email) for p in live.brief.people)],
        voices=[
            ("", request.desk.member.name),
            *((str(m.id), m.name) for m in live.brief.file.known.house.team if m.user_id is None),
        ],
        possible_from=possible_from(live.brief),
    )


def _given(request: DeskRequest) -> dict[str, str]:
    """What the page sent; a box that is not ticked is sent by nobody and counts as empty."""
    shown = request.POST.get("shown", "").split()
    given = {name: "" for name in shown if name in FIELDS}
    return given | {name: text for name, text in request.POST.items() if isinstance(text, str)}


def _moved(request: DeskRequest, sheet: Sheet) -> HttpResponseBase:
    desk = request.desk
    calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=_given(request))
    sheet = found(under_way.sheet_of(desk.entity.id, desk.actor))
    verb, _sign, value = request.POST.get("go", "").partition(":")
    here = reverse("desk:call", args=[sheet.customer_id])
    match verb:
        case "step":
            return _to_step(request, sheet, value)
        case "answer":
            question, _sign, answer = value.partition("/")
            calls_actions.answer_question(desk.act, sheet_id=sheet.id, question=question, answer=answer)
        case "back":
            calls_actions.take_answer_back(desk.act, sheet_id=sheet.id)
        case "option":
            return _option(request, sheet, value)
        case "absent" if value in set(CallOutcome):
            given = {**_NO_END, "outcome": value}
            calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=given, step=Step.ABSENT)
        case "consent" if value in {Consent.GIVEN, Consent.REFUSED}:
            live = _live(request, sheet)
            phrase = consent_phrase(live, terms_of(desk))
            calls_actions.note_consent(desk.act, sheet_id=sheet.id, consent=Consent(value), phrase=phrase)
        case "finish":
            return _finish(request, sheet)
    return redirect(here)


def _to_step(request: DeskRequest, sheet: Sheet, value: str) -> HttpResponseBase:
    desk, here = request.desk, reverse("desk:call", args=[sheet.customer_id])
    if value not in set(Step):
        return redirect(here)
    wanted = Step(value)
    refused = problem_of_step(
        wanted, summary=sheet.said("summary"), is_confirmed=bool(sheet.said("is_confirmed"))
    )
    if refused is None:
        given = _NO_END if {Step.ABSENT, Step.CALM} & {wanted, sheet.step} else {}
        calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=given, step=wanted)
        return redirect(here)
    calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given={}, step=Step.SUM_UP)
    sheet = found(under_way.sheet_of(desk.entity.id, desk.actor))
    return _shown(request, _live(request, sheet), refused=refused)


def _option(request: DeskRequest, sheet: Sheet, value: str) -> HttpResponseBase:
    """An option was chosen: its figures are proposed at the read-back, or its own page is opened."""
    desk = request.desk
    live = _live(request, sheet)
    offer = offer_of(offers(desk.act, live.brief, live.due), value)
    here = reverse("desk:call", args=[sheet.customer_id])
    if offer is None:
        return redirect(here)
    given: dict[str, str] = {"option": offer.option.value}
    if offer.option in MONEY and offer.amount and offer.on:
        given["agreed_amount"] = decimal_text(offer.amount.decimal, language=request.LANGUAGE_CODE)
        given["agreed_on"] = offer.on.isoformat()
        calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=given, step=Step.AGREE)
        return redirect(here)
    calls_actions.save_sheet(desk.act, sheet_id=sheet.id, given=given)
    if offer.option is Option.CALL_BACK:
        calls_actions.save_sheet(
            desk.act,
            sheet_id=sheet.id,
            given={"outcome": CallOutcome.CALL_BACK_REQUESTED.value, "next_on": f"{offer.on}"},
            step=Step.CLOSE,
        )
        return redirect(here)
    if offer.option in _PAGES:
        return redirect(with_query(reverse(_PAGES[offer.option], args=[sheet.customer_id]), next=here))
    return redirect(here)


def _finish(request: DeskRequest, sheet: Sheet) -> HttpResponseBase:
    live = _live(request, sheet)
    written: dict[str, Any] = first_words(request.desk, live)
    form = _form(request, live, written, is_bound=True)
    made = note_ending(request.desk, live, form)
    if isinstance(made, Refused):
        wrong = made.field or next(iter(form.errors), "")
        step = step_with(wrong, sheet.step)
        if step is not sheet.step:
            calls_actions.save_sheet(request.desk.act, sheet_id=sheet.id, given={}, step=step)
            live = replace(live, sheet=replace(sheet, step=step))
        return _shown(request, live, form=form, refused=made if made.reason.text else None)
    name = live.brief.file.customer.name
    to = reverse("desk:call_note", args=[sheet.customer_id, made.note_id])
    return said(request, Reason(N_("Appel noté : {name}."), name=name), to)
