"""What is done about one dispute: begun, ticked off, handed over, answered, agreed, contested, put right."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.disputes import (
    CreditForm,
    DisputeAnswerForm,
    EscalateForm,
    HandOverForm,
    ReplacedForm,
    SettledForm,
    WordsForm,
)
from encours.faces.desk.views.back import back_to, is_done, said, show_form, told
from encours.faces.desk.views.disputes import people_of
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.disputes import answering, ending, story, working
from encours.flows.disputes.answering import Answering, CreditTyped
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.contest import AnswerDraft, Settlement

Doing = Callable[[dict[str, Any]], object]


@allowed(Permission.CONTACT)
def dispute(request: DeskRequest, customer_id: int, dispute_id: int) -> HttpResponseBase:
    """We answer what was contested; where the customer is right, a credit note is owed."""
    fact = _fact(request, dispute_id, customer_id)
    form = DisputeAnswerForm(request.POST or None, currency=fact.amount.currency, initial=_seen(fact))
    if not request.desk.may(Permission.RECORD):
        for name in ("credit_number", "credit_on"):
            del form.fields[name]
    text = N_("Réponse notée\u00a0: elle part au client, qui a cinq jours ouvrés pour y revenir.")
    intro = Reason(
        N_("{amount} contestés le {on} : {subject}"),
        amount=fact.amount,
        on=fact.reported_on,
        subject=fact.subject,
    )
    return _form(
        request, fact, form, lambda given: answering.answer(
            request.desk.act, dispute_id=fact.id, answering=_answering(given), seen=form.seen
        ), heading=_("Répondre au litige"), verb=_("Noter la réponse"), done=text, intro=intro,
    )  # fmt: skip


def _answering(given: dict[str, Any]) -> Answering:
    draft = AnswerDraft(given["outcome"], given["answer"], given["granted"], given["new_due_on"])
    number, on = given.get("credit_number"), given.get("credit_on")
    credit = CreditTyped(number, on) if number and on else None
    return Answering(draft, credit, given["told_how"])


@allowed(Permission.CONTACT)
@require_POST
def dispute_begin(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """Somebody begins to look into it."""
    fact = _fact(request, dispute_id)
    outcome = _plainly(request, fact, working.begin(request.desk.act, dispute_id=fact.id))
    return told(request, outcome, Reason(N_("Examen commencé.")), _here(fact))


@allowed(Permission.CONTACT)
def dispute_acknowledge(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """The customer was told by another way than our letter that we look into it."""
    fact = _fact(request, dispute_id)
    form = WordsForm(
        request.POST or None, name="how", label=_("Comment le client le sait"), initial=_seen(fact)
    )
    return _form(
        request, fact, form, lambda given: working.begin(
            request.desk.act, dispute_id=fact.id, how=given["how"], seen=form.seen
        ), heading=_("Accusé de réception donné autrement"), verb=_("Noter"), done=N_("Accusé de réception noté."),
    )  # fmt: skip


@allowed(Permission.CONTACT)
@require_POST
def dispute_step(request: DeskRequest, dispute_id: int, key: str) -> HttpResponseBase:
    """A step is ticked, or was ticked by mistake."""
    fact = _fact(request, dispute_id)
    is_done_now = request.POST.get("done") == "yes"
    outcome = disputes_actions.tick(request.desk.act, dispute_id=fact.id, key=key, is_done=is_done_now)
    text = N_("Étape faite.") if is_done_now else N_("Étape à refaire.")
    return told(request, outcome, Reason(text), _here(fact))


@allowed(Permission.CONTACT)
def dispute_hand_over(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """Another person of the team follows it."""
    fact = _fact(request, dispute_id)
    start = {"member": str(fact.handled_by_id or ""), "answer_due_on": fact.answer_due_on}
    form = HandOverForm(request.POST or None, people=people_of(request.desk), initial=start)
    return _form(
        request, fact, form, lambda given: working.hand_over(
            request.desk.act, dispute_id=fact.id, member_id=int(given["member"]),
            answer_due_on=given["answer_due_on"],
        ), heading=_("Confier le litige"), verb=_("Confier"), done=N_("Litige confié."),
    )  # fmt: skip


@allowed(Permission.RECORD)
def dispute_credit(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """The credit note of an upheld point is typed in."""
    fact = _fact(request, dispute_id)
    form = CreditForm(request.POST or None, initial={**_seen(fact), "credit_on": request.desk.act.today})
    intro = Reason(N_("Un avoir de {amount} sur cette facture."), amount=fact.granted)
    return _form(
        request, fact, form, lambda given: answering.credit_for(
            request.desk.act, dispute_id=fact.id,
            credit=CreditTyped(given["credit_number"], given["credit_on"]), seen=form.seen,
        ), heading=_("Noter l'avoir du litige"), verb=_("Noter l'avoir"),
        done=N_("Avoir noté\u00a0: les comptes sont justes."),
        intro=intro,
    )  # fmt: skip


@allowed(Permission.RECORD)
def dispute_replaced(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """A corrected invoice stands in the books in place of the contested one; its copy leaves again."""
    fact, act = _fact(request, dispute_id), request.desk.act
    form = ReplacedForm(request.POST or None, invoices=answering.others_of(act, fact), initial=_seen(fact))
    return _form(
        request, fact, form, lambda given: answering.replaced_by(
            act, dispute_id=fact.id, invoice_id=int(given["invoice"]), seen=form.seen
        ), heading=_("La facture corrigée"), verb=_("Clore le litige"),
        done=N_("Litige clos\u00a0: la facture corrigée remplace l'autre."),
        intro=Reason(N_("Saisissez-la d'abord, puis annulez la première. Sa copie repart au client s'il y en a une.")),
    )  # fmt: skip


@allowed(Permission.CONTACT)
def dispute_agreed(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """The customer agrees with what is to be paid."""
    fact = _fact(request, dispute_id)
    form = WordsForm(
        request.POST or None, name="trace", label=_("Comment le client a dit oui"), initial=_seen(fact)
    )
    return _form(
        request, fact, form, lambda given: ending.agreed(
            request.desk.act, dispute_id=fact.id, trace=given["trace"], seen=form.seen
        ), heading=_("Le client est d'accord"), verb=_("Clore le litige"),
        done=N_("Litige clos\u00a0: le client est d'accord."),
    )  # fmt: skip


@allowed(Permission.CONTACT)
def dispute_settled(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """After an objection both sides agree to another split: what we give back, what is paid and when."""
    fact = _fact(request, dispute_id)
    form = SettledForm(request.POST or None, currency=fact.amount.currency, initial=_seen(fact))
    return _form(
        request, fact, form, lambda given: ending.agreed(
            request.desk.act, dispute_id=fact.id, trace=given["trace"], settled=_settled(given), seen=form.seen
        ), heading=_("Un accord est trouvé"), verb=_("Clore le litige"),
        done=N_("Litige clos\u00a0: ce qui est convenu part au client."),
    )  # fmt: skip


def _settled(given: dict[str, Any]) -> Settlement:
    return Settlement(given["outcome"], given["words"], given["granted"], given["new_due_on"])


@allowed(Permission.CONTACT)
def dispute_objection(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """The customer objects to our answer with facts: the manager calls."""
    fact = _fact(request, dispute_id)
    form = WordsForm(
        request.POST or None, name="facts", label=_("Les faits qu'il avance"), initial=_seen(fact)
    )
    return _form(
        request, fact, form, lambda given: working.objected(
            request.desk.act, dispute_id=fact.id, facts=given["facts"], seen=form.seen
        ), heading=_("Le client conteste notre réponse"), verb=_("Noter l'objection"),
        done=N_("Objection notée\u00a0: la part contestée repose, et le responsable appelle."),
    )  # fmt: skip


@allowed(Permission.DECIDE)
def dispute_escalate(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """A contested answer goes to a mediator or to a lawyer."""
    fact = _fact(request, dispute_id)
    form = EscalateForm(request.POST or None, initial=_seen(fact))
    return _form(
        request, fact, form, lambda given: working.escalate(
            request.desk.act, dispute_id=fact.id, event=given["event"], why=given["why"], seen=form.seen
        ), heading=_("Faire appel à un tiers"), verb=_("Confier"),
        done=N_("C'est noté\u00a0: la part contestée repose."),
    )  # fmt: skip


@allowed(Permission.CONTACT)
def dispute_withdraw(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """The customer takes the remark back, or it was noted by mistake."""
    fact = _fact(request, dispute_id)
    form = WordsForm(request.POST or None, name="why", label=_("Pourquoi"), initial=_seen(fact))
    return _form(
        request, fact, form, lambda given: ending.withdrawn(
            request.desk.act, dispute_id=fact.id, why=given["why"], seen=form.seen
        ), heading=_("Retirer le litige"), verb=_("Retirer"), done=N_("Litige retiré\u00a0: rien n'en est conclu."),
    )  # fmt: skip


def _form(  # noqa: PLR0913 - what one form of a dispute shows and does
    request: DeskRequest, fact: DisputeFact, form: PlainForm, doing: Doing, *, heading: str, verb: str,
    done: str, intro: Reason | None = None,
) -> HttpResponseBase:  # fmt: skip
    back = back_to(request, _here(fact))
    if is_done(request, form, lambda given: _plainly(request, fact, doing(given))):
        return said(request, Reason(done), back)
    shown = intro or Reason(N_("{amount} contestés : {subject}"), amount=fact.amount, subject=fact.subject)
    return show_form(request, form, back_url=back, heading=heading, verb=verb, intro=say(shown))


def _plainly(request: DeskRequest, fact: DisputeFact, outcome: object) -> object:
    """A refusal because somebody was faster says who, and what they did."""
    if isinstance(outcome, Refused) and outcome.field == "seen":
        act: Act = request.desk.act
        return story.changed_meanwhile(act, fact) or outcome
    return outcome


def _fact(request: DeskRequest, dispute_id: int, customer_id: int | None = None) -> DisputeFact:
    fact = found(disputes_queries.dispute(request.desk.entity.id, dispute_id))
    return found(fact if customer_id in {None, fact.customer_id} else None)


def _seen(fact: DisputeFact) -> dict[str, Any]:
    return {"version": fact.version}


def _here(fact: DisputeFact) -> str:
    return reverse("desk:dispute_one", args=[fact.id])
