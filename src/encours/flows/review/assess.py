"""One customer assessed: type, ladder, next action, guard, priority: the same for night, list and desk."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import Contact
from encours.flows.review.choosing import choice_of, is_key_account
from encours.flows.review.facts_of import case_facts, contact_for, guard_facts, moment_of_sending, override_of
from encours.flows.review.gathered import Gathered
from encours.flows.review.order_facts import Found, priority_facts, without_step
from encours.flows.review.payers import is_reminded, opinion_of, reading_of
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import months_since
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import Channel
from encours.method.insight.rules.debtor_type import TypeOpinion
from encours.method.insight.rules.priority import (
    Priority,
    PriorityFacts,
    Section,
    prioritise,
)
from encours.method.outreach.rules.contact_facts import AskedItem, GuardFacts, ProposedContact, Verdict
from encours.method.outreach.rules.drafts import step_name
from encours.method.outreach.rules.guard import review
from encours.method.strategy.procedures import event_levels
from encours.method.strategy.rules.balance import Asked, Balance, balance_on
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import Call, Decision, Send, Task, Wait, WeOwe
from encours.method.strategy.rules.ladders import Running
from encours.method.strategy.rules.light_step import instead_of_call
from encours.method.strategy.rules.next_action import next_action, side_tasks
from encours.method.strategy.rules.procedure_choice import Choice
from encours.method.strategy.rules.step import Procedure, Stage
from encours.method.strategy.rules.who_acts import Relation, depends_on_the_customer, who_acts


@quick_dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of a customer in one currency on a day. `is_ranked` is false without an exchange rate."""

    customer_id: int
    currency: str
    case: CaseFact | None
    opinion: TypeOpinion
    last_evidence_on: date | None
    choice: Choice
    procedure: Procedure
    running: Running | None
    facts: CaseFacts
    balance: Balance
    asked: tuple[Asked, ...]
    decision: Decision
    owed: tuple[WeOwe, ...]
    contact: Contact | None
    verdict: Verdict | None
    order: PriorityFacts
    priority: Priority
    is_key: bool
    is_ranked: bool

    @property
    def left_ladder(self) -> Running | None:
        """The ladder that the case leaves for another one today; None where it goes on by its own."""
        return self.running if self.running and self.running[0] != self.procedure.key else None

    def with_decision(
        self, decision: Decision, *, contact: Contact | None, verdict: Verdict | None
    ) -> "Assessment":
        """The same customer with another decision, for a step that is no dunning (before the due date)."""
        return replace(self, decision=decision, contact=contact, verdict=verdict)


def assess(known: Gathered, pairs: Iterable[tuple[int, str]]) -> list[Assessment]:
    """Assesses customers, each in one currency."""
    return [_assess(known, customer_id, currency) for customer_id, currency in pairs]


def _assess(known: Gathered, customer_id: int, currency: str) -> Assessment:
    house, reading = known.house, reading_of(known, customer_id)
    opinion = opinion_of(known, customer_id, reading)
    facts = case_facts(known, customer_id, currency, pays_after_reminder=is_reminded(known, reading))
    balance = balance_on(house.today, facts.items, facts.unallocated)
    key = is_key_account(known, customer_id, currency)
    choice = choice_of(known, customer_id, balance.overdue, opinion=opinion)
    case = known.cases.get((customer_id, currency))
    progress = known.progress.get(case.id) if case else None
    procedure = house.ladders.followed(choice.key, progress.running if progress else None)
    asked, step = balance.asked, next_action(facts, procedure, event_levels(), balance=balance)
    decision = _by_whom(known, customer_id, step, key=key)
    contact, verdict = guarded(known, customer_id, decision, asked=asked)
    order = priority_facts(known, Found(customer_id, facts, balance, opinion, decision, verdict, key))
    if word := _in_writing(decision, facts, procedure, balance=balance, order=order):
        decision = _by_whom(known, customer_id, word, key=key)
        contact, verdict = guarded(known, customer_id, decision, asked=asked)
        found = Found(customer_id, facts, balance, opinion, decision, verdict, key)
        order = without_step(priority_facts(known, found))
    return Assessment(
        customer_id=customer_id,
        currency=currency,
        case=case,
        opinion=opinion,
        last_evidence_on=reading.last_evidence_on,
        choice=choice,
        procedure=procedure,
        running=progress.running if progress and progress.has_begun else None,
        facts=facts,
        balance=balance,
        asked=asked,
        decision=decision,
        owed=side_tasks(facts),
        contact=contact,
        verdict=verdict,
        order=order,
        priority=prioritise(order, house.thresholds.order),
        is_key=key,
        is_ranked=currency in house.rates,
    )


