"""The owner's ways to end a file: settle for less, give up, ask again; what the accountant is told."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.closing import NO, PART, AnswerForm, OfferForm, WriteOffForm
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.pages import closing as pages
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import ask_first, is_done, said, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import commitments
from encours.flows.closing import accounts, giving_up, offering
from encours.flows.closing.advising import Closing, closing_of
from encours.flows.closing.giving_up import GivingUp
from encours.flows.closing.offering import Approved, OfferWish
from encours.ground.documents import actions as documents_actions
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy
from encours.method.agreements.rules.settlement import Settlement
from encours.method.strategy.rules.write_off import PAPERS, LossGround

_OFFER_DAYS = 15


@require_GET
@allowed(Permission.CLOSE)
def settle(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """«Transiger ?»: every way out in net money and months, the advice, the offers made."""
    shown = _closing(request, customer_id)
    return render(request, "desk/closing/settle.html", pages.settle_page(request.desk, shown))


@allowed(Permission.CLOSE)
def settle_offer(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The owner decides an offer; its message is then read before it leaves."""
    shown, subject = _closing(request, customer_id), about(request, customer_id)
    form = _offer_form(request, shown)
    made: list[Approved] = []

    def decide(given: dict[str, Any]) -> object:
        outcome = offering.approve(request.desk.act, customer_id=customer_id, wish=OfferWish(**given))
        if isinstance(outcome, Approved):
            made.append(outcome)
        return outcome

    if is_done(request, form, decide):
        text = N_("Offre décidée. Le message est prêt : relisez-le dans Messages.")
        if made[0].message_id is None:
            text = N_("Offre décidée. Sans adresse e-mail, elle se remet en main propre ou par courrier.")
        return said(request, Reason(text), reverse("desk:settle", args=[customer_id]))
    return subject.show(
        request, form, N_("Offre pour solder le dossier de {name}"), N_("Décider cette offre")
    )


@allowed(Permission.CLOSE)
def settle_left(request: DeskRequest, customer_id: int, settlement_id: int) -> HttpResponseBase:
    """The offer was handed over or posted."""
    about(request, customer_id)
    found(offering.offer_of(customer_id, settlement_id))
    back = reverse("desk:settle", args=[customer_id])
    if request.method == "POST":
        outcome = offering.leaves(request.desk.act, customer_id=customer_id, settlement_id=settlement_id)
        return told(
            request, outcome, Reason(N_("Offre notée comme remise : elle court jusqu'à sa fin.")), back
        )
    return ask_first(
        request,
        back_url=back,
        heading=say(Reason(N_("L'offre a été remise autrement"))),
        verb=say(Reason(N_("Oui, elle est partie"))),
        intro=Reason(N_("En main propre ou par courrier, avec ses deux possibilités et sa date de fin.")),
    )


@allowed(Permission.CLOSE)
def settle_answer(request: DeskRequest, customer_id: int, settlement_id: int) -> HttpResponseBase:
    """The customer answered in writing: A, B or no; a reply, a letter or a signed copy."""
    subject, form = about(request, customer_id), AnswerForm(request.POST or None, request.FILES or None)
    one = found(offering.offer_of(customer_id, settlement_id))
    if is_done(request, form, lambda given: _answered(request, one, given)):
        text = Reason(N_("Réponse notée."))
        return said(request, text, reverse("desk:settle", args=[customer_id]))
    return subject.show(
        request, form, N_("Réponse de {name} à l'offre"), N_("Noter la réponse"), is_file=True
    )


@allowed(Permission.CLOSE)
def settle_withdraw(request: DeskRequest, customer_id: int, settlement_id: int) -> HttpResponseBase:
    """An offer that has not left is taken back."""
    subject, form = about(request, customer_id), WhyForm(request.POST or None)
    found(offering.offer_of(customer_id, settlement_id))
    act, ids = request.desk.act, {"customer_id": customer_id, "settlement_id": settlement_id}
    if is_done(request, form, lambda given: offering.withdraw(act, **ids, why=given["why"])):
        text = Reason(N_("Offre retirée : les relances reprennent."))
        return said(request, text, reverse("desk:settle", args=[customer_id]))
    return subject.show(request, form, N_("Retirer l'offre à {name}"), N_("Retirer l'offre"), is_grave=True)


