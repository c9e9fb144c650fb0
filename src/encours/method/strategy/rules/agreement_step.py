"""What an agreement asks of us today: wait for its date, remind of it, or react once to its break."""

from datetime import date, timedelta

from encours.ground.kernel.business_days import (
    add_business_days,
    next_business_day,
    previous_business_day,
)
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import Occasion
from encours.method.strategy.rules.balance import Balance
from encours.method.strategy.rules.case_facts import AgreementFact, CaseFacts
from encours.method.strategy.rules.decision import Call, CheckBank, Decision, Send, Task, Wait
from encours.method.strategy.rules.gates import gate_reasons, missing_gates
from encours.method.strategy.rules.step import Level, Procedure, StepKind


def agreement_step(facts: CaseFacts, events: Procedure, balance: Balance) -> Decision | None:
    """What the agreements of a case ask for today; None when the ladder may go on.

    Breaks first (one contact, the same day), then what is due, on its way, near, or proposed.
    While an agreement is on time and covers all that is overdue, nobody asks for anything.
    A plan B that was named has its own day: waited for until then, carried out after it.
    Source: method 2e; K5; R107; rulings 8 and 11.
    """
    if decision := _named_plan_b(facts, events, balance):
        return decision
    for state in _ORDER:
        for agreement in facts.agreements:
            if agreement.state is state and (answer := _answer(agreement, facts, events, balance)):
                return answer
    return None


def _named_plan_b(facts: CaseFacts, events: Procedure, balance: Balance) -> Decision | None:
    """What was named is carried out after its day, or at once when another agreement broke meanwhile; never said twice.

    While an agreement on time covers what is late, that agreement goes first: its first payment takes plan B back.
    """
    ends = facts.plan_b_named_for
    if ends is None or not balance.actionable:
        return None
    is_broken_again = facts.broken_agreements > _NAMED_AT and any(
        a.state is AgreementState.BROKEN and not a.answered for a in facts.agreements
    )
    if facts.today <= ends and not is_broken_again:
        text = N_("Plan B annoncé pour le {ends} : ce délai appartient au client")
        return Wait(ends + timedelta(days=1), (Reason(text, ends=ends),))
    level = events.level("broken_third")
    missing = missing_gates(level, facts, balance)
    why = Reason(N_("Plan B annoncé pour le {ends} : il s'exécute"), ends=ends)
    reasons = (why, *gate_reasons(missing))
    return Task(level, facts.today, balance.overdue, missing, reasons, occasion=Occasion.AGREEMENT_BROKEN)


_NAMED_AT = 2
_ORDER = (
    AgreementState.BROKEN,
    AgreementState.PARTLY_KEPT,
    AgreementState.DUE,
    AgreementState.IN_TRANSIT,
    AgreementState.ACCEPTED,
    AgreementState.PROPOSED,
    AgreementState.UNCONFIRMED,
)


def _answer(
    agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance
) -> Decision | None:
    match agreement.state:
        case AgreementState.BROKEN:
            return None if agreement.answered else _broken(agreement, facts, events, balance)
        case AgreementState.PARTLY_KEPT:
            return None if agreement.answered else _partly_kept(agreement, facts, events, balance)
        case AgreementState.DUE:
            return _due(agreement, facts, balance)
        case AgreementState.IN_TRANSIT:
            days = facts.thresholds.promises.transit_days
            until = add_business_days(agreement.state_since, days, facts.country, facts.region)
            return Wait(until + timedelta(days=1), (Reason(N_("Virement annoncé, en route"), on=until),))
        case AgreementState.ACCEPTED:
            return _accepted(agreement, facts, events, balance)
        case AgreementState.PROPOSED:
            return _proposed(agreement, facts, events, balance)
        case AgreementState.UNCONFIRMED:
            return None if agreement.answered else _unaccepted(agreement, facts, events, balance)
        case _:
            return None


