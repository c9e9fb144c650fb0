"""A colleague without an account answers by a signed link: asked, opened, answered once, in their name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Invoice
from encours.flows.disputes import house_mail
from encours.flows.disputes.answering import GONE, or_nothing
from encours.flows.disputes.opening import keep_papers
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import actions as links_actions
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Closed, Link, Purpose, WhyClosed
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import parts
from encours.method.disputes.queries.parts import QuestionFact, WholeDispute
from encours.method.disputes.rules.papers import SentFile, problem_of_files

COLLEAGUE = "colleague"
"""Who acts by such a link: somebody of the house whom the journal names beside."""
_SENT = Refused(Reason(N_("Cette réponse a déjà été envoyée.")))


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """What a link opens: one question about one dispute, and nothing else of the house."""

    link: Link
    entity: Entity
    question: QuestionFact
    dispute: WholeDispute
    invoice: Invoice


@dataclass(frozen=True, slots=True)
class ColleagueAnswer:
    """What the colleague sends: `mark` names the form, so that it counts once."""

    mark: str
    name: str
    answer: str
    files: Sequence[SentFile] = ()


@transaction.atomic
def ask(  # noqa: PLR0913 - what the form of a question says
    act: Act, *, dispute_id: int, name: str, email: str, question: str, site: str = ""
) -> int | Refused:
    """Asks somebody; their link is good for thirty days, or until the question is taken back.

    With an address, and a `site` under which this desk is found, it leaves by mail at once; never to a customer.
    """
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    if fact is None:
        return GONE
    if refused := house_mail.problem_of_colleague(act.entity_id, fact.customer_id, email):
        return refused
    made = disputes_actions.ask_colleague(
        act, dispute_id=dispute_id, name=name, email=email, question=question
    )
    if isinstance(made, Refused):
        return made
    links_actions.hand_out(
        act, purpose=Purpose.DISPUTE, subject_id=made, about=f"customer:{fact.customer_id}"
    )
    if email.strip() and site:
        house_mail.mail_question(act, question_id=made, site=site)
    return made


@transaction.atomic
def take_back(act: Act, *, dispute_id: int, question_id: int) -> Refused | None:
    """The question is taken back, and its link opens nothing any more."""
    fact = disputes_queries.dispute(act.entity_id, dispute_id)
    asked = parts.question(question_id)
    if fact is None or asked is None or asked.dispute_id != fact.id:
        return GONE
    refused = or_nothing(disputes_actions.withdraw_question(act, question_id=question_id))
    if refused is None:
        about = f"customer:{fact.customer_id}"
        links_actions.revoke_all(act, purpose=Purpose.DISPUTE, subject_id=question_id, about=about)
    return refused


def open_question(token: str, clock: Clock) -> OpenedQuestion | Closed:
    """What a token opens. Nothing once the question was taken back or the dispute has ended."""
    link = links_queries.open_link(token, purpose=Purpose.DISPUTE, now=clock.now())
    if isinstance(link, Closed):
        return link
    asked = parts.question(link.subject_id)
    if asked is None or asked.entity_id != link.entity_id or asked.withdrawn_at is not None:
        return Closed(WhyClosed.REVOKED, link)
    found = parts.whole(link.entity_id, asked.dispute_id)
    if found is None or found.fact.closed_on is not None:
        return Closed(WhyClosed.REVOKED, link)
    invoice = receivables_queries.invoice(link.entity_id, found.fact.invoice_id)
    assert invoice is not None
    return OpenedQuestion(link, creditor_queries.entity(link.entity_id), asked, found, invoice)


@transaction.atomic
def hear(clock: Clock, opened: OpenedQuestion, said: ColleagueAnswer) -> Refused | None:
    """The colleague's answer lands in the story of the dispute, with their name and files; once."""
    act = creditor_queries.act(opened.entity.id, COLLEAGUE, clock)
    if refused := problem_of_files(said.files):
        return refused
    if not links_actions.use_once(act, link=opened.link, form=said.mark, what="answered"):
        return _SENT
    refused = or_nothing(
        disputes_actions.answer_question(
            act, question_id=opened.question.id, name=said.name, answer=said.answer
        )
    )
    if refused is None:
        by = said.name.strip()[:120]
        keep_papers(act, dispute_id=opened.dispute.fact.id, files=said.files, by=by)
        links_actions.name_outcome(link=opened.link, form=said.mark, outcome=f"question:{opened.question.id}")
    return refused


def copy_of_invoice(opened: OpenedQuestion) -> bytes | None:
    """The copy of the contested invoice; of no other."""
    document = opened.invoice.document_id
    return documents_queries.content(document) if document is not None else None
