"""Our measure: a limit passed over by the owner, a complaint, the owner's month, and one's own week."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import ComplaintForm, PassOverForm
from encours.faces.desk.pages.my_week import my_week_page
from encours.faces.desk.pages.restraint import month_page
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows import restraint
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.rules.restraint import RULE_LABELS


@allowed(Permission.CONFIGURE)
def pass_over(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The owner passes over our own limits for one contact today, with a reason (K15)."""
    act, subject = request.desk.act, about(request, customer_id)
    least = subject.file.known.house.thresholds.guard.override_reason_characters
    form = PassOverForm(request.POST or None, least=least)
    if is_done(
        request, form, lambda given: restraint.pass_over(act, customer_id=customer_id, why=given["why"])
    ):
        return said(
            request,
            Reason(N_("Noté : un contact est permis aujourd'hui malgré la limite.")),
            subject.back_url,
        )
    limits = restraint.limits_today(act, subject.file)
    heading, verb = N_("Passer outre pour {name}"), N_("Passer outre, une fois")
    intro = N_("Un seul contact, aujourd'hui. Les jours, les heures, les attentes et la loi restent.")
    return subject.show(
        request,
        form,
        heading,
        verb,
        intro=Reason(intro),
        notes=[Reason(RULE_LABELS[rule]) for rule in limits.rules] or list(limits.staying),
    )


@allowed(Permission.CONTACT)
def complaint_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A complaint about how we contacted a customer: written down, and an answer is owed."""
    act, subject = request.desk.act, about(request, customer_id)
    form = ComplaintForm(request.POST or None, initial={"received_on": act.today})
    if is_done(request, form, lambda given: restraint.complain(act, customer_id=customer_id, **given)):
        text = N_("Noté. Nous lui devons une réponse : personne n'est relancé avant.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Réclamation de {name}"), N_("Noter la réclamation"))


@require_GET
@allowed(Permission.CONFIGURE)
def month(request: DeskRequest) -> HttpResponseBase:
    """What the guard refused, what was passed over and who complained, in a month (R111)."""
    return render(request, "desk/restraint.html", month_page(request.desk, request.GET.get("mois", "")))


@require_GET
@allowed(Permission.READ)
def my_week(request: DeskRequest) -> HttpResponseBase:
    """One's own week: for the signed-in person alone (R011, R012)."""
    return render(request, "desk/my_week.html", my_week_page(request.desk))
