"""A payment plan: built while one looks, proposed, accepted in writing, ended; its paper."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.queries import people_of
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.forms.agreements import PlanAcceptForm, PlanForm, RenegotiationForm
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.pages import agreements as pages
from encours.faces.desk.views.about import About, about
from encours.faces.desk.views.back import ask_first, is_done, said, told
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import commitments, plan_paper, plans
from encours.flows.agreeing.interest import waived_interest
from encours.flows.plans import PlanAsked
from encours.ground.documents import actions as documents_actions
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.queries.plan_bs import in_force, plan_bs_of
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy
from encours.method.agreements.rules.plan import PlanWish, Rhythm
from encours.method.agreements.rules.plan_b import Measure, PlanBDraft
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.words import PromiseSource


@allowed(Permission.CONTACT)
def plan_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The builder: beside the form stands the plan as it would be."""
    desk, subject = request.desk, about(request, customer_id)
    form, items = _builder(request, subject)
    made: list[plans.Proposed] = []

    def propose(given: dict[str, Any]) -> object:
        outcome = plans.propose(desk.act, _asked(desk, customer_id, given, items), by_owner=desk.is_owner)
        if isinstance(outcome, plans.Proposed):
            made.append(outcome)
        return outcome

    if is_done(request, form, propose):
        return said(request, _done_words(made[0]), reverse("desk:plan", args=[customer_id, made[0].plan_id]))
    return _show_builder(request, subject, form, N_("Échéancier pour {name}"))