def _due(agreement: AgreementFact, facts: CaseFacts, balance: Balance) -> Decision | None:
    """The bank may have been read already: what counts then is read on the business day after."""
    last_day = next_business_day(agreement.due_on, facts.country, facts.region)
    decided_on = _day_after(last_day, facts)
    known = facts.cash_known_to
    if known is None or known < agreement.due_on or facts.today >= decided_on:
        text = N_("Accord du {on} : la banque n'est pas encore vérifiée à cette date")
        return CheckBank(known, agreement.due_on, (Reason(text, on=agreement.due_on),))
    if balance.actionable:
        return None
    text = N_("Versement convenu pour le {on} : la suite se décide le {next}")
    return Wait(decided_on, (Reason(text, on=agreement.due_on, next=decided_on),))


def _broken(agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance) -> Decision:
    count = max(1, facts.broken_agreements)
    level = events.level({1: "broken_first", 2: "broken_second"}.get(count, "broken_third"))
    text = N_("Accord du {on} non suivi d'un paiement ({count} dans ce dossier)")
    why = Reason(text, on=agreement.due_on, count=count)
    if level.kind is StepKind.TASK:
        missing = missing_gates(level, facts, balance)
        reasons = (why, *gate_reasons(missing))
        return Task(level, facts.today, balance.overdue, missing, reasons, occasion=Occasion.AGREEMENT_BROKEN)
    if not facts.has_email:
        return _call(level, facts, balance, occasion=Occasion.AGREEMENT_BROKEN, reason=why)
    return Send(level, facts.today, balance.overdue, (why,), occasion=Occasion.AGREEMENT_BROKEN)


def _partly_kept(agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance) -> Decision:
    why = Reason(N_("Accord du {on} tenu en partie : convenir du reste"), on=agreement.due_on)
    return _call(events.level("partly_kept"), facts, balance, occasion=Occasion.AGREEMENT_BROKEN, reason=why)


def _accepted(
    agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance
) -> Decision | None:
    eve = previous_business_day(agreement.due_on, facts.country, facts.region)
    if agreement.reminder_due and eve <= facts.today < agreement.due_on and facts.has_email:
        why = Reason(N_("Accord du {on} : un mot la veille"), on=agreement.due_on)
        level = events.level("promise_reminder")
        return Send(level, facts.today, agreement.amount, (why,), occasion=Occasion.SERVICE)
    if balance.actionable:
        return None
    why = Reason(N_("Accord en cours jusqu'au {on} : aucune relance"), on=agreement.due_on)
    coming = eve if agreement.reminder_due and facts.today < eve else _day_after(agreement.due_on, facts)
    return Wait(coming, (why,))


def _proposed(
    agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance
) -> Decision | None:
    days = facts.thresholds.promises.acceptance_days
    until = add_business_days(agreement.proposed_on, days, facts.country, facts.region)
    if facts.today <= until:
        return Wait(
            until + timedelta(days=1), (Reason(N_("Proposition envoyée : réponse attendue"), on=until),)
        )
    return None if agreement.answered else _unaccepted(agreement, facts, events, balance)


def _unaccepted(agreement: AgreementFact, facts: CaseFacts, events: Procedure, balance: Balance) -> Call:
    """The one call after a proposal that nobody accepted in writing. Source: method 2e, ruling 1."""
    why = Reason(N_("Proposition du {on} restée sans réponse"), on=agreement.proposed_on)
    return _call(
        events.level("unaccepted_call"), facts, balance, occasion=Occasion.PROPOSAL_UNACCEPTED, reason=why
    )


def _call(level: Level, facts: CaseFacts, balance: Balance, *, occasion: Occasion, reason: Reason) -> Call:
    return Call(level, facts.today, balance.overdue, (reason,), occasion=occasion)


def _day_after(day: date, facts: CaseFacts) -> date:
    return add_business_days(day, 1, facts.country, facts.region)
