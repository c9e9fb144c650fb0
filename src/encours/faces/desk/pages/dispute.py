"""One dispute: what is contested, what is to be done and by whom, what was asked, said and sent."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.disputes import next_of, state_of
from encours.faces.desk.pages.words import Action, State, message_state
from encours.faces.desk.who import Desk
from encours.flows.disputes.story import CUSTOMER, names_of, story_of
from encours.flows.disputes.tokens import token_for
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.queries.parts import PaperFact, QuestionFact, WholeDispute
from encours.method.disputes.rules.house_mail import HOUSE_MAIL_STATE_LABELS, HouseMailState
from encours.method.disputes.rules.letters import Letter, reference, step_key
from encours.method.disputes.rules.reasons import reason_of
from encours.method.disputes.rules.words import (
    DISPUTE_OUTCOME_LABELS,
    DISPUTE_SOURCE_LABELS,
    OWES_A_CREDIT,
    DisputeOutcome,
    DisputeState,
)
from encours.method.outreach.queries.by_step import by_step_keys

_S = DisputeState
_LETTERS = {
    Letter.RECEIVED: N_("accusé de réception"),
    Letter.ANSWERED: N_("notre réponse"),
    Letter.AGREED: N_("l'accord trouvé"),
}


_MAILS = {
    HouseMailState.WAITING: ("press", "clock"),
    HouseMailState.SENDING: ("press", "clock"),
    HouseMailState.SENT: ("kept", "mail-check"),
    HouseMailState.FAILED: ("late", "mail-x"),
    HouseMailState.DOUBTFUL: ("today", "circle-help"),
}


def dispute_page(desk: Desk, whole: WholeDispute, *, site: str) -> dict[str, Any]:
    """Everything on the page but its forms; a constant number of statements."""
    fact, language = whole.fact, get_language() or "fr"
    invoice = receivables_queries.invoice(desk.entity.id, fact.invoice_id)
    assert invoice is not None
    reason, names = reason_of(fact.reason), names_of(desk.act)
    frozen = Money(fact.frozen_minor(desk.act.today), fact.amount.currency)
    return {
        "dispute": {
            "id": fact.id,
            "reference": reference(fact.id),
            "reason": reason.label(language),
            "subject": fact.subject,
            "state": state_of(fact),
            "next": next_of(fact),
            "amount": fact.amount,
            "frozen": frozen,
            "open": Money(sum(due.open_minor for due in invoice.dues.all()), invoice.currency),
            "age_days": days_between(fact.reported_on, fact.closed_on or desk.act.today),
            "reported_on": fact.reported_on,
            "source": Reason(DISPUTE_SOURCE_LABELS[fact.source]),
            "who": _follower(desk, fact),
            "outcome": None
            if fact.outcome is DisputeOutcome.OPEN
            else Reason(DISPUTE_OUTCOME_LABELS[fact.outcome]),
            "answer": fact.answer,
            "answered_on": fact.answered_on,
            "objection": fact.objection,
            "granted": fact.granted or None,
            "new_due_on": fact.new_due_on,
        },
        "customer": {"name": invoice.customer.name, "url": reverse("desk:customer", args=[fact.customer_id])},
        "invoice": {"number": invoice.number, "url": reverse("desk:invoice", args=[invoice.pk])},
        "lines": whole.lines,
        "steps": _steps(whole, names, language),
        "papers": [_paper(whole.fact, paper, names) for paper in whole.papers],
        "letters": _letters(desk, fact),
        "questions": [_question(desk, question, names, site) for question in whole.questions],
        "story": [
            {"at": t.line.recorded_at, "what": t.line.said, "who": t.who} for t in story_of(desk.act, fact)
        ],
        "doings": _doings(desk, fact),
        "may_contact": desk.may(Permission.CONTACT),
        "is_live": fact.closed_on is None,
    }


def _follower(desk: Desk, fact: DisputeFact) -> str:
    team = creditor_queries.team(desk.entity.id)
    return next((m.name for m in team if m.id == fact.handled_by_id), "")


def _steps(whole: WholeDispute, names: dict[str, str], language: str) -> list[dict[str, Any]]:
    reason = reason_of(whole.fact.reason)
    found = []
    for step in whole.steps:
        known = reason.step(step.key)
        found.append(
            {
                "url": reverse("desk:dispute_step", args=[whole.fact.id, step.key]),
                "label": known.label(language) if known else step.key,
                "done_on": step.done_on,
                "who": names.get(step.done_by, ""),
            }
        )
    return found


def _paper(fact: DisputeFact, paper: PaperFact, names: dict[str, str]) -> dict[str, Any]:
    by = names.get(paper.by, paper.by)
    return {
        "name": paper.name,
        "url": reverse("desk:dispute_paper", args=[fact.id, paper.document_id]),
        "at": paper.at,
        "by": say(Reason(N_("le client"))) if paper.by == CUSTOMER else by,
        "travels": paper.by.startswith("user:"),
    }


def _letters(desk: Desk, fact: DisputeFact) -> list[dict[str, Any]]:
    keys = {step_key(fact.id, letter): letter for letter in Letter}
    found = by_step_keys(desk.entity.id, list(keys))
    return [
        {
            "what": Reason(_LETTERS[keys[key]]),
            "url": reverse("desk:message", args=[found[key][0]]),
            "state": message_state(found[key][1]),
        }
        for key in keys
        if key in found
    ]


def _question(desk: Desk, question: QuestionFact, names: dict[str, str], site: str) -> dict[str, Any]:
    link = ""
    if question.is_waiting and desk.may(Permission.CONTACT):
        link = site + reverse("desk:colleague", args=[token_for(desk.entity.id, question)])
    return {
        "id": question.id,
        "link": link,
        "mailto": _mailto(question, link) if link else "",
        "mail_url": reverse("desk:dispute_question_mail", args=[question.dispute_id, question.id])
        if link and question.email
        else "",
        "mail": _mail_state(question),
        "mailed_at": question.mailed_at,
        "name": question.name,
        "email": question.email,
        "question": question.question,
        "asked_at": question.asked_at,
        "asked_by": names.get(question.asked_by, ""),
        "answer": question.answer,
        "answered_by": question.answered_by,
        "answered_at": question.answered_at,
        "is_waiting": question.is_waiting,
        "is_withdrawn": question.withdrawn_at is not None,
    }


def _mail_state(question: QuestionFact) -> State | None:
    if question.mail is None:
        return None
    tone, icon = _MAILS[question.mail]
    return State(tone, icon, Reason(HOUSE_MAIL_STATE_LABELS[question.mail]))


def _mailto(question: QuestionFact, link: str) -> str:
    """The question as a mail in one's own mail program."""
    subject = say(
        Reason(N_("Litige {reference}\u00a0: une question"), reference=reference(question.dispute_id))
    )
    text = N_("Bonjour {name},\n\n{question}\n\nVotre réponse, sans compte ni mot de passe\u00a0: {link}\n")
    body = say(Reason(text, name=question.name, question=question.question, link=link))
    return f"mailto:{quote(question.email)}?subject={quote(subject)}&body={quote(body)}"


