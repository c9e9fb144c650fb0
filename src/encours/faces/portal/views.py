"""The debtor's page: what is open, the copies of invoices, five answers, and a yes to what was agreed."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from encours.faces.portal.forms import (
    AnswerForm,
    OtherForm,
    PaidForm,
    PlanForm,
    ProblemForm,
    PromiseForm,
    YesForm,
)
from encours.faces.portal.opened import Visit, closed, linked, show
from encours.faces.portal.shapes import (
    answer_page,
    frame,
    heard_page,
    page_of,
    waits_for_a_yes,
    yes_page,
)
from encours.flows.portal.answering import Heard, hear
from encours.flows.portal.answers import Answer, Kind, SaidYes
from encours.flows.portal.standing import Standing, invoice_file, standing
from encours.ground.kernel.reason import Refused

_FORMS: dict[str, tuple[Kind, type[AnswerForm]]] = {
    "deja-regle": (Kind.PAID, PaidForm),
    "je-regle-le": (Kind.PROMISE, PromiseForm),
    "en-plusieurs-fois": (Kind.PLAN, PlanForm),
    "un-probleme": (Kind.PROBLEM, ProblemForm),
    "autre": (Kind.OTHER, OtherForm),
}


@linked
def page(visit: Visit) -> HttpResponse:
    """Who we are, what is open, how to pay, and how to answer."""
    if visit.request.method == "POST":
        return HttpResponse(status=405)
    found = standing(visit.act, visit.opened)
    return show("portal/page.html", page_of(visit, found), language=visit.language)


@linked
def invoice(visit: Visit, due_id: int) -> HttpResponse:
    """The copy of an open invoice of this customer, to be saved; of nobody else's."""
    found = invoice_file(visit.opened, due_id) if visit.request.method != "POST" else None
    if found is None:
        return closed(visit.request)
    name, media_type, content = found
    response = HttpResponse(content, content_type=media_type)
    header = content_disposition_header(as_attachment=True, filename=name.replace("/", "-"))
    response.headers["Content-Disposition"] = header or "attachment"
    return response


@linked
def answer(visit: Visit, kind: str) -> HttpResponse:
    """One of the five answers: its form, then what was understood."""
    if kind not in _FORMS:
        return closed(visit.request)
    what, make = _FORMS[kind]
    found = standing(visit.act, visit.opened)
    if not found.statements and what is not Kind.OTHER:
        return HttpResponseRedirect(_page_url(visit))
    request = visit.request
    given = (request.POST, request.FILES) if visit.is_sent else ()
    initial = {"currency": request.GET.get("devise", "")}
    form = make(*given, statements=found.statements, today=visit.act.today, initial=initial)
    if visit.is_sent and form.is_valid():
        said = form.take()
        heard = hear(visit.act, visit.opened, said)
        if isinstance(heard, Heard):
            return _heard(visit, said, heard)
        form.refuse(heard)
    status = 422 if form.is_bound and form.errors else 200
    context = answer_page(visit, found, what, form)
    return show("portal/answer.html", context, language=visit.language, status=status)


@linked
def agree(visit: Visit, agreement_id: int) -> HttpResponse:
    """A yes to what was agreed: shown in full, then confirmed by name; the words are kept as they were shown."""
    found = standing(visit.act, visit.opened)
    deal = next((d for d in found.deals if d.offer.id == agreement_id), None)
    if deal is None or not waits_for_a_yes(deal):
        return _changed(visit, found, is_known=deal is not None)
    form = YesForm(visit.request.POST, shown=deal.text) if visit.is_sent else YesForm(shown=deal.text)
    if visit.is_sent and form.is_valid():
        if not form.is_as_shown:
            return _changed(visit, found, is_known=False)
        said = Answer(SaidYes(deal.offer.id, deal.text), form.mark, form.cleaned_data["name"])
        heard = hear(visit.act, visit.opened, said)
        if isinstance(heard, Refused):
            return _changed(visit, found, is_known=False)
        return _heard(visit, said, heard)
    status = 422 if form.is_bound and form.errors else 200
    return show("portal/yes.html", yes_page(visit, found, deal, form), language=visit.language, status=status)


def _changed(visit: Visit, found: Standing, *, is_known: bool) -> HttpResponse:
    """What waits no longer: the page as it is now where it stands; else that something changed."""
    if is_known:
        return show("portal/page.html", page_of(visit, found), language=visit.language)
    return show("portal/changed.html", frame(visit, found), language=visit.language, status=409)


def _heard(visit: Visit, said: Answer, heard: Heard) -> HttpResponse:
    found = standing(visit.act, visit.opened)
    return show("portal/heard.html", heard_page(visit, found, said, heard), language=visit.language)


def _page_url(visit: Visit) -> str:
    return reverse("portal:page", args=[visit.token])
