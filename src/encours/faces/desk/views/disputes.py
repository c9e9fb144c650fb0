"""Points that a customer contests: the board, one dispute with its files, a new one."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.addresses import place_in
from encours.faces.desk.forms.disputes import AskForm, DisputeForm, PapersForm
from encours.faces.desk.heard import heard
from encours.faces.desk.pages.dispute import dispute_page
from encours.faces.desk.pages.disputes import COLUMNS, board_page, column_page
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said, show_form, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows.disputes import asking, house_mail, opening, working
from encours.flows.page_links import public_address
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import parts
from encours.method.disputes.rules.contest import DisputeDraft
from encours.method.disputes.rules.papers import SentFile
from encours.method.disputes.rules.words import DisputeSource

_DOWNLOADED = "application/octet-stream"


@allowed(Permission.READ)
@require_safe
def board(request: DeskRequest) -> HttpResponseBase:
    """Every dispute by state, or the rest of one column."""
    asked = request.GET
    name = asked.get("colonne", "")
    if name in COLUMNS:
        shape = column_page(request.desk, asked, name, after=place_in(asked, "apres"))
        return render(request, "desk/disputes/column.html", shape)
    return render(request, "desk/disputes/board.html", board_page(request.desk, asked))


@allowed(Permission.READ)
def dispute_one(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """One dispute: its facts, what is to be done, what was said."""
    whole = found(parts.whole(request.desk.entity.id, dispute_id))
    shape = dispute_page(request.desk, whole, site=site_of(request))
    form = PapersForm() if shape["may_contact"] else None
    return render(request, "desk/disputes/dispute.html", {**shape, "papers_form": form})


@allowed(Permission.CONTACT)
def dispute_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A part of an invoice is contested: that part rests, the remainder stays due."""
    desk, subject = request.desk, about(request, customer_id)
    items: dict[str, list[OpenItem]] = {}
    for item in subject.file.known.items.get(customer_id, []):
        items.setdefault(str(item.invoice_id), []).append(item)
    from_mail = heard(request, customer_id)
    start: dict[str, Any] = {"invoice": request.GET.get("facture", "")}
    start |= {"source": DisputeSource.EMAIL} if from_mail.mail else {}
    form = DisputeForm(
        request.POST or None,
        request.FILES or None,
        currency=subject.file.assessments[0].currency,
        invoices=[(key, of[0].number) for key, of in items.items()],
        people=people_of(desk),
        initial=start | from_mail.start(desk, "subject", "amount"),
    )
    if is_done(request, form, lambda given: _contest(desk, items[given["invoice"]], given)):
        from_mail.settle(desk)
        text = N_("Litige noté\u00a0: ce montant n'est plus demandé, et le client en reçoit un mot.")
        return said(request, Reason(text), subject.back_url)
    heading, verb = N_("Point contesté par {name}"), N_("Noter le litige")
    return subject.show(request, form, heading, verb, is_file=True)


def _contest(desk: Desk, items: list[OpenItem], given: dict[str, Any]) -> int | Refused:
    first = items[0]
    draft = DisputeDraft(
        customer_id=first.customer_id,
        invoice_id=first.invoice_id,
        amount=given["amount"],
        subject=given["subject"],
        handled_by_id=int(given["handled_by"]) if given["handled_by"] else None,
        answer_due_on=given["answer_due_on"],
        reason=given["reason"],
        source=given["source"] or DisputeSource.DESK,
        lines=given["lines"],
    )
    open_amount = Money(sum(item.open_minor for item in items), first.currency)
    made = opening.contest(desk.act, draft, open_amount=open_amount, files=sent_files(given))
    return replace(made, field="") if isinstance(made, Refused) and made.field == "seen" else made


