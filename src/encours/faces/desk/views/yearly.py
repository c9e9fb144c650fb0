"""The yearly review: opened, voted on, corrected, decided, held; a relationship ended with notice."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.yearly import DecisionForm, MarginForm, PartingForm, VoteForm
from encours.faces.desk.pages import yearly as pages
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.closing import yearly
from encours.flows.closing.yearly import Farewell
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.insight.queries.review import LineFact
from encours.method.insight.rules.yearly_review import Parting
from encours.method.strategy.thresholds import thresholds_now


@require_GET
@allowed(Permission.CONTACT)
def review(request: DeskRequest) -> HttpResponseBase:
    """The review of this year, or the last one."""
    act = request.desk.act
    shown = pages.review_page(request.desk, yearly.meeting(act), thresholds_now(act).review)
    return render(request, "desk/closing/review.html", shown)


@allowed(Permission.CLOSE)
def review_open(request: DeskRequest) -> HttpResponseBase:
    """The owner opens the review of the year."""
    back = reverse("desk:review")
    if request.method == "POST":
        outcome = yearly.open_review(request.desk.act)
        return told(request, outcome, Reason(N_("Revue ouverte : l'équipe peut voter.")), back)
    return ask_first(
        request,
        back_url=back,
        heading=say(Reason(N_("Ouvrir la revue annuelle"))),
        verb=say(Reason(N_("Ouvrir"))),
        intro=Reason(
            N_(
                "Les clients suivis depuis douze mois sont comptés ; les plus lourds sont à regarder ensemble."
            )
        ),
    )


@allowed(Permission.CONTACT)
def review_vote(request: DeskRequest, line_id: int) -> HttpResponseBase:
    """How much a customer weighs on the person at the desk."""
    line, name = _line(request, line_id)
    form = VoteForm(request.POST or None, initial={"stress": line.own_vote})
    act = request.desk.act
    if is_done(request, form, lambda given: yearly.vote(act, line_id=line_id, stress=int(given["stress"]))):
        return said(request, Reason(N_("Vote noté.")), reverse("desk:review"))
    return _ask(request, form, Reason(N_("Votre vote pour {name}"), name=name), N_("Voter"))


@allowed(Permission.CLOSE)
def review_margin(request: DeskRequest, line_id: int) -> HttpResponseBase:
    """What a customer really brings."""
    line, name = _line(request, line_id)
    initial = {"margin": line.margin, "is_bound": line.is_bound}
    form = MarginForm(request.POST or None, currency=line.margin.currency, initial=initial)
    if is_done(request, form, lambda given: yearly.correct(request.desk.act, line_id=line_id, **given)):
        return said(request, Reason(N_("Chiffres corrigés.")), reverse("desk:review"))
    return _ask(request, form, Reason(N_("Ce que rapporte {name}"), name=name), N_("Enregistrer"))


@allowed(Permission.CLOSE)
def review_decide(request: DeskRequest, line_id: int) -> HttpResponseBase:
    """The owner decides something short of parting."""
    _line_fact, name = _line(request, line_id)
    form = DecisionForm(request.POST or None)
    if is_done(request, form, lambda given: yearly.decide(request.desk.act, line_id=line_id, **given)):
        return said(request, Reason(N_("Décision notée.")), reverse("desk:review"))
    return _ask(request, form, Reason(N_("Décider pour {name}"), name=name), N_("Décider"))


@allowed(Permission.CLOSE)
def review_part(request: DeskRequest, line_id: int) -> HttpResponseBase:
    """The owner ends a relationship, with notice; the letter waits to be read."""
    line, name = _line(request, line_id)
    earliest = yearly.notice_of(request.desk.act, line.customer_id)
    form = PartingForm(request.POST or None, initial={"ends_on": earliest})
    if is_done(
        request,
        form,
        lambda given: yearly.part(request.desk.act, line_id=line_id, farewell=_farewell(given)),
    ):
        text = N_("Décision notée. La lettre est prête : relisez-la dans Messages avant son envoi.")
        return said(request, Reason(text), reverse("desk:review"))
    return _ask(
        request,
        form,
        Reason(N_("Se séparer de {name}"), name=name),
        N_("Décider la fin de la relation"),
        is_grave=True,
        intro=Reason(
            N_(
                "Le préavis va au moins jusqu'au {earliest}. Si plus d'un cinquième de ses achats vient de vous, "
                "voyez d'abord un avocat."
            ),
            earliest=earliest,
        ),
    )


@allowed(Permission.CLOSE)
def review_hold(request: DeskRequest, review_id: int) -> HttpResponseBase:
    """The meeting took place."""
    shown = found(yearly.meeting(request.desk.act))
    found(shown if shown.review.id == review_id else None)
    back = reverse("desk:review")
    if request.method == "POST":
        outcome = yearly.hold(request.desk.act, review_id=review_id)
        return told(request, outcome, Reason(N_("Revue tenue : votes et chiffres sont clos.")), back)
    return ask_first(
        request,
        back_url=back,
        heading=say(Reason(N_("La réunion a eu lieu"))),
        verb=say(Reason(N_("Clore la revue"))),
        intro=Reason(N_("Votes et chiffres ne changent plus ; les décisions restent possibles.")),
    )


def _line(request: DeskRequest, line_id: int) -> tuple[LineFact, str]:
    meeting = found(yearly.meeting(request.desk.act))
    line = found(next((one for one in meeting.kept if one.id == line_id), None))
    return line, next(one.name for one in meeting.lines if one.id == line_id)


def _ask(request: DeskRequest, form: Any, heading: Reason, verb: str, **more: Any) -> HttpResponseBase:
    context = {"heading": say(heading), "verb": say(Reason(verb)), **more}
    return show_form(request, form, back_url=reverse("desk:review"), **context)


def _farewell(given: dict[str, Any]) -> Farewell:
    parting = Parting(
        ends_on=given["ends_on"],
        is_grave=given["is_grave"],
        is_free_of_grounds=given["is_free_of_grounds"],
        tried=given["tried"],
    )
    return Farewell(parting, given["supplier"], given["orders"])
