"""Decides what is done about a case today: the one question of the whole product."""

from collections.abc import Callable
from datetime import date, timedelta

from encours.ground.kernel.business_days import add_business_days, previous_business_day
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.cases.rules.contact import HoldKind, Occasion
from encours.method.cases.rules.words import HOLD_KIND_LABELS
from encours.method.outreach.rules.contact_facts import HoldFact
from encours.method.strategy.rules.agreement_step import agreement_step
from encours.method.strategy.rules.balance import Balance, balance_on
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import (
    CLOSE_LABELS,
    Call,
    CheckBank,
    Close,
    CloseWhy,
    Decision,
    Hold,
    HoldWhy,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)
from encours.method.strategy.rules.entry import behind_the_entry
from encours.method.strategy.rules.ladder_step import ladder_step
from encours.method.strategy.rules.step import Procedure

_HOLDS = (
    HoldKind.INSOLVENCY,
    HoldKind.BEREAVEMENT,
    HoldKind.PLACED,
    HoldKind.SETTLEMENT,
    HoldKind.SERIOUS_EVENT,
    HoldKind.UNREAD_REPLY,
    HoldKind.MANUAL,
)
Rule = Callable[[CaseFacts, Balance], Decision | None]


def next_action(
    facts: CaseFacts, procedure: Procedure, events: Procedure, *, balance: Balance | None = None
) -> Decision:
    """The one thing to do about a case today, with its reasons.

    In this order: nothing overdue, a pause, what we owe, a call-back that was asked for, an
    agreement, a dispute, a date fixed by a person, then the ladder behind the gate of the bank.
    `procedure` is the ladder of this customer, `events` the steps that answer an event, `balance` the
    account on that day where it is at hand already. Hours,
    rhythm and caps are the guard's, which every Send and Call still passes.
    Source: method 2b (O0), 2c (stop events), rulings 5 to 8.
    """
    balance = balance or balance_on(facts.today, facts.items, facts.unallocated)
    for rule in _RULES:
        if decision := rule(facts, balance):
            return decision
    if decision := _called_back(facts, events, balance) or agreement_step(facts, events, balance):
        return decision
    if decision := _disputed(facts, balance) or _dated_by_a_person(facts):
        return decision
    asked = behind_the_entry(facts, ladder_step(facts, procedure, events, balance))
    return _behind_the_bank(facts, asked)


def side_tasks(facts: CaseFacts) -> tuple[WeOwe, ...]:
    """What we owe this customer, listed whatever the main decision is (O4), the soonest due first."""
    owed = [
        WeOwe(
            o.kind, o.due_on, (Reason(N_("Nous devons : {what}"), what=o.what or o.kind.value, on=o.due_on),)
        )
        for o in facts.owed
        if o.done_on is None
    ]
    if facts.dispute_answer_due_on:
        text = N_("Réponse due sur le point contesté, au plus tard le {on}")
        why = Reason(text, on=facts.dispute_answer_due_on)
        owed.append(WeOwe(OwnPromiseKind.ANSWER, facts.dispute_answer_due_on, (why,), is_dispute=True))
    return tuple(sorted(owed, key=lambda o: o.due_on))


def cash_needed_to(today: date, country: str, region: str = "") -> date:
    """The day to which the bank must be read before anyone is reminded: the last business day.

    Source: ruling 8; peers, clock mistake 12.
    """
    return previous_business_day(today, country, region)


def _closed(facts: CaseFacts, balance: Balance) -> Decision | None:
    if balance.overdue:
        return None
    late = any(item.due_on < facts.today and item.open.minor > 0 for item in facts.items)
    why = CloseWhy.COVERED_BY_CREDIT if late else CloseWhy.NOTHING_OVERDUE
    return Close(why, (Reason(CLOSE_LABELS[why]),))


def _held(facts: CaseFacts, balance: Balance) -> Decision | None:
    del balance
    running = [h for h in facts.holds if h.until_on is None or facts.today <= h.until_on]
    if not running:
        return None
    hold = min(running, key=lambda h: _HOLDS.index(h.kind))
    return Hold(HoldWhy(hold.kind.value), _end(hold, running), (_hold_reason(hold),))