@allowed(Permission.CONTACT)
def dispute_papers(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """Files are added to a dispute; those of the team travel with our answer."""
    fact = found(disputes_queries.dispute(request.desk.entity.id, dispute_id))
    back = reverse("desk:dispute_one", args=[dispute_id])
    form = PapersForm(request.POST or None, request.FILES or None)
    act = request.desk.act
    if is_done(
        request, form, lambda given: working.add_papers(act, dispute_id=fact.id, files=sent_files(given))
    ):
        return told(request, None, Reason(N_("Pièces ajoutées au litige.")), back)
    heading, verb = say(Reason(N_("Ajouter des pièces"))), say(Reason(N_("Ajouter au litige")))
    return show_form(request, form, back_url=back, heading=heading, verb=verb, is_file=True)


@allowed(Permission.READ)
def dispute_paper(request: DeskRequest, dispute_id: int, document_id: int) -> HttpResponseBase:
    """A file of a dispute, to be saved and never opened here."""
    whole = found(parts.whole(request.desk.entity.id, dispute_id))
    paper = found(next((p for p in whole.papers if p.document_id == document_id), None))
    return file_saved(documents_queries.content(document_id), name=paper.name, media_type=_DOWNLOADED)


@allowed(Permission.CONTACT)
def dispute_ask(request: DeskRequest, dispute_id: int) -> HttpResponseBase:
    """A colleague without an account is asked; the page then shows their link."""
    fact = found(disputes_queries.dispute(request.desk.entity.id, dispute_id))
    back = reverse("desk:dispute_one", args=[dispute_id])
    form = AskForm(request.POST or None)
    site, act = site_of(request), request.desk.act
    if is_done(request, form, lambda given: asking.ask(act, dispute_id=fact.id, site=site, **given)):
        text = N_("Question notée\u00a0: donnez son lien à votre collègue.")
        if form.cleaned_data["email"]:
            text = N_("Question notée\u00a0: elle part par e-mail à votre collègue.")
        return said(request, Reason(text), f"{back}#questions")
    heading, verb = Reason(N_("Demander à un collègue")), Reason(N_("Demander"))
    intro = Reason(N_("Il répond sans compte, par un lien bon trente jours, et ne voit que ce litige."))
    return show_form(request, form, back_url=back, heading=say(heading), verb=say(verb), intro=say(intro))


@allowed(Permission.CONTACT)
@require_POST
def dispute_question_mail(request: DeskRequest, dispute_id: int, question_id: int) -> HttpResponseBase:
    """A question that waits leaves by mail, once more where it had left before."""
    whole = found(parts.whole(request.desk.entity.id, dispute_id))
    found(next((q for q in whole.questions if q.id == question_id), None))
    outcome = house_mail.mail_question(request.desk.act, question_id=question_id, site=site_of(request))
    back = f"{reverse('desk:dispute_one', args=[dispute_id])}#questions"
    return told(request, outcome, Reason(N_("La question part par e-mail.")), back)


@allowed(Permission.CONTACT)
@require_POST
def dispute_question_back(request: DeskRequest, dispute_id: int, question_id: int) -> HttpResponseBase:
    """A question is taken back: its link opens nothing any more."""
    found(disputes_queries.dispute(request.desk.entity.id, dispute_id))
    outcome = asking.take_back(request.desk.act, dispute_id=dispute_id, question_id=question_id)
    back = reverse("desk:dispute_one", args=[dispute_id])
    return told(request, outcome, Reason(N_("Question retirée\u00a0: son lien ne s'ouvre plus.")), back)


def site_of(request: DeskRequest) -> str:
    """Under which address colleagues find this desk."""
    return public_address() or request.build_absolute_uri("/").rstrip("/")


def sent_files(given: dict[str, Any]) -> list[SentFile]:
    """The files of a form, as the room takes them."""
    return [SentFile(name, content) for name, content in given["papers"]]


def people_of(desk: Desk) -> list[tuple[str, str]]:
    """Who of the team may follow a dispute."""
    return [(str(member.id), member.name) for member in creditor_queries.team(desk.entity.id)]
