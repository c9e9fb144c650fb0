"""Pauses of a customer: nobody contacts it for a while; a pause gets another end, or ends before its time."""

from django.http import HttpResponseBase
from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import HoldEndForm, HoldForm, WhyForm
from encours.faces.desk.heard import heard
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import holds
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases.queries import StandingHold
from encours.method.cases.rules.holds import UNTIL_RELEASED, HoldDraft
from encours.method.cases.rules.words import HOLD_KIND_LABELS


@allowed(Permission.CONTACT)
def hold_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Nobody contacts this customer for a while."""
    act, subject = request.desk.act, about(request, customer_id)
    from_mail = heard(request, customer_id)
    start = from_mail.start(request.desk, "kind", "reason", "until_on")
    form = HoldForm(request.POST or None, initial=start)
    if is_done(request, form, lambda given: holds.place(act, HoldDraft(customer_id, **given))):
        from_mail.settle(request.desk)
        text = N_("Mise en attente notée : personne n'est contacté.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Mettre {name} en attente"), N_("Mettre en attente"))


@allowed(Permission.CONTACT)
def hold_end(request: DeskRequest, customer_id: int, hold_id: int) -> HttpResponseBase:
    """A pause gets another last day, with a reason."""
    act, subject = request.desk.act, about(request, customer_id)
    hold = _hold(subject, hold_id)
    form = HoldEndForm(
        request.POST or None, may_be_open=hold.kind in UNTIL_RELEASED, initial={"until_on": hold.until_on}
    )
    if is_done(
        request,
        form,
        lambda given: holds.change_end(act, customer_id=customer_id, hold_id=hold_id, **given),
    ):
        return said(request, _changed(form.cleaned_data["until_on"]), subject.back_url)
    return subject.show(
        request,
        form,
        N_("Mise en attente de {name}"),
        N_("Changer la fin"),
        intro=Reason(N_("{kind} : {why}"), kind=Reason(HOLD_KIND_LABELS[hold.kind]), why=hold.reason),
        aside=[
            {
                "url": reverse("desk:hold_release", args=[customer_id, hold_id]),
                "label": say(Reason(N_("Lever la mise en attente"))),
                "icon": "play",
            }
        ],
    )


@allowed(Permission.CONTACT)
def hold_release(request: DeskRequest, customer_id: int, hold_id: int) -> HttpResponseBase:
    """A pause ends before its time."""
    act, subject = request.desk.act, about(request, customer_id)
    _hold(subject, hold_id)
    form = WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: holds.release(act, customer_id=customer_id, hold_id=hold_id, why=given["why"]),
    ):
        return said(request, Reason(N_("Mise en attente levée.")), subject.back_url)
    heading, verb = N_("Lever la mise en attente de {name}"), N_("Lever la mise en attente")
    return subject.show(request, form, heading, verb)


def _hold(subject: About, hold_id: int) -> StandingHold:
    standing = subject.file.known.holds.get(subject.file.customer.pk, [])
    return found(next((hold for hold in standing if hold.id == hold_id), None))


def _changed(until_on: object) -> Reason:
    if until_on is None:
        return Reason(N_("Mise en attente sans date de fin : elle dure jusqu'à ce que vous la leviez."))
    return Reason(N_("Mise en attente jusqu'au {until_on} inclus."), until_on=until_on)