def guarded(
    known: Gathered, customer_id: int, decision: Decision, *, asked: tuple[Asked, ...]
) -> tuple[Contact | None, Verdict | None]:
    """Whom a decided contact would go to, and the guard's answer.

    While the ladder waits, the guard is asked whether a mail could leave at all: that is what
    tells «too early for a new contact» from «nothing to do yet». Other decisions ask nothing.
    """
    if isinstance(decision, Wait):
        return None, written_to_today(known, customer_id)
    if isinstance(decision, Task):
        return None, _letter_allowed(known, customer_id, decision)
    if not isinstance(decision, Send | Call):
        return None, None
    channel = Channel.EMAIL if isinstance(decision, Send) else Channel.PHONE
    contact = contact_for(known.customers[customer_id], channel)
    proposed = ProposedContact(
        channel=channel,
        at=moment_of_sending(known.house),
        step=step_name(decision.level.key, known.house.today),
        stage=decision.level.stage.value,
        occasion=decision.occasion,
        contact_id=contact.pk if contact else None,
        appointment_at=decision.at if isinstance(decision, Call) else None,
        is_number_private=bool(contact and contact.is_phone_private),
        asked=tuple(
            AskedItem(a.item.due_id, a.item.number, Money(a.minor, a.item.open.currency)) for a in asked
        ),
        override=override_of(known, customer_id),
    )
    facts = guard_facts(known, customer_id, contact, level=decision.level.key)
    return contact, review(facts, proposed)


def written_to_today(known: Gathered, customer_id: int) -> Verdict:
    """The guard's answer to a mail of today that nothing has decided: whether one could leave at all."""
    return review(*mail_of_today(known, customer_id))


def mail_of_today(known: Gathered, customer_id: int) -> tuple[GuardFacts, ProposedContact]:
    """What the guard is told of a mail of today that nothing has decided."""
    contact = contact_for(known.customers[customer_id], Channel.EMAIL)
    idle = ProposedContact(
        Channel.EMAIL,
        moment_of_sending(known.house),
        contact_id=contact.pk if contact else None,
        override=override_of(known, customer_id),
    )
    return guard_facts(known, customer_id, contact), idle


def _letter_allowed(known: Gathered, customer_id: int, task: Task) -> Verdict | None:
    """The guard's answer to a step that a person does: a letter is a contact too; a file handed over is none."""
    if not task.level.parts or task.level.stage is Stage.AGENCY_HANDOFF:
        return None
    proposed = ProposedContact(
        channel=task.level.parts[0].channel,
        at=moment_of_sending(known.house),
        step=step_name(task.level.key, known.house.today),
        stage=task.level.stage.value,
        occasion=task.occasion,
        override=override_of(known, customer_id),
    )
    return review(guard_facts(known, customer_id, None), proposed)


def _by_whom(known: Gathered, customer_id: int, decision: Decision, *, key: bool) -> Decision:
    """The decision with the role that acts at its level, given how close the customer is (R041, R059, R060)."""
    if not isinstance(decision, Send | Call) or not depends_on_the_customer(decision.level):
        return decision
    customer, roles = known.customers[customer_id], {member.role for member in known.house.team}
    relation = Relation(
        since_months=months_since(customer.since_on, known.house.today),
        is_key=key,
        keep=customer.to_be_kept,
        has_collection_team=Role.AR in roles or Role.INTERMEDIARY not in roles,
        long_term_months=known.house.thresholds.order.long_term_months,
    )
    sender = who_acts(decision.level, relation)
    return (
        decision
        if sender is decision.level.sender
        else replace(decision, level=replace(decision.level, sender=sender))
    )


def _in_writing(
    decision: Decision, facts: CaseFacts, procedure: Procedure, *, balance: Balance, order: PriorityFacts
) -> Send | None:
    """A light word where the ladder would call and the day's order says «written only».

    The guard and our own lateness make no amount worth more.
    """
    if not isinstance(decision, Call):
        return None
    events = tuple(replace(event, late_days=0) for event in order.events)
    worth = prioritise(replace(order, gates=(), events=events), facts.thresholds.order)
    if worth.section is not Section.WRITTEN_ONLY:
        return None
    return instead_of_call(decision, facts, procedure, events=event_levels(), balance=balance)
