"""A formal act before it leaves: what it is decided from, prepared, approved by the owner, withdrawn."""

from dataclasses import dataclass, replace

from django.db import transaction

from encours.flows.drafting import Drafting
from encours.flows.formal.conditions import Conditions, conditions
from encours.flows.formal.letter import letter_of, lines_of
from encours.flows.formal.writing import Written, written
from encours.flows.proof.gathered import CaseProof, gathered
from encours.flows.proof.statement import Statement, statement_of
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.months import months_since
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.queries import CaseFact
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.actions import formal_acts as formal_actions
from encours.method.strategy.actions.formal_acts import FormalDraft
from encours.method.strategy.queries.formal_acts import FormalFact, formal_acts_of
from encours.method.strategy.rules.formal_acts import FormalMeans
from encours.method.strategy.rules.who_acts import Relation

_PDF = "application/pdf"
_NOT_DUE = Reason(N_("Aucun acte formel n'est prévu dans ce dossier aujourd'hui."))
_CHANGED = Reason(
    N_("Les sommes ou les factures ont changé depuis : retirez cet acte et préparez-en un autre.")
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case before its formal act: what the rules say, what is claimed, what is missing."""

    known: Gathered
    assessment: Assessment
    proof: CaseProof
    statement: Statement
    acts: list[FormalFact]
    due: Conditions | None


def standing(act: Act, case: CaseFact) -> Standing | None:
    """Everything that a formal act of a case is decided from; None when the case is not one of this entity's."""
    proof = gathered(act, case)
    if proof is None:
        return None
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [case.customer_id])
    (a,) = assess(known, [(case.customer_id, case.currency)])
    statement, acts = statement_of(proof), formal_acts_of([case.id])
    return Standing(known, a, proof, statement, acts, conditions(known, a, statement, acts))


@transaction.atomic
def prepare(act: Act, case: CaseFact, *, means: FormalMeans) -> int | Refused:
    """Writes the act that is due and keeps it for the owner; refused with the first of what is missing."""
    found = standing(act, case)
    if found is None or found.due is None or found.assessment.case is None:
        return Refused(_NOT_DUE)
    if found.due.missing:
        return Refused(found.due.missing[0])
    if refused := _problem_of_means(found, means):
        return refused
    made = written(found.known, found.assessment, found.proof, statement=found.statement, due=found.due)
    if isinstance(made, Refused):
        return made
    statement_id = documents_actions.store(
        owner=act.chain, name=made.statement_name, content=made.statement_pdf, media_type=_PDF, at=act.at
    )
    return formal_actions.prepare_formal(act, _draft(found.due, case, made, means, statement_id))


def _draft(
    due: Conditions, case: CaseFact, made: Written, means: FormalMeans, statement_id: int
) -> FormalDraft:
    return FormalDraft(
        case_id=case.id,
        kind=due.kind,
        means=means,
        level=due.level.key,
        language=made.words.language,
        subject=made.words.subject,
        text=made.words.text,
        total=made.total,
        deadline_on=made.deadline_on,
        statement_id=statement_id,
        law_facts=made.law_facts,
    )


def _problem_of_means(found: Standing, means: FormalMeans) -> Refused | None:
    told = found.due.notice if found.due else None
    if told and told.means and means.value not in {x.value for x in told.means}:
        return Refused(Reason(N_("La loi ne prévoit pas cette voie pour cet acte.")), "means")
    if told and means.value in {x.value for x in told.consent_for}:
        text = N_("Cette voie demande l'accord préalable du débiteur : choisissez la lettre papier.")
        return Refused(Reason(text), "means")
    return None


def is_long_term(found: Standing) -> bool:
    """Whether the customer is one of long standing, or a key account: the owner says a word first (R041)."""
    relation = Relation(
        since_months=months_since(found.proof.customer.since_on, found.known.house.today),
        is_key=found.assessment.is_key,
        long_term_months=found.known.house.thresholds.order.long_term_months,
    )
    return relation.is_close


@transaction.atomic
def approve(act: Act, one: FormalFact, case: CaseFact, *, is_owner: bool, note: str) -> Refused | None:
    """The owner lets it go: the facts are read again, then the letter stands where letters wait."""
    found = standing(act, case)
    if found is None or found.due is None or found.due.missing:
        why = found.due.missing[0] if found and found.due and found.due.missing else _NOT_DUE
        return Refused(why)
    claimed = getattr(found.statement.outcome, "principal_open", None)
    lines = lines_of(found.known, found.assessment)
    if claimed is None or claimed.minor != sum(line.open_minor for line in lines):
        return Refused(_CHANGED)
    refused = formal_actions.approve_formal(
        act, formal_id=one.id, is_owner=is_owner, is_long_term=is_long_term(found), note=note
    )
    if refused:
        return refused
    level, house = found.due.level, found.known.house
    message = letter_of(one, level, house=house, customer=found.proof.customer, lines=lines)
    copies = [invoice.document_id for invoice in found.proof.invoices if invoice.document_id]
    message = replace(message, document_ids=tuple(pk for pk in (one.statement_id, *copies) if pk))
    Drafting.of(found.known.house).queue(act, [message])
    (row,) = [m for m in outreach_queries.messages_of(case.customer_id) if m.step_key == message.step_key]
    formal_actions.link_formal(act, formal_id=one.id, message_id=row.pk)
    refresh(act, [case.customer_id])
    return None


@transaction.atomic
def withdraw(act: Act, one: FormalFact, *, why: str) -> Refused | None:
    """It does not leave: its letter neither."""
    refused = formal_actions.withdraw_formal(act, formal_id=one.id, why=why)
    if refused is None and one.message_id is not None:
        outreach_actions.cancel(act, message_id=one.message_id, why=why)
    if refused is None:
        refresh(act, [one.customer_id])
    return refused
