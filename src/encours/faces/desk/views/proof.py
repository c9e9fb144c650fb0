"""The proof of a case: what is missing, papers added and withdrawn, the file made and taken."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.proof import PaperForm
from encours.faces.desk.pages.proof import proof_page
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.disputes import sent_files
from encours.faces.desk.views.kept_files import file_saved, file_shown
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.proof import asked
from encours.flows.proof import papers as proof_papers
from encours.flows.proof.gathered import CaseProof, gathered
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries.papers import PaperFact, proofs_of
from encours.method.cases.rules.papers import PaperDraft, PaperKind

_ZIP = "application/zip"


@require_GET
@allowed(Permission.READ)
def proof(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """How well a case is proved, and the files made of it."""
    return render(request, "desk/proof/case.html", proof_page(request.desk, _proof(request, case_id)))


@require_POST
@allowed(Permission.CONTACT)
def proof_ask(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """A file of proof is to be made: one click."""
    _proof(request, case_id)
    outcome = asked.ask(request.desk.act, case_id=case_id)
    text = Reason(N_("Dossier de preuve demandé\u00a0: il se prépare, vous pouvez continuer."))
    return told(request, outcome, text, reverse("desk:proof", args=[case_id]))


@require_GET
@allowed(Permission.CONTACT)
def proof_take(request: DeskRequest, case_id: int, proof_id: int) -> HttpResponseBase:
    """The archive, written down as taken."""
    _proof(request, case_id)
    line = found(next((x for x in proofs_of([case_id], most=1000) if x.id == proof_id), None))
    document = found(line.document_id)
    content = documents_queries.content(document)
    cases_actions.tell_proof_taken(request.desk.act, proof_id=proof_id)
    return file_saved(content, name=documents_queries.files_of([document])[document].name, media_type=_ZIP)


@allowed(Permission.RECORD)
def paper_new(request: DeskRequest, case_id: int) -> HttpResponseBase:
    """A paper is added: a contract, terms, an order, a proof of delivery."""
    whole, back = _proof(request, case_id), reverse("desk:proof", args=[case_id])
    invoices = [(str(x.pk), x.number) for x in whole.invoices]
    wished = request.GET.get("kind", "")
    form = PaperForm(
        request.POST or None, request.FILES or None, invoices=invoices, initial={"kind": _kind(wished)}
    )
    if is_done(request, form, lambda given: _keep(request, whole, given)):
        return said(request, Reason(N_("Pièce versée au dossier.")), back)
    heading, verb = say(Reason(N_("Ajouter une pièce"))), say(Reason(N_("Verser au dossier")))
    intro = Reason(N_("Elle figurera au bordereau des dossiers de preuve à venir."))
    return show_form(request, form, back_url=back, heading=heading, verb=verb, intro=intro, is_file=True)


@require_GET
@allowed(Permission.READ)
def case_paper(request: DeskRequest, case_id: int, paper_id: int) -> HttpResponseBase:
    """The file of a paper."""
    paper = _paper(request, case_id, paper_id)
    kept = found(documents_queries.kept([paper.document_id or 0]).get(paper.document_id or 0))
    return file_shown(documents_queries.content(kept.id), name=kept.name, media_type=kept.media_type)


@allowed(Permission.RECORD)
def paper_withdraw(request: DeskRequest, case_id: int, paper_id: int) -> HttpResponseBase:
    """A paper is in no further file of proof; those already made keep it."""
    paper, back = _paper(request, case_id, paper_id), reverse("desk:proof", args=[case_id])
    if request.method == "POST":
        outcome = cases_actions.withdraw_paper(request.desk.act, paper_id=paper_id)
        return told(request, outcome, Reason(N_("Pièce retirée du dossier.")), back)
    heading = say(Reason(N_("Retirer « {title} » ?"), title=paper.title))
    text = Reason(N_("Les dossiers de preuve à venir ne la contiendront plus ; ceux déjà faits la gardent."))
    verb = say(Reason(N_("Retirer la pièce")))
    return ask_first(request, back_url=back, heading=heading, consequence=text, verb=verb)


def _keep(request: DeskRequest, whole: CaseProof, given: dict[str, Any]) -> Refused | None:
    invoice = given["invoice"]
    draft = PaperDraft(
        customer_id=whole.customer.pk,
        kind=PaperKind(given["kind"]),
        title=given["title"],
        invoice_id=int(invoice) if invoice else None,
        dated_on=given["dated_on"],
    )
    return proof_papers.keep(request.desk.act, draft, files=sent_files(given))


def _kind(wished: str) -> str:
    return wished if wished in set(PaperKind) else PaperKind.CONTRACT.value


def _proof(request: DeskRequest, case_id: int) -> CaseProof:
    case = found(cases_queries.case(request.desk.entity.id, case_id))
    return found(gathered(request.desk.act, case))


def _paper(request: DeskRequest, case_id: int, paper_id: int) -> PaperFact:
    whole = _proof(request, case_id)
    return found(next((paper for paper in whole.papers if paper.id == paper_id), None))
