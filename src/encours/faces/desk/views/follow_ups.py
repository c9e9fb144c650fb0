"""What calls left to do: done with a word, an appointment planned and held, an entry for one's calendar."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.calling import VisitForm
from encours.faces.desk.forms.contacting import DoneForm
from encours.faces.desk.pages.calendar_entry import Appointed, entry
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import ask_first, back_to, is_done, said, show_form, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.calling import visits
from encours.flows.calling.calm_word import prepare_calm_word
from encours.flows.calling.visits import Appointment
from encours.flows.review.facts_of import live_contacts
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.calls import actions as calls_actions
from encours.method.calls.queries import under_way
from encours.method.calls.queries.under_way import FollowUpFact
from encours.method.calls.rules.follow_up import FOLLOW_UP_LABELS, FollowUpDraft, FollowUpKind
from encours.method.cases import queries as cases_queries
from encours.method.strategy import queries as strategy_queries

_HOUR = 60


@allowed(Permission.CONTACT)
def follow_up(request: DeskRequest, follow_up_id: int) -> HttpResponseBase:
    """It is done; a visit is held first, on the screen of a call."""
    act = request.desk.act
    each = found(under_way.follow_up(request.desk.entity.id, follow_up_id))
    if each.kind is FollowUpKind.VISIT and each.done_at is None and "annuler" not in request.GET:
        return _visit_held(request, follow_up_id, each.customer_id)
    if "ecrire" in request.GET and each.kind is FollowUpKind.RESUME_CALMLY:
        return _calm_word(request, each)
    form = DoneForm(request.POST or None)
    back_url = back_to(request, reverse("desk:today"))
    if is_done(
        request,
        form,
        lambda given: calls_actions.finish_follow_up(
            act, follow_up_id=follow_up_id, outcome=given["outcome"]
        ),
    ):
        return said(request, Reason(N_("C'est fait.")), back_url)
    heading = Reason(N_("{name} : {what}"), name=each.customer_name, what=Reason(FOLLOW_UP_LABELS[each.kind]))
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=say(heading),
        verb=say(Reason(N_("C'est fait"))),
        intro=each.what,
        aside=_aside(request.path, each),
    )


def _aside(here: str, each: FollowUpFact) -> list[dict[str, str]]:
    """What helps to do it."""
    if each.kind is not FollowUpKind.RESUME_CALMLY:
        return []
    label = say(Reason(N_("Écrire pour reprendre l'échange")))
    return [{"url": with_query(here, ecrire=1), "label": label, "icon": "mail"}]


def _calm_word(request: DeskRequest, each: FollowUpFact) -> HttpResponseBase:
    """The word that takes a difficult talk up again, to be read before it leaves."""
    here = reverse("desk:follow_up", args=[each.id])
    if request.method != "POST":
        return ask_first(
            request,
            back_url=here,
            heading=say(Reason(N_("Écrire pour reprendre l'échange ?"))),
            consequence=say(
                Reason(N_("Un mot signé d'une autre voix se prépare ; vous le relisez avant l'envoi."))
            ),
            verb=say(Reason(N_("Préparer ce mot"))),
        )
    message_id = prepare_calm_word(request.desk.act, each)
    if message_id is None:
        text = N_("Ce mot ne peut pas s'écrire : vérifiez l'adresse du client et ses factures ouvertes.")
        return told(request, Refused(Reason(text)), "", here)
    return redirect("desk:message", message_id)


def _visit_held(request: DeskRequest, follow_up_id: int, customer_id: int) -> HttpResponseBase:
    """Opens the sheet of an appointment; it may also be told that it did not take place."""
    if request.method != "POST":
        here = request.path
        return ask_first(
            request,
            back_url=back_to(request, reverse("desk:today")),
            heading=say(Reason(N_("Le rendez-vous commence ?"))),
            consequence=say(Reason(N_("La fiche s'ouvre, étape par étape, comme pour un appel."))),
            verb=say(Reason(N_("Ouvrir la fiche"))),
            aside=[(with_query(here, annuler=1), say(Reason(N_("Il n'a pas lieu"))))],
        )
    begun = visits.begin_visit(request.desk.act, follow_up_id=follow_up_id)
    if isinstance(begun, Refused):
        return told(request, begun, "", reverse("desk:today"))
    return redirect("desk:call", customer_id)


@allowed(Permission.CONTACT)
def visit_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """An appointment at the place of business; never at anybody's home."""
    subject = about(request, customer_id)
    customer = subject.file.customer
    people = [("", "—"), *((str(p.pk), p.name or p.email) for p in live_contacts(customer))]
    town = f"{customer.postcode} {customer.city}".strip()
    place = ", ".join(part for part in (customer.address, town) if part)
    form = VisitForm(request.POST or None, initial={"place": place}, people=people)

    def planned(given: dict[str, Any]) -> int | Refused:
        is_business: bool = given.pop("is_place_of_business")
        return visits.plan_visit(
            request.desk.act, subject.file, Appointment(_appointment(request, subject, given), is_business)
        )

    if is_done(request, form, planned):
        text = N_("Rendez-vous noté : il est dans la liste ce jour-là.")
        return said(request, Reason(text), subject.back_url)
    intro = N_("Seulement sur rendez-vous, à l'adresse de l'entreprise, jamais à un domicile.")
    heading, verb = N_("Rendez-vous chez {name}"), N_("Noter le rendez-vous")
    return subject.show(request, form, heading, verb, intro=Reason(intro))


def _appointment(request: DeskRequest, subject: About, given: dict[str, Any]) -> FollowUpDraft:
    case = subject.file.assessments[0].case
    return FollowUpDraft(
        customer_id=subject.file.customer.pk,
        kind=FollowUpKind.VISIT,
        due_on=given["due_on"],
        due_at=at(given["due_on"], given["hour"], request.desk.entity.time_zone),
        what=given["what"],
        place=given["place"],
        person=given["person"],
        contact_id=int(given["contact"]) if given["contact"] else None,
        case_id=case.id if case else None,
        member_id=request.desk.member.id,
    )


@require_GET
@allowed(Permission.READ)
def call_back_entry(request: DeskRequest, customer_id: int) -> HttpResponse:
    """The call that a customer asked for, as an entry for one's calendar."""
    customer = found(receivables_queries.customers_by_id([customer_id]).get(customer_id))
    found(customer if customer.entity_id == request.desk.entity.id else None)
    cases = cases_queries.open_cases_of([customer_id]).get(customer_id, [])
    progress = strategy_queries.progress_of([case.id for case in cases])
    asked = [each.call_back_at for each in progress.values() if each.call_back_at]
    found(asked[0] if asked else None)
    body = entry(
        request.desk,
        Appointed(f"call-back-{customer_id}", asked[0], Reason(N_("Rappeler {name}"), name=customer.name)),
    )
    return file_saved(body, name="rappel.ics", media_type="text/calendar")


@require_GET
@allowed(Permission.READ)
def follow_up_entry(request: DeskRequest, follow_up_id: int) -> HttpResponse:
    """An appointment, as an entry for one's calendar."""
    each = found(under_way.follow_up(request.desk.entity.id, follow_up_id))
    when = found(each.due_at)
    title = Reason(N_("Rendez-vous : {name}"), name=each.customer_name)
    body = entry(request.desk, Appointed(f"follow-up-{each.id}", when, title, each.place, _HOUR))
    return file_saved(body, name="rendez-vous.ics", media_type="text/calendar")
