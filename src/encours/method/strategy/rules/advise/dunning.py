"""The plain way: the next level of the ladder, as the night would decide it, through the contact guard."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.points import pays_when_reminded
from encours.method.outreach.rules.contact_facts import Decision as GuardAnswer
from encours.method.outreach.rules.contact_facts import ProposedContact, Verdict
from encours.method.outreach.rules.guard import review
from encours.method.strategy.rules.action_names import action_of
from encours.method.strategy.rules.advise.answer import Advice
from encours.method.strategy.rules.advise.hand_over import hand_off, has_quote
from encours.method.strategy.rules.advise.history import unanswered_of
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.settling import may_offer, offer
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction
from encours.method.strategy.rules.case_facts import AgreementFact, CaseFacts, Prepared
from encours.method.strategy.rules.decision import (
    Call,
    CheckBank,
    Close,
    Decide,
    Decision,
    Hold,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)
from encours.method.strategy.rules.next_action import next_action
from encours.method.strategy.rules.pre_due import pre_due_step
from encours.method.strategy.rules.step import Gate, Level
from encours.method.strategy.rules.who_acts import Relation, who_acts

A, C, S = NextAction, AdviceChannel, AdviceSender


@dataclass(frozen=True, slots=True)
class Rung:
    """What the ladder says. `level`: the step at hand; `closed`: the guard keeps the door shut for now."""

    advice: Advice
    level: Level | None = None
    closed: bool = False
    late_days: int = 0


def case_facts_of(reading: Reading, *, agreements: tuple[AgreementFact, ...] = ()) -> CaseFacts:
    """The facts of the night, from a situation: the bank counts as read, what is not told as not in the way."""
    customer, context = reading.situation.customer, reading.situation.context
    asked = sum(1 for c in reading.contacts if c.stage)
    prepared = Prepared(
        type_recorded=reading.opinion.type not in {DebtorType.UNKNOWN, DebtorType.NEW},
        reason_known=reading.hardship or context.reasons_asked is True,
        attempts_to_ask=0 if context.reasons_asked is False else max(asked, reading.features.unanswered or 0),
        owner_approval=True,
        plan_b_ready=customer.plan_b_ready is not False,
        quote_recorded=has_quote(reading),
        file_complete=context.file_complete is not False,
        formal_notice_sent=any(e.stage == "formal_notice" for e in reading.situation.events),
        settlement_allowed=may_offer(reading),
    )
    return CaseFacts(
        today=reading.today,
        items=reading.items,
        unallocated=reading.unallocated,
        cash_known_to=reading.today,
        cash_needed_to=reading.today,
        position=reading.position,
        contacts=reading.contacts,
        broken_agreements=reading.broken,
        agreements=agreements,
        plan_b_named_for=reading.promised.disclosed_for if agreements else None,
        unanswered=max(unanswered_of(reading.contacts), reading.features.unanswered or 0),
        prepared=prepared,
        pays_after_reminder=pays_when_reminded(reading.features, reading.thresholds.payer),
        zone=customer.zone,
        country=customer.country,
        region=customer.region,
        thresholds=reading.thresholds,
    )


def dunning(reading: Reading) -> Rung:
    """The next level of the ladder for a situation, or the wait before it."""
    decision = next_action(case_facts_of(reading), reading.procedure, reading.kit.events)
    match decision:
        case Send() | Call() | Task():
            return _step(reading, decision)
        case Wait():
            return _wait(reading, decision.until, decision)
        case Close():
            return _not_due(reading, decision)
        case KeepOnAccount():
            return Rung(_named(decision).refusing(Forbidden.AGENCY_HANDOFF, Forbidden.CALL))
        case Decide():
            return Rung(_end_of_ladder(reading, decision))
        case Hold() | WeOwe() | CheckBank() | MissingAddress():
            return Rung(_named(decision))
    assert_never(decision)


def _named(decision: Decision) -> Advice:
    name = action_of(decision)
    tone = decision.level.tone if isinstance(decision, Send | Call | Task) else None
    return Advice(A(name.action), C(name.channel), S(name.sender), tone=tone, why=decision.reasons)


def _step(reading: Reading, decision: Send | Call | Task) -> Rung:
    level = decision.level
    verdict = _asked(reading, level, Channel.PHONE if isinstance(decision, Call) else _written(level))
    late = decision.late_days if reading.position else 0
    if verdict.decision is GuardAnswer.BLOCK:
        return Rung(Advice(A.WAIT, C.NONE, S.SYSTEM, why=(verdict.reason,)), level, closed=True)
    advice = _shaped(reading, decision)
    if verdict.decision is GuardAnswer.ALLOW or verdict.until is None:
        return Rung(replace(advice, earliest=reading.today, due_today=True), level, late_days=late)
    if local_date(verdict.until, reading.situation.customer.zone) == reading.today:
        return Rung(replace(advice, earliest=verdict.until, due_today=True), level, late_days=late)
    until = local_date(verdict.until, reading.situation.customer.zone)
    why = (verdict.reason, *advice.why)
    return Rung(Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=until, why=why), level, closed=True)


def _wait(reading: Reading, until: date, decision: Decision) -> Rung:
    customer = reading.situation.customer
    verdict = review(reading.guard, ProposedContact(Channel.EMAIL, reading.situation.now))
    earliest = next_business_day(until, customer.country, customer.region)
    closed = _later_day(verdict.until, reading)
    why = (*decision.reasons, *((verdict.reason,) if closed else ()))
    return Rung(Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=earliest, why=why), closed=closed)


def _later_day(until: datetime | None, reading: Reading) -> bool:
    return until is not None and local_date(until, reading.situation.customer.zone) > reading.today


def _asked(reading: Reading, level: Level, channel: Channel) -> Verdict:
    proposed = ProposedContact(channel, reading.situation.now, step=level.key, stage=level.stage.value)
    return review(reading.guard, proposed)


def _written(level: Level) -> Channel:
    return level.parts[0].channel


def _shaped(reading: Reading, decision: Send | Call | Task) -> Advice:
    """The named step, with the person who acts and what a missing gate turns it into."""
    advice, level = _named(decision), decision.level
    if isinstance(decision, Task):
        return _task(reading, decision, advice)
    if level.has_call:
        return _called_by(advice, who_acts(level, _relation(reading)))
    return advice


def _relation(reading: Reading) -> Relation:
    customer, kind = reading.situation.customer, reading.opinion.ladder_type
    distant = reading.is_first_large or kind in {DebtorType.AVOIDS, DebtorType.NEW}
    return Relation(
        since_months=None if distant else customer.since_months,
        is_key=reading.is_key and not distant,
        keep=customer.keep is True,
        has_collection_team=reading.situation.context.has_collection_team is not False,
        long_term_months=reading.thresholds.order.long_term_months,
    )


def _called_by(advice: Advice, role: Role) -> Advice:
    match role:
        case Role.INTERMEDIARY:
            return replace(advice, next_action=A.CALL_BY_INTERMEDIARY, sender=S.INTERMEDIARY)
        case Role.ACCOUNT_MANAGER:
            return replace(advice, next_action=A.CALL_BY_ACCOUNT_MANAGER, sender=S.ACCOUNT_MANAGER)
        case _:
            return advice


def _task(reading: Reading, task: Task, advice: Advice) -> Advice:
    for gate in task.missing:
        if shape := _MISSING.get(gate):
            return shape(reading, advice)
    return advice


def _ask_first(reading: Reading, advice: Advice) -> Advice:
    del reading
    why = Reason(N_("Avant toute étape formelle : demander la raison, deux fois au moins"))
    return replace(
        advice, next_action=A.CALL, channel=C.PHONE, sender=S.AR, tone=2, why=(why, *advice.why)
    ).refusing(Forbidden.FORMAL_NOTICE, Forbidden.FORMAL_NOTICE_FIRST, Forbidden.THREATEN_LEGAL)


def _prepare_plan_b(reading: Reading, advice: Advice) -> Advice:
    del reading
    why = Reason(N_("Le plan B n'est pas prêt : un devis et un dossier complet d'abord"))
    return replace(
        advice, next_action=A.GET_QUOTE_FIRST, channel=C.QUOTE, sender=S.OWNER, why=(why, *advice.why)
    ).refusing(
        Forbidden.HANDOFF_WITHOUT_QUOTE,
        Forbidden.HANDOFF_WITHOUT_FILE,
        Forbidden.AGENCY_HANDOFF,
        Forbidden.AUTO_HANDOFF,
    )


def _answer_first(reading: Reading, advice: Advice) -> Advice:
    del reading
    why = Reason(N_("Un point reste contesté : y répondre avant toute étape ferme"))
    return replace(
        advice,
        next_action=A.ANSWER_DISPUTE,
        channel=C.EMAIL_OR_PHONE,
        sender=S.DISPUTE_OWNER,
        tone=1,
        why=(why,),
    )


def _no_settlement(reading: Reading, advice: Advice) -> Advice:
    del reading
    why = Reason(N_("Les conditions d'un règlement partiel ne sont pas réunies : proposer un échéancier"))
    return replace(
        advice, next_action=A.PROPOSE_PLAN, channel=C.PHONE_OR_EMAIL, sender=S.AR, tone=2, why=(why,)
    ).refusing(Forbidden.SETTLEMENT_OFFER)


_MISSING: dict[Gate, Callable[[Reading, Advice], Advice]] = {
    Gate.NO_OPEN_DISPUTE: _answer_first,
    Gate.REASON_OR_ASKED_TWICE: _ask_first,
    Gate.PLAN_B_READY: _prepare_plan_b,
    Gate.QUOTE_RECORDED: _prepare_plan_b,
    Gate.FILE_COMPLETE: _prepare_plan_b,
    Gate.SETTLEMENT_ALLOWED: _no_settlement,
}


def _not_due(reading: Reading, decision: Close) -> Rung:
    """Nothing overdue: a word before the date where the ladder has one, else the wait for it."""
    if not reading.items:
        return Rung(_named(decision))
    reminded = pays_when_reminded(reading.features, reading.thresholds.payer)
    step = pre_due_step(
        reading.today,
        reading.procedure,
        reading.items,
        unallocated=reading.unallocated,
        pays_after_reminder=reminded,
    )
    if step:
        return _step(reading, step)
    due_on = min(item.due_on for item in reading.items)
    return Rung(Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=due_on + timedelta(days=1), why=decision.reasons))


def _end_of_ladder(reading: Reading, decision: Decide) -> Advice:
    if reading.is_small_for_key:
        return Advice(A.STATEMENT_EMAIL, C.MEETING, S.ACCOUNT_MANAGER, tone=1, why=decision.reasons)
    if may_offer(reading):
        return offer(reading)
    if has_quote(reading):
        return hand_off(reading)
    return _prepare_plan_b(reading, Advice(A.GET_QUOTE_FIRST, C.QUOTE, S.OWNER, tone=5, why=decision.reasons))
