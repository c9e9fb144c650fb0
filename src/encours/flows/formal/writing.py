"""Writes a formal act: the letter by the house's text, its sums by the statement, its delay by the law."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Customer
from encours.books.receivables.rules.party import CustomerKind
from encours.flows.case_words import also_true, happened_in, register_of, told_of
from encours.flows.drafting import invoice_lines, sender_in_role
from encours.flows.formal.conditions import Conditions
from encours.flows.legal.in_force import law_in_force
from encours.flows.proof.drawn import drawn
from encours.flows.proof.gathered import CaseProof
from encours.flows.proof.paper import statement_facts
from encours.flows.proof.statement import Statement
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import plan_b_of
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.notice import ends_on
from encours.ground.plumbing.say import say
from encours.ground.wording.sections import TemplateError
from encours.method.agreements.rules.plan_b import PLAN_B_SENTENCES, Measure
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import Attached, ComposeFacts, Draft, Told

DAYS_IN_THE_POST = 3
"""Business days until a registered letter is presented: the date written in it is never before the law's delay."""
_NO_WORDS = Reason(N_("Ce texte attend ce que seule une personne sait : le partenaire et le jour du plan B."))


@dataclass(frozen=True, slots=True)
class Written:
    """The letter, its statement as a PDF, the last day it leaves, and the sum it claims."""

    words: Draft
    statement_pdf: bytes
    statement_name: str
    deadline_on: date
    total: Money
    law_facts: tuple[str, ...]


def written(
    known: Gathered, a: Assessment, proof: CaseProof, *, statement: Statement, due: Conditions
) -> Written | Refused:
    """The act in its words; refused when a fact that it must state is not known. Raises PdfError."""
    customer, part = known.customers[a.customer_id], due.level.message
    claim = statement.outcome
    if part is None or not isinstance(claim, Claim):
        return Refused(_NO_WORDS)
    ends, days = _deadline(known, customer, due)
    language = customer.language
    pdf = drawn("statement.typ", statement_facts(proof, statement, language=language), proof)
    name = say(Reason(N_("décompte-{on}.pdf"), on=known.house.today.isoformat()), language)
    told = told_of(known, a, due.level) | _sums(claim, statement, language)
    told |= {"deadline_date": ends, "notice_days": days, "attachments": _enclosed(proof, name)}
    told |= _debtor(customer, proof)
    told |= _plan_b(known, a, language)
    told["plan_b_date"] = add_business_days(ends, 1, known.house.entity.country, known.house.entity.region)
    try:
        words = compose(
            replace(_facts(known, a, customer, due=due, told=told), attached=[Attached(name, len(pdf))])
        )
    except TemplateError:
        return Refused(_NO_WORDS)
    if isinstance(words, Refused):
        return words
    facts = tuple(dict.fromkeys([*claim.facts, *(due.notice.facts if due.notice else ())]))
    return Written(words, pdf, name, ends, claim.owed, facts)


def _facts(
    known: Gathered,
    a: Assessment,
    customer: Customer,
    *,
    due: Conditions,
    told: dict[str, Told],
) -> ComposeFacts:
    account = creditor_queries.account_for(known.house.accounts, a.currency)
    part = due.level.message
    assert part is not None
    return ComposeFacts(
        template=part.template,
        language=customer.language,
        register=register_of(customer),
        customer=customer.name,
        sender=sender_in_role(known, a.customer_id, due.level.sender),
        today=known.house.today,
        lines=invoice_lines(known, a),
        iban=account.iban if account else "",
        happened=happened_in(known, a),
        told=told,
        also=also_true(known, a),
        texts=library_of(known.house.entity.id),
    )


def _deadline(known: Gathered, customer: Customer, due: Conditions) -> tuple[date, int]:
    """The last day left and the days from receipt: the law's, else the longest customary ones; else the ladder's."""
    house = known.house
    received = add_business_days(house.today, DAYS_IN_THE_POST, customer.country, customer.region)
    delay = due.notice.careful if due.notice else None
    if delay is None:
        days = due.level.deadline_days or 8
        return received + timedelta(days=days), days
    law = law_in_force(house.entity.id)
    last = ends_on(delay, from_on=received, jurisdiction=customer.jurisdiction, law=law)
    return last, (delay.after(received) - received).days


def _sums(claim: Claim, statement: Statement, language: str) -> dict[str, Told]:
    """Each sum of the demand; what is nothing is not said."""
    found: dict[str, Told] = {"total_due": claim.owed}
    if claim.interest_open:
        found |= {"interest_amount": claim.interest_open, "interest_rate": _rates(claim, language)}
    if claim.compensation_open:
        found["fixed_amount"] = claim.compensation_open
    return found


def _rates(claim: Claim, language: str) -> str:
    rates: list[Decimal] = list(dict.fromkeys(part.percent for _number, part in claim.segments))
    said = [say(Reason(N_("{percent} %"), percent=rate.normalize()), language) for rate in rates]
    if len(said) == 1:
        return said[0]
    return say(Reason(N_("{rates} selon les périodes du décompte"), rates=said), language)


def _debtor(customer: Customer, proof: CaseProof) -> dict[str, Told]:
    town = f"{customer.postcode} {customer.city}".strip()
    number = customer.siren if customer.kind == CustomerKind.BUSINESS.value else ""
    name = f"{customer.name} ({number})" if number else customer.name
    return {
        "debtor_legal_name": name,
        "debtor_address": ", ".join(part for part in (customer.address, town) if part),
        "email": proof.entity.email,
    }


def _plan_b(known: Gathered, a: Assessment, language: str) -> dict[str, Told]:
    """What follows without an answer, by its name: a formal act names a plan B that is ready (ruling 2)."""
    plan_b = plan_b_of(known, a.customer_id, a.currency)
    if plan_b is None or not plan_b.is_ready:
        return {}
    text, partner = PLAN_B_SENTENCES[plan_b.measure], plan_b.words.strip()
    sentence = say(Reason(text, partner=partner), language).replace("  ", " ").strip()
    told: dict[str, Told] = {"plan_b_sentence": sentence}
    if plan_b.measure is Measure.AGENCY and partner:
        told["agency_name"] = partner
    return told


def _enclosed(proof: CaseProof, statement_name: str) -> str:
    copies = [invoice.document.name for invoice in proof.invoices if invoice.document]
    return ", ".join([statement_name, *copies])
