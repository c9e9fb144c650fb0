"""Today, the case beside it, a line put off, the night on demand, the next morning of a demonstration."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import LaterForm, WhyForm
from encours.faces.desk.pages.case import case_panel
from encours.faces.desk.pages.next_day import morning_words
from encours.faces.desk.pages.today import today_page
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import ask_first, back_to, is_done, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting, next_morning
from encours.flows.customer_file import customer_file
from encours.flows.night.run import run as run_night
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import Place


@require_GET
@allowed(Permission.READ)
def today(request: DeskRequest) -> HttpResponseBase:
    """Whom to contact, why, with which figure and which action."""
    after, opened = (number_in(request.GET.get(name, "")) for name in ("after", "client"))
    place = None if after is None else Place(request.GET.get("cle", ""), request.GET.get("nom", ""), after)
    context = today_page(request.desk, section=request.GET.get("section", ""), after=place)
    if opened is not None:
        file = customer_file(request.desk.act, opened)
        context["case"] = case_panel(request.desk, file) if file else None
        for section in context["sections"]:
            for row in section["rows"]:
                row["is_open"] = row["customer_id"] == opened
    return render(request, "desk/today.html", context)


@allowed(Permission.CONTACT)
def later(request: DeskRequest, item_id: int) -> HttpResponseBase:
    """Puts a line off to a day, with a reason (ruling 9)."""
    act, line = request.desk.act, found(strategy_queries.work_item(request.desk.entity.id, item_id))
    form = LaterForm(request.POST or None)
    back_url = back_to(request, reverse("desk:today"))
    if is_done(request, form, lambda given: contacting.put_off(act, item_id=item_id, **given)):
        return said(request, Reason(N_("Reporté au {on}."), on=form.cleaned_data["until"]), back_url)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=say(Reason(N_("Reporter {name}"), name=line.customer_name)),
        verb=say(Reason(N_("Reporter"))),
        waiting=line.waiting,
    )


@allowed(Permission.CONTACT)
def skip(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Passes over the next step of a customer, with a reason (R101)."""
    act, subject = request.desk.act, about(request, customer_id)
    form = WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.skip_step(act, customer_id=customer_id, reason=given["why"]),
    ):
        text = N_("Étape passée : la suivante prend sa place.")
        return said(request, Reason(text), subject.back_url)
    step = case_panel(request.desk, subject.file)
    around = {"intro": step["what"], "waiting": step["waiting"], "is_grave": True}
    return subject.show(request, form, N_("Passer cette étape pour {name}"), N_("Passer l'étape"), **around)


@allowed(Permission.RECORD)
def night(request: DeskRequest) -> HttpResponseBase:
    """Reviews every case now, as each night does by itself."""
    if request.method != "POST":
        consequence = N_(
            "Chaque dossier est revu, les messages du jour sont préparés. "
            "Rien ne part avant son heure, rien ne part deux fois."
        )
        return ask_first(
            request,
            back_url=reverse("desk:today"),
            heading=say(Reason(N_("Revoir tous les dossiers maintenant ?"))),
            consequence=Reason(consequence),
            verb=say(Reason(N_("Revoir les dossiers"))),
        )
    report = run_night(request.desk.entity.id, request.desk.clock)
    text = N_("Dossiers revus : {cases}. Messages préparés : {queued}.")
    done = Reason(text, cases=report.cases, queued=report.queued)
    return said(request, done, reverse("desk:today"))


@require_POST
@allowed(Permission.READ)
def next_day(request: DeskRequest) -> HttpResponseBase:
    """«Lendemain matin» of a demonstration."""
    to = reverse("desk:today")
    try:
        morning = next_morning.run(request.desk.clock)
    except next_morning.NotADemonstration:
        return told(request, None, Reason(N_("L'heure de cette installation est la vraie.")), to)
    return said(request, morning_words(morning, request.desk.entity.currency), to)