@allowed(Permission.CLOSE)
def write_off(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The owner gives up what is late, with its ground, its papers and the tax in it."""
    shown, subject = _closing(request, customer_id), about(request, customer_id)
    form = _write_off_form(request, shown)
    made: list[int] = []

    def give_up(given: dict[str, Any]) -> object:
        wish = GivingUp(
            due_ids=tuple(int(key) for key in given["invoices"]),
            ground=LossGround(given["ground"]),
            words=given["words"],
            papers=tuple(given["papers"]),
            vat=given["vat"],
        )
        currency = shown.assessment.currency
        outcome = giving_up.write_off(request.desk.act, customer_id=customer_id, wish=wish, currency=currency)
        made.extend([outcome] if isinstance(outcome, int) else [])
        return outcome

    if is_done(request, form, give_up):
        text = N_("Créance abandonnée. Ce client paie désormais à la commande.")
        return said(request, Reason(text), reverse("desk:waiver", args=[made[0]]))
    return subject.show(request, form, N_("Renoncer à ce que doit {name}"), N_("Renoncer"), is_grave=True)


@require_GET
@allowed(Permission.RECORD)
def waivers(request: DeskRequest) -> HttpResponseBase:
    """What was given up in a year, and its entries for the accountant."""
    year = _year(request)
    shown = pages.waivers_page(accounts.given_up_in(request.desk.act, year), year=year)
    return render(request, "desk/closing/waivers.html", shown)


@require_GET
@allowed(Permission.RECORD)
def waivers_file(request: DeskRequest) -> HttpResponseBase:
    """The entries of a year as a sheet."""
    year = _year(request)
    answer = HttpResponse(
        accounts.entries_file(request.desk.act, year), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="abandons-{year}.csv"'
    return answer


@require_GET
@allowed(Permission.RECORD)
def waiver(request: DeskRequest, waiver_id: int) -> HttpResponseBase:
    """One thing given up: its entry, the tax in it, and how to ask for it again."""
    act = request.desk.act
    shown = found(accounts.booking(act, waiver_id))
    context = pages.waiver_page(request.desk, shown, giving_up.relief_of_waiver(act, shown.waived))
    return render(request, "desk/closing/waiver.html", context)


@allowed(Permission.CLOSE)
def waiver_again(request: DeskRequest, waiver_id: int) -> HttpResponseBase:
    """What was given up is asked for again."""
    one = found(accounts.booking(request.desk.act, waiver_id)).waived
    back = reverse("desk:waiver", args=[waiver_id])
    if request.method == "POST":
        outcome = giving_up.ask_again(request.desk.act, customer_id=one.customer_id, waiver_id=waiver_id)
        return told(request, outcome, Reason(N_("La créance est de nouveau due.")), back)
    return ask_first(
        request,
        back_url=back,
        heading=say(Reason(N_("Demander de nouveau cette somme"))),
        verb=say(Reason(N_("La reprendre"))),
        intro=Reason(
            N_("Les factures sont de nouveau ouvertes ; une écriture inverse est prête pour le comptable.")
        ),
    )


@allowed(Permission.CLOSE)
def usual_terms(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The customer is on the usual terms again."""
    subject = about(request, customer_id)
    if request.method == "POST":
        giving_up.usual_terms(request.desk.act, customer_id=customer_id)
        return said(request, Reason(N_("Conditions usuelles rétablies.")), subject.back_url)
    return ask_first(
        request,
        back_url=subject.back_url,
        heading=say(Reason(N_("Revenir aux conditions usuelles"))),
        verb=say(Reason(N_("Rétablir"))),
        intro=Reason(N_("Ce client ne paiera plus à la commande.")),
    )


def _answered(request: DeskRequest, one: Settlement, given: dict[str, Any]) -> Refused | None:
    act, customer = request.desk.act, one.customer_id
    part, whole = one.agreement_id, one.plan_id
    if part is None or whole is None:
        return Refused(Reason(N_("Cette offre n'est pas encore partie.")))
    if given["answer"] == NO:
        return commitments.decline(act, customer_id=customer, agreement_id=part, words=given["words"])
    document = None
    if given["document"] is not None:
        name, content = given["document"]
        document = documents_actions.store(
            owner=act.chain, name=name, content=content, media_type="application/pdf", at=act.at
        )
    written = AcceptanceDraft(AcceptedBy(given["how"]), text="", words=given["words"], document_id=document)
    chosen = part if given["answer"] == PART else whole
    return commitments.accepted(act, customer_id=customer, agreement_id=chosen, written=written)


def _closing(request: DeskRequest, customer_id: int) -> Closing:
    about(request, customer_id)
    is_ending = request.GET.get("fin") == "1" or request.POST.get("is_ending") == "on"
    return found(
        closing_of(request.desk.act, customer_id, currency=request.GET.get("devise", ""), is_ending=is_ending)
    )


def _offer_form(request: DeskRequest, shown: Closing) -> OfferForm:
    desk = request.desk
    ends_on = next_business_day(
        desk.act.today + timedelta(days=_OFFER_DAYS), desk.entity.country, desk.entity.region
    )
    initial = {
        "amount": shown.advised.opening if shown.advised else None,
        "ends_on": ends_on,
        "pay_by": ends_on,
        "parts": 4,
        "parts_from_on": ends_on,
        "is_ending": request.GET.get("fin") == "1",
    }
    return OfferForm(request.POST or None, currency=shown.balance.currency, initial=initial)


def _write_off_form(request: DeskRequest, shown: Closing) -> WriteOffForm:
    papers = dict.fromkeys(paper for some in PAPERS.values() for paper in some)
    return WriteOffForm(
        request.POST or None,
        currency=shown.assessment.currency,
        invoices=[
            (
                str(item.due_id),
                say(
                    Reason(
                        N_("{number}, {open}"), number=item.number, open=Money(item.open_minor, item.currency)
                    )
                ),
            )
            for item in shown.items
        ],
        papers=[(say(Reason(paper)), say(Reason(paper))) for paper in papers],
        initial={"invoices": [str(item.due_id) for item in shown.items]},
    )


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("annee", "")
    today = request.desk.act.today
    year = int(asked) if asked.isdigit() and len(asked) == 4 else today.year
    return min(max(year, date.min.year + 2000 - 1), today.year + 1)
