"""Mails to our own people about a dispute: a question with its link, an answer of ours that is late. Never a debtor."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.creditor.rules.roles import Role
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import addresses
from encours.flows.dispatch import is_demonstration
from encours.flows.disputes.tokens import token_for
from encours.flows.page_links import public_address
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes.models import HouseMail
from encours.method.disputes.queries import parts
from encours.method.disputes.rules.house_mail import HouseMailKind, HouseMailState, problem_of_address
from encours.method.disputes.rules.letters import reference
from encours.method.inbox.rules.filing import PUBLIC_DOMAINS
from encours.method.outreach.actions import post
from encours.method.outreach.actions.post import Envelope, Outcome, Receipt

_NO_ADDRESS = Refused(Reason(N_("Indiquez l'adresse de ce collègue.")), "email")


def problem_of_colleague(entity_id: int, customer_id: int, email: str) -> Refused | None:
    """Why a question may not go to an address: it is a customer's."""
    if not email.strip():
        return None
    customer = receivables_queries.customer(entity_id, customer_id)
    ours = creditor_queries.entity(entity_id).email.rpartition("@")[2].lower()
    people = customer.contacts.all() if customer else []
    domains = {c.email.rpartition("@")[2].lower() for c in people if c.email} - PUBLIC_DOMAINS - {ours}
    debtors = {email} if addresses.is_a_debtors(email) else set()
    return problem_of_address(email, debtors=debtors, domains=domains)


@transaction.atomic
def mail_question(act: Act, *, question_id: int, site: str) -> Refused | None:
    """A question that waits goes to its colleague, with the signed link; `site` is where this desk stands."""
    asked = parts.question(question_id)
    if asked is None or asked.entity_id != act.entity_id or not asked.is_waiting:
        return Refused(Reason(N_("Cette question a été retirée.")))
    if not asked.email:
        return _NO_ADDRESS
    if refused := problem_of_colleague(act.entity_id, asked.customer_id, asked.email):
        return refused
    disputes_actions.mail_question(act, question_id=question_id, site=site, technical_now=technical_now())
    return None


def alert_owner(act: Act, dispute_ids: Sequence[int]) -> None:
    """The owner hears of answers of ours that became late tonight: once for each (method 2k, O4)."""
    owner = creditor_queries.member_in_role(creditor_queries.team(act.entity_id), Role.OWNER)
    if not dispute_ids or owner is None or not owner.email:
        return
    disputes_actions.alert_late(
        act, dispute_ids=list(dispute_ids), to=(owner.name, owner.email), site=public_address(),
        now=technical_now(),
    )  # fmt: skip


def run(clock: Clock) -> int:
    """Sends what waits; returns how many mails were handled."""
    handled = 0
    while (mail := disputes_actions.claim_house_mail(technical_now())) is not None:
        _conclude(clock, mail, _send(clock, mail))
        handled += 1
    return handled


def _conclude(clock: Clock, mail: HouseMail, receipt: Receipt | None) -> None:
    if receipt is None:
        disputes_actions.close_house_mail(mail, state=HouseMailState.FAILED, trouble="", at=clock.now())
        return
    match receipt.outcome:
        case Outcome.NOT_REACHED:
            disputes_actions.wait_again(mail, trouble=receipt.answer, technical_now=technical_now())
        case Outcome.ACCEPTED:
            disputes_actions.close_house_mail(mail, state=HouseMailState.SENT, trouble="", at=clock.now())
        case Outcome.UNKNOWN | Outcome.REFUSED:
            is_refused = receipt.outcome is Outcome.REFUSED
            state = HouseMailState.FAILED if is_refused else HouseMailState.DOUBTFUL
            disputes_actions.close_house_mail(mail, state=state, trouble=receipt.answer, at=clock.now())


def _send(clock: Clock, mail: HouseMail) -> Receipt | None:
    """None: what it is about is over, or its address turned out to be a customer's."""
    entity = creditor_queries.entity(mail.dispute.customer.entity_id)
    envelope = _envelope(entity, mail)
    if envelope is None or problem_of_colleague(entity.id, mail.dispute.customer_id, mail.to_email):
        return None
    if is_demonstration(clock):
        return post.into_folder(Path(settings.ENCOURS_HOME) / "outbox", envelope)
    server = creditor_queries.smtp(entity.id)
    if server is None:
        return Receipt(Outcome.NOT_REACHED, "")
    return post.through(server, envelope)


def _envelope(entity: Entity, mail: HouseMail) -> Envelope | None:
    words = _question(entity, mail) if mail.kind == HouseMailKind.QUESTION.value else _late(mail)
    if words is None or not entity.email:
        return None
    subject, text = (say(part, entity.language) for part in words)
    return Envelope(
        from_name=entity.name,
        from_email=entity.email,
        to_name=mail.to_name,
        to_email=mail.to_email,
        subject=subject,
        text=text,
        html="",
        message_id=f"<{uuid4().hex}@{entity.email.rpartition('@')[2]}>",
    )


def _question(entity: Entity, mail: HouseMail) -> tuple[Reason, Reason] | None:
    asked = parts.question(mail.question_id) if mail.question_id else None
    if asked is None or not asked.is_waiting or mail.dispute.closed_on is not None:
        return None
    subject = Reason(N_("Litige {reference}\u00a0: une question"), reference=reference(mail.dispute_id))
    text = N_(
        "Bonjour {name},\n\n{question}\n\nC'est au sujet de la facture {number} de {customer}, dont "
        "{amount} sont contestés.\n\nVotre réponse, sans compte ni mot de passe\u00a0: {link}\n\n"
        "Ce lien est à vous\u00a0: ne le transmettez pas.\n"
    )
    return subject, Reason(
        text,
        name=asked.name,
        question=asked.question,
        number=mail.dispute.invoice.number,
        customer=mail.dispute.customer.name,
        amount=parts.amount_of(mail.dispute),
        link=f"{mail.site}/l/{token_for(entity.id, asked)}/",
    )


def _late(mail: HouseMail) -> tuple[Reason, Reason] | None:
    dispute = mail.dispute
    if dispute.answered_on is not None:
        return None
    subject = Reason(
        N_("Litige {reference}\u00a0: notre réponse est en retard"), reference=reference(dispute.pk)
    )
    text = N_(
        "Bonjour {name},\n\nNotre réponse à {customer} sur la facture {number} était promise pour le {on}. "
        "{amount} restent au repos tant qu'elle n'est pas donnée.\n\n{where}\n"
    )
    where = Reason(N_("Le litige est sur le tableau des litiges, colonne «\u00a0Réponse en retard\u00a0»."))
    return subject, Reason(
        text,
        name=mail.to_name,
        customer=dispute.customer.name,
        number=dispute.invoice.number,
        on=dispute.answer_due_on,
        amount=parts.amount_of(dispute),
        where=f"{mail.site}/litiges/{dispute.pk}" if mail.site else where,
    )
