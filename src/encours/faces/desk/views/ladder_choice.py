"""The ladder of one customer, given by a person with a reason, and given back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.ladders import BY_RULES, LadderChoiceForm
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import said
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import ladders as ladders_flow
from encours.flows.ladders import Chosen
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.by_hand import Standing
from encours.method.strategy.rules.ladder_words import IDEAS


@allowed(Permission.DECIDE)
def ladder_choice(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Which ladder this customer follows, and why."""
    subject, desk = about(request, customer_id), request.desk
    form = LadderChoiceForm(
        request.POST or None, initial={"key": _chosen(subject)}, offered=_offered(subject)
    )
    if request.method == "POST" and form.is_valid():
        key, why = form.chosen(), form.cleaned_data["why"]
        made = ladders_flow.choose(desk.act, customer_id=customer_id, key=key, why=why)
        if not isinstance(made, Refused):
            remember(request, "ladder_chosen", {"cases": _kept(made)}, subject.back_url)
            return said(request, _told(key), subject.back_url)
        refuse(request, form, made)
    return subject.show(
        request, form, N_("Scénario de {name}"), N_("Choisir ce scénario"), intro=_intro(subject)
    )


@undoes("ladder_chosen", Permission.DECIDE)
def _undo(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    chosen = [
        Chosen(case, customer, (key, version), before, Standing.from_text(standing))
        for case, customer, key, version, before, standing in values["cases"]
    ]
    return ladders_flow.take_back(desk.act, chosen=chosen)


def _kept(chosen: Sequence[Chosen]) -> list[list[Any]]:
    return [[one.case_id, one.customer_id, *one.running, one.chosen, one.before.as_text()] for one in chosen]


def _offered(subject: About) -> list[tuple[str, str]]:
    """The ladders by name; the one that needs a confirmed type only where it is confirmed."""
    ladders = dict(subject.file.known.house.ladders.in_force)
    if subject.file.assessments[0].opinion.ladder_type is not DebtorType.AVOIDS:
        ladders.pop("avoids", None)
    words = N_("{label} : {idea}")
    named = [
        (key, say(Reason(words, label=Reason(ladders[key].label), idea=Reason(IDEAS[key]))))
        for key in IDEAS
        if key in ladders
    ]
    return [(BY_RULES, _("Selon vos règles et son profil de paiement")), *named]


def _chosen(subject: About) -> str:
    progress = subject.file.known.progress.values()
    return next((row.chosen_procedure for row in progress if row.chosen_procedure), BY_RULES)


def _intro(subject: About) -> Reason:
    a = subject.file.assessments[0]
    text = N_("Aujourd'hui\u00a0: «\u00a0{label}\u00a0». {why}")
    return Reason(text, label=Reason(a.procedure.label), why=a.choice.reason)


def _told(key: str) -> Reason:
    if not key:
        return Reason(N_("Le scénario suit de nouveau vos règles et le profil de paiement."))
    return Reason(
        N_("Scénario choisi\u00a0: le dossier continue à la même étape, ou à la précédente plus douce.")
    )