def _doings(desk: Desk, fact: DisputeFact) -> list[dict[str, Any]]:
    """What may be done now, the one thing to do first."""
    if not desk.may(Permission.CONTACT) or fact.closed_on is not None:
        return []
    found = _of_state(desk, fact)
    if fact.owes_answer:
        found.append(_do("dispute_hand_over", fact, N_("Confier à…"), "user-round-check"))
    return [*found, _do("dispute_withdraw", fact, N_("Retirer"), "undo-2")]


def _of_state(desk: Desk, fact: DisputeFact) -> list[dict[str, Any]]:
    answer = Action(
        with_query(
            reverse("desk:dispute", args=[fact.customer_id, fact.id]),
            next=reverse("desk:dispute_one", args=[fact.id]),
        ),
        Reason(N_("Répondre")),
        "reply",
        is_dialog=True,
    )
    match fact.state:
        case _S.REPORTED:
            told = _do("dispute_acknowledge", fact, N_("Accusé de réception donné autrement"), "phone")
            return [_shape(answer), told]
        case _S.ACKNOWLEDGED:
            return [
                _shape(answer),
                _do("dispute_begin", fact, N_("Commencer l'examen"), "search", is_post=True),
            ]
        case _S.INVESTIGATING | _S.OVERDUE_US:
            return [_shape(answer)]
        case _S.ANSWERED:
            return _after_answer(desk, fact)
        case _S.CONTESTED:
            call = Action(reverse("desk:call", args=[fact.customer_id]), Reason(N_("Appeler")), "phone")
            agreed = _do("dispute_settled", fact, N_("Un accord est trouvé"), "handshake")
            return [_shape(call), agreed, *_to_a_third(desk, fact)]
        case _:
            return [
                _do("dispute_settled", fact, N_("Un accord est trouvé"), "handshake"),
                *_to_a_third(desk, fact),
            ]


def _after_answer(desk: Desk, fact: DisputeFact) -> list[dict[str, Any]]:
    found = []
    if fact.outcome in OWES_A_CREDIT and fact.credit_note_id is None and desk.may(Permission.RECORD):
        found.append(_do("dispute_credit", fact, N_("Noter l'avoir"), "receipt"))
    if fact.outcome is DisputeOutcome.UPHELD and desk.may(Permission.RECORD):
        found.append(_do("dispute_replaced", fact, N_("Facture corrigée"), "file-pen"))
    if fact.outcome is not DisputeOutcome.UPHELD:
        found.append(_do("dispute_agreed", fact, N_("Le client est d'accord"), "handshake"))
    return [*found, _do("dispute_objection", fact, N_("Le client conteste"), "messages-square")]


def _to_a_third(desk: Desk, fact: DisputeFact) -> list[dict[str, Any]]:
    if not desk.is_owner or fact.state not in {_S.CONTESTED, _S.MEDIATION}:
        return []
    return [_do("dispute_escalate", fact, N_("Médiateur ou avocat"), "scale")]


def _do(name: str, fact: DisputeFact, label: str, icon: str, *, is_post: bool = False) -> dict[str, Any]:
    url = reverse(f"desk:{name}", args=[fact.id])
    return {**_shape(Action(url, Reason(label), icon, is_dialog=not is_post)), "is_post": is_post}


def _shape(action: Action) -> dict[str, Any]:
    return {
        "url": action.url,
        "label": action.label,
        "icon": action.icon,
        "is_dialog": action.is_dialog,
        "is_post": False,
    }
