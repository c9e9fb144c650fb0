"""Formal acts on the desk: prepared, approved by the owner, posted with their proof, received, withdrawn."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.formal import (
    ApproveForm,
    ChoosePlanBForm,
    MeansForm,
    PostedForm,
    ReceiptForm,
    WithdrawForm,
)
from encours.faces.desk.pages.formal import formal_page
from encours.faces.desk.views.back import is_done, said, show_form
from encours.faces.desk.views.disputes import sent_files
from encours.faces.desk.views.kept_files import file_saved, file_shown
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.formal import acts, plan_b, sending
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.plan_b import Measure
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.strategy.queries.formal_acts import FormalFact, formal_act
from encours.method.strategy.rules.formal_acts import FormalMeans

Doing = Callable[[dict[str, Any]], object]
_JSON = "application/json"


@require_GET
@allowed(Permission.READ)
def formal(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """The formal acts of a case, and the one that is due."""
    standing = found(acts.standing(request.desk.act, _case(request, case_id)))
    return render(request, "desk/proof/formal.html", formal_page(request.desk, standing))


@allowed(Permission.CONTACT)
def formal_prepare(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """The act that is due is written, for the owner."""
    case, act = _case(request, case_id), request.desk.act
    intro = N_(
        "La lettre et son décompte sont écrits d'après vos livres et le droit ; le dirigeant les lit avant."
    )
    return _form(
        request, MeansForm(request.POST or None), case_id,
        lambda given: acts.prepare(act, case, means=FormalMeans(given["means"])),
        words=(N_("Préparer l'acte"), N_("L'écrire"), N_("Acte préparé : il attend l'accord du dirigeant."), intro),
    )  # fmt: skip


@allowed(Permission.CONTACT)
def formal_plan_b(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """What happens without effect is chosen."""
    case, act = _case(request, case_id), request.desk.act
    return _form(
        request, ChoosePlanBForm(request.POST or None), case_id,
        lambda given: plan_b.choose(act, case, measure=Measure(given["measure"]), words=given["words"]),
        words=(N_("Choisir le plan B"), N_("Le choisir"), N_("Plan B choisi : préparez-le."),
            N_("Un acte formel annonce ce qui suit : une mesure que vous êtes prêt à exécuter, à sa date.")),
    )  # fmt: skip


@allowed(Permission.DECIDE)
def formal_approve(request: DeskRequest, formal_id: int) -> HttpResponseBase:
    """The owner reads the letter and lets it go."""
    desk, one = request.desk, _one(request, formal_id)
    case = _case(request, one.case_id)
    return _form(
        request, ApproveForm(request.POST or None), one.case_id,
        lambda given: acts.approve(desk.act, one, case, is_owner=desk.is_owner, note=given["note"]),
        words=(N_("Donner l'accord du dirigeant"), N_("D'accord, elle peut partir"), N_("Accord noté."),
            N_("Sommes, factures et litiges sont relus à cet instant. Rien ne part tout seul.")), is_grave=True,
    )  # fmt: skip


@allowed(Permission.CONTACT)
def formal_posted(request: DeskRequest, formal_id: int) -> HttpResponseBase:
    """It was posted, with its number and its proof."""
    act, one = request.desk.act, _one(request, formal_id)
    return _form(
        request, PostedForm(request.POST or None, request.FILES or None, initial={"on": act.today}), one.case_id,
        lambda given: sending.note_posted(
            act, one, on=given["on"], tracking=given["tracking"], files=sent_files(given)
        ),
        words=(N_("Noter le dépôt"), N_("Noter le dépôt"), N_("Dépôt noté : l'acte compte comme envoyé."),
            N_("Sans numéro et preuve de dépôt, un acte formel ne compte pas comme envoyé.")), is_file=True,
    )  # fmt: skip


@allowed(Permission.CONTACT)
def formal_received(request: DeskRequest, formal_id: int) -> HttpResponseBase:
    """The receipt came back, or the letter did."""
    act, one = request.desk.act, _one(request, formal_id)
    return _form(
        request, ReceiptForm(request.POST or None, request.FILES or None, initial={"on": act.today}), one.case_id,
        lambda given: sending.note_received(
            act, one, on=given["on"], is_delivered=given["outcome"] == "yes", files=sent_files(given)
        ),
        words=(N_("Noter la réception"), N_("Noter la réception"), N_("Réception notée : le délai court."),
            N_("Le délai laissé au débiteur court de ce jour ; il ne finit jamais avant celui de la lettre.")),
        is_file=True,
    )  # fmt: skip


@allowed(Permission.CONTACT)
def formal_withdraw(request: DeskRequest, formal_id: int) -> HttpResponseBase:
    """It does not leave."""
    act, one = request.desk.act, _one(request, formal_id)
    return _form(
        request, WithdrawForm(request.POST or None), one.case_id,
        lambda given: acts.withdraw(act, one, why=given["why"]),
        words=(N_("Retirer l'acte"), N_("Le retirer"), N_("Acte retiré."),
            N_("Sa lettre est retirée aussi. Un autre pourra être préparé.")), is_grave=True,
    )  # fmt: skip


@require_GET
@allowed(Permission.READ)
def formal_file(request: DeskRequest, formal_id: int, what: str) -> HttpResponseBase:
    """The statement, the proof of posting or the receipt of an act."""
    one = _one(request, formal_id)
    files = {"statement": one.statement_id, "posting": one.posting_proof_id, "receipt": one.receipt_id}
    pk = found(files.get(what))
    kept = found(documents_queries.kept([pk]).get(pk))
    hand = file_saved if kept.media_type == _JSON else file_shown
    return hand(documents_queries.content(pk), name=kept.name, media_type=kept.media_type)


def _form(
    request: DeskRequest,
    form: PlainForm,
    case_id: int,
    doing: Doing,
    *,
    words: tuple[str, str, str, str],
    **context: Any,
) -> HttpResponseBase:
    """A form about an act; `words`: heading, button, what is said once it is done, what it changes."""
    back, (heading, verb, done, intro) = reverse("desk:formal", args=[case_id]), words
    if is_done(request, form, doing):
        return said(request, Reason(done), back)
    return show_form(
        request, form, back_url=back, heading=say(Reason(heading)), verb=say(Reason(verb)),
        intro=Reason(intro), **context,
    )  # fmt: skip


def _case(request: DeskRequest, case_id: int) -> CaseFact:
    return found(cases_queries.case(request.desk.entity.id, case_id))


def _one(request: DeskRequest, formal_id: int) -> FormalFact:
    return found(formal_act(request.desk.entity.id, formal_id))