@allowed(Permission.CONTACT)
def plan_renegotiate(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """Another plan in place of one that runs: the old one ends, the new one is to be accepted anew."""
    desk, subject, standing = request.desk, about(request, customer_id), _plan(request, customer_id, plan_id)
    form, items = _builder(request, subject, instead_of=standing)
    made: list[plans.Proposed] = []

    def renegotiate(given: dict[str, Any]) -> object:
        asked = _asked(desk, customer_id, given, items)
        outcome = plans.renegotiate(
            desk.act, asked, plan_id=plan_id, why=given["why"], by_owner=desk.is_owner
        )
        if isinstance(outcome, plans.Proposed):
            made.append(outcome)
        return outcome

    if is_done(request, form, renegotiate):
        return said(request, _done_words(made[0]), reverse("desk:plan", args=[customer_id, made[0].plan_id]))
    return _show_builder(request, subject, form, N_("Renégocier l'échéancier de {name}"))


def _show_builder(request: DeskRequest, subject: About, form: PlanForm, heading: str) -> HttpResponse:
    customer = subject.file.customer
    context = {
        "form": form,
        "heading": say(Reason(heading, name=customer.name)),
        "back_url": subject.back_url,
        "preview_url": reverse("desk:plan_preview", args=[customer.pk]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/agreements/builder.html", context, status=status)


@require_POST
@allowed(Permission.CONTACT)
def plan_preview(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The plan as it would be with what is filled in; nothing is kept."""
    form, items = _builder(request, about(request, customer_id))
    if not form.is_bound:
        return HttpResponse("")
    form.is_valid()
    given = form.cleaned_data
    needed = {"invoices", "instalments", "first_on", "rhythm"}
    if not all(given.get(name) for name in needed):
        return HttpResponse("")
    draft = plans.looked_at(request.desk.act, _wish(given, items), is_strained=bool(given.get("is_strained")))
    if isinstance(draft, Refused):
        return render(request, "desk/agreements/preview.html", {"refused": draft.reason})
    return render(request, "desk/agreements/preview.html", {"draft": pages.looked_at_shape(draft)})


@require_GET
@allowed(Permission.READ)
def plan(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """One plan with its parts, what may be done with it, and the private plan B."""
    desk, subject = request.desk, about(request, customer_id)
    shown = _plan(request, customer_id, plan_id)
    plan_b = in_force(plan_bs_of([customer_id]).get(customer_id, ()), shown.case_id)
    waived = waived_interest(desk.act, subject.file.customer, shown)
    context = pages.plan_page(desk, shown, plan_b, waived) | {
        "customer": {"name": subject.file.customer.name, "url": reverse("desk:customer", args=[customer_id])},
        "text": next(
            (one.text for one in commitments.to_read(desk.act, customer_id) if one.offer.id == plan_id), ""
        ),
    }
    return render(request, "desk/agreements/plan.html", context)


@allowed(Permission.CONTACT)
def plan_accept(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """The customer said yes in writing: reply, letter, signed copy."""
    desk, subject = request.desk, about(request, customer_id)
    shown = _plan(request, customer_id, plan_id)
    seen = commitments.seen_of(desk.act, customer_id, plan_id)
    form = PlanAcceptForm(request.POST or None, request.FILES or None, initial={"seen": seen})
    ids = {"customer_id": customer_id, "agreement_id": plan_id}
    if is_done(
        request,
        form,
        lambda given: commitments.accepted(
            desk.act, **ids, written=_written(desk, given, shown), seen=given["seen"]
        ),
    ):
        text = N_("Échéancier accepté : les relances s'arrêtent pour ce montant.")
        return said(request, Reason(text), reverse("desk:plan", args=[customer_id, plan_id]))
    heading, verb = N_("{name} a accepté l'échéancier"), N_("Noter l'accord écrit")
    return subject.show(request, form, heading, verb, is_file=True)


@allowed(Permission.DECIDE)
def plan_approve(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """The owner agrees to a plan that goes beyond the terms."""
    _plan(request, customer_id, plan_id)
    back = reverse("desk:plan", args=[customer_id, plan_id])
    if request.method == "POST":
        outcome = plans.approve(request.desk.act, customer_id=customer_id, plan_id=plan_id)
        return told(request, outcome, Reason(N_("Échéancier validé : sa proposition est prête.")), back)
    return ask_first(
        request,
        back_url=back,
        heading=say(Reason(N_("Valider cet échéancier"))),
        verb=say(Reason(N_("Valider"))),
        intro=Reason(N_("Il dépasse ce que chacun peut accorder. Une fois validé, il peut être accepté.")),
    )


@allowed(Permission.CONTACT)
def plan_cancel(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """A plan does not stand any more, with a reason."""
    _plan(request, customer_id, plan_id)
    subject, form = about(request, customer_id), WhyForm(request.POST or None)
    act, ids = request.desk.act, {"customer_id": customer_id, "plan_id": plan_id}
    if is_done(request, form, lambda given: plans.cancel(act, **ids, why=given["why"])):
        return said(request, Reason(N_("Échéancier annulé : la suite reprend.")), subject.back_url)
    heading, verb = N_("Annuler l'échéancier de {name}"), N_("Annuler l'échéancier")
    return subject.show(request, form, heading, verb, is_grave=True)


@require_GET
@allowed(Permission.READ)
def plan_paper_file(request: DeskRequest, customer_id: int, plan_id: int) -> HttpResponseBase:
    """The plan on paper, for signing."""
    made = plan_paper.paper_of(request.desk.act, customer_id, _plan(request, customer_id, plan_id))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="echeancier-{plan_id}.pdf"'
    return answer


def _plan(request: DeskRequest, customer_id: int, plan_id: int) -> Plan:
    about(request, customer_id)
    return found(plans.plan_of(request.desk.act, customer_id, plan_id))


def _builder(
    request: DeskRequest, subject: About, *, instead_of: Plan | None = None
) -> tuple[PlanForm, dict[str, OpenItem]]:
    desk, customer_id = request.desk, subject.file.customer.pk
    currency = subject.file.assessments[0].currency
    items = {
        str(i.due_id): i for i in subject.file.known.items.get(customer_id, []) if i.currency == currency
    }
    late = [key for key, i in items.items() if i.due_on < desk.act.today] or list(items)
    named = {invoice for invoice, _minor in instead_of.invoices} if instead_of else set()
    chosen = [key for key, i in items.items() if i.invoice_id in named] or late
    people = [c for c in people_of(subject.file.customer) if c.removed_at is None and c.name]
    soon = next_business_day(desk.act.today + timedelta(days=5), desk.entity.country, desk.entity.region)
    form = (RenegotiationForm if instead_of else PlanForm)(
        request.POST or None,
        currency=currency,
        invoices=[
            (key, say(Reason(N_("{number}, {open}"), number=i.number, open=Money(i.open_minor, i.currency))))
            for key, i in items.items()
        ],
        people=pages.team_options(desk),
        initial={
            "invoices": chosen,
            "person": next((c.name for c in people if c.is_main), people[0].name if people else ""),
            "first_on": soon,
        },
    )
    return form, items


def _wish(given: dict[str, Any], items: dict[str, OpenItem]) -> PlanWish:
    chosen = [items[key] for key in given["invoices"] if key in items]
    currency = next(iter(items.values())).currency
    return PlanWish(
        total((Money(i.open_minor, i.currency) for i in chosen), currency),
        given["first_on"],
        given["instalments"],
        Rhythm(given["rhythm"]),
        given.get("first"),
    )


def _asked(desk: Desk, customer_id: int, given: dict[str, Any], items: dict[str, OpenItem]) -> PlanAsked:
    return PlanAsked(
        customer_id=customer_id,
        wish=_wish(given, items),
        items=[items[key] for key in given["invoices"] if key in items],
        means=given["means"],
        person=given["person"],
        source=PromiseSource(given["source"]),
        fallback=PlanBDraft(
            Measure(given["measure"]), given["after_days"], int(given["owner"] or desk.user_id)
        ),
        waives_interest=given["waives_interest"],
        is_strained=given["is_strained"],
    )


def _written(desk: Desk, given: dict[str, Any], shown: Plan) -> AcceptanceDraft:
    signed = given.get("document")
    document = None
    if signed is not None:
        document = documents_actions.store(
            owner=desk.act.chain, name=signed.name, content=signed.read(), media_type="application/pdf",
            at=desk.act.at,
        )  # fmt: skip
    return AcceptanceDraft(
        AcceptedBy(given["how"]), text="", words=given["words"], person=shown.person, document_id=document
    )


def _done_words(made: plans.Proposed) -> Reason:
    if made.message_id is not None:
        return Reason(N_("Échéancier proposé. Le message est prêt : relisez-le dans Messages."))
    return Reason(N_("Échéancier noté. Il reste à le faire accepter par écrit."))