def _hold_reason(hold: HoldFact) -> Reason:
    kind = Reason(HOLD_KIND_LABELS[hold.kind])
    if hold.until_on is None:
        return Reason(N_("En attente : {kind}"), kind=kind)
    return Reason(N_("En attente jusqu'au {until} : {kind}"), kind=kind, until=hold.until_on)


def _end(first: HoldFact, running: list[HoldFact]) -> date | None:
    """The last day on which any of the pauses runs, when each of them has an end."""
    ends = [hold.until_on for hold in running if hold.until_on]
    return max(ends) if first.until_on and len(ends) == len(running) else None


def _time_barred(facts: CaseFacts, balance: Balance) -> Decision | None:
    del facts
    if not balance.time_barred or balance.actionable or balance.disputed or balance.promised:
        return None
    why = Reason(N_("Créance prescrite : plus aucune demande"))
    return Hold(HoldWhy.TIME_BARRED, None, (why,))


def _we_owe(facts: CaseFacts, balance: Balance) -> Decision | None:
    del balance
    open_ones = [o for o in facts.owed if o.done_on is None]
    if open_ones:
        first = min(open_ones, key=lambda o: o.due_on)
        text = N_("Nous devons d'abord : {what}")
        return WeOwe(first.kind, first.due_on, (Reason(text, what=first.what or first.kind.value),))
    fixed = [o.done_on for o in facts.owed if o.done_on and o.kind is not OwnPromiseKind.ANSWER]
    if not fixed:
        return None
    days = facts.thresholds.ladder.pause_after_fix_days
    last = add_business_days(max(fixed), days, facts.country, facts.region)
    if facts.today > last:
        return None
    text = N_("Réglé de notre côté le {on} : {days} jours ouvrés sans relance")
    return Wait(last + timedelta(days=1), (Reason(text, on=max(fixed), days=days),))


_RULES: tuple[Rule, ...] = (_closed, _held, _time_barred, _we_owe)


def _called_back(facts: CaseFacts, events: Procedure, balance: Balance) -> Decision | None:
    asked = facts.call_back
    if asked is None:
        return None
    day = local_date(asked.at, facts.zone)
    why = Reason(N_("Le client a demandé à être rappelé le {on}"), on=day)
    if day > facts.today:
        return Wait(day, (why,))
    level = events.level("call_back")
    return Call(level, day, balance.overdue, (why,), occasion=Occasion.CALL_BACK_REQUESTED, at=asked.at)


def _disputed(facts: CaseFacts, balance: Balance) -> Decision | None:
    if balance.actionable:
        return None
    rests_until = facts.dispute_rests_until
    if balance.disputed and not facts.dispute_answer_due_on and rests_until and facts.today <= rests_until:
        text = N_("Réponse donnée : la part contestée reste au repos jusqu'au {until}")
        return Hold(HoldWhy.DISPUTED, rests_until, (Reason(text, until=rests_until),))
    if balance.disputed:
        why = Reason(N_("Tout le montant échu est contesté : aucune relance avant notre réponse"))
        return Hold(HoldWhy.DISPUTED, None, (why,))
    if balance.promised:
        why = Reason(N_("Accord tenu : ce qui reste demeure sur le compte, sans relance"))
        return KeepOnAccount(balance.promised, (why,))
    why = Reason(N_("Rien n'est exigible aujourd'hui"))
    return Wait(facts.today + timedelta(days=1), (why,))


def _dated_by_a_person(facts: CaseFacts) -> Decision | None:
    if facts.step_date is None or facts.step_date <= facts.today:
        return None
    return Wait(facts.step_date, (Reason(N_("Prochaine étape fixée au {on}"), on=facts.step_date),))


def _behind_the_bank(facts: CaseFacts, decision: Decision) -> Decision:
    if not isinstance(decision, Send | Call | Task | MissingAddress):
        return decision
    known = facts.cash_known_to
    if isinstance(decision, MissingAddress) or (known and known >= facts.cash_needed_to):
        return decision
    text = N_("Banque vérifiée jusqu'au {known}, il faut le {needed} : un règlement est peut-être arrivé")
    why = Reason(text, known=known, needed=facts.cash_needed_to)
    if known is None:
        why = Reason(N_("Banque pas encore vérifiée : un règlement est peut-être arrivé"))
    return CheckBank(known, facts.cash_needed_to, (why, *decision.reasons), blocked=decision)
