"""Court files on the desk: the ways, a file made by the owner, its days noted, its costs corrected, the file taken."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.court import CourtDayForm, FeesForm
from encours.faces.desk.pages.court import court_page, named
from encours.faces.desk.views.back import is_done, said, show_form, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.court import filing
from encours.flows.formal.acts import standing
from encours.flows.legal.in_force import law_in_force
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.strategy.queries.court_files import CourtFact, court_file
from encours.method.strategy.rules.court_files import CourtEvent

_ZIP = "application/zip"


@require_GET
@allowed(Permission.READ)
def court(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """The ways of a case, and the files made."""
    whole = found(standing(request.desk.act, _case(request, case_id)))
    return render(request, "desk/proof/court.html", court_page(request.desk, whole))


@require_POST
@allowed(Permission.DECIDE)
def court_prepare(request: DeskRequest, case_id: int, procedure: str) -> HttpResponseBase:
    """The file of a way is made."""
    desk, case = request.desk, _case(request, case_id)
    outcome = filing.prepare(desk.act, case, procedure=procedure.replace("-", "_"), is_owner=desk.is_owner)
    text = Reason(N_("Dossier préparé : relisez la fiche, complétez le formulaire officiel, signez."))
    return told(request, outcome, text, reverse("desk:court", args=[case_id]))


@require_GET
@allowed(Permission.CONTACT)
def court_take(request: DeskRequest, court_id: int) -> HttpResponseBase:
    """The archive: sheet, request, exhibits, all under one seal."""
    one = _one(request, court_id)
    document = found(one.document_id)
    name = documents_queries.files_of([document])[document].name
    return file_saved(documents_queries.content(document), name=name, media_type=_ZIP)


@allowed(Permission.CONTACT)
def court_day(request: DeskRequest, court_id: int) -> HttpResponseBase:
    """Something happened: the delays of the law run from that day."""
    act, one = request.desk.act, _one(request, court_id)
    back = reverse("desk:court", args=[one.case_id])
    form = CourtDayForm(request.POST or None, initial={"on": act.today})
    if is_done(
        request, form, lambda given: filing.note(act, one, event=CourtEvent(given["event"]), on=given["on"])
    ):
        return said(request, Reason(N_("Noté : les délais qui en partent sont dans vos tâches.")), back)
    heading, verb = say(Reason(N_("Ce qui s'est passé en justice"))), say(Reason(N_("Noter")))
    return show_form(request, form, back_url=back, heading=heading, verb=verb)


@allowed(Permission.CONTACT)
def court_fees(request: DeskRequest, court_id: int) -> HttpResponseBase:
    """What each act really cost."""
    act, one = request.desk.act, _one(request, court_id)
    back, currency = reverse("desk:court", args=[one.case_id]), one.total.currency
    form = FeesForm(
        request.POST or None,
        names=_names(request, one),
        currency=currency,
        initial={name: Money(minor, currency) for name, minor in one.fees.items()},
    )

    def keep(given: dict[str, Any]) -> None:
        filing.set_fees(act, one, {name: given[name] for name in one.fees})

    if is_done(request, form, keep):
        return said(request, Reason(N_("Frais corrigés.")), back)
    heading, verb = say(Reason(N_("Frais de justice"))), say(Reason(N_("Enregistrer les frais")))
    intro = Reason(
        N_("Des estimations d'après les sources lues : le greffe et le commissaire ont le dernier mot.")
    )
    return show_form(request, form, back_url=back, heading=heading, verb=verb, intro=intro)


def _names(request: DeskRequest, one: CourtFact) -> dict[str, str]:
    ways = filing.procedures_of(law_in_force(request.desk.entity.id), one)
    told = {fee.id: named(fee.names) for way in ways for fee in way.fees}
    return {name: told.get(name, name) for name in one.fees}


def _case(request: DeskRequest, case_id: int) -> CaseFact:
    return found(cases_queries.case(request.desk.entity.id, case_id))


def _one(request: DeskRequest, court_id: int) -> CourtFact:
    return found(court_file(request.desk.entity.id, court_id))
