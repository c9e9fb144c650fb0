"""The step of the ladder that comes next: which one, from which day, and what is missing for it."""

from datetime import date, timedelta
from typing import assert_never

from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.strategy.rules.balance import Balance, OpenItem
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import (
    Call,
    Decide,
    Decision,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
)
from encours.method.strategy.rules.gates import gate_reasons, missing_gates
from encours.method.strategy.rules.light_step import light_step, without_a_number
from encours.method.strategy.rules.position import MILD_TONE, following, next_level, place_in
from encours.method.strategy.rules.step import LIGHT_STAGES, Ending, Level, PlanB, Procedure, StepKind


@quick_dataclass(frozen=True, slots=True)
class StepDate:
    """The first day of a step and the sentence that says what fixed it."""

    on: date
    reason: Reason


@quick_dataclass(frozen=True, slots=True)
class _Ladder:
    facts: CaseFacts
    procedure: Procedure
    events: Procedure
    balance: Balance

    @property
    def oldest(self) -> OpenItem:
        assert self.balance.oldest is not None, "a ladder without an invoice to ask for"
        return self.balance.oldest


def ladder_step(facts: CaseFacts, procedure: Procedure, events: Procedure, balance: Balance) -> Decision:
    """What the ladder asks for today: one level, never skipped, never two without the gap.

    Source: ruling 5; method 2c; K13 for the calls that are left out after six contacts in vain.
    """
    ladder = _Ladder(facts, procedure, events, balance)
    level, passed = upcoming_level(facts, procedure)
    if level is None:
        return _ending(ladder)
    start = step_date(level, facts, ladder.oldest)
    if start.on <= facts.today:
        return _carry_out(ladder, level, start.on, (*_why(ladder, level), *passed))
    light = light_step(facts, procedure, events=events, balance=balance, step_on=start.on)
    if light is None or light.on > facts.today:
        return Wait(light.on, (light.reason,)) if light else Wait(start.on, (start.reason,))
    return _carry_out(ladder, light.level, light.on, (light.reason,))


def upcoming_level(facts: CaseFacts, procedure: Procedure) -> tuple[Level | None, tuple[Reason, ...]]:
    """The level that comes next, with a sentence for each one left out because nobody ever answers."""
    position, held = facts.position, facts.conditions
    level = next_level(procedure, position, held)
    if _is_to_enter(facts, procedure):
        level = procedure.level(facts.confirmed_entry)
    elif position and position.pending_call and procedure.index(position.pending_call) is not None:
        waiting = procedure.level(position.pending_call)
        level = waiting if waiting.has_call and _may_call(facts) else following(procedure, waiting, held)
    passed: tuple[Reason, ...] = ()
    while level and level.stage in LIGHT_STAGES and level.kind is not StepKind.TASK and not _may_call(facts):
        text = N_(
            "« {level} » laissé de côté : {count} contacts sans réponse, seule une étape plus ferme a un sens"
        )
        passed = (*passed, Reason(text, level=Reason(level.label), count=facts.unanswered))
        level = following(procedure, level, held)
    return level, passed


def _is_to_enter(facts: CaseFacts, procedure: Procedure) -> bool:
    """Whether the step at which a person let an old debt enter is still ahead, but for a mild word from here."""
    place, at = procedure.index(facts.confirmed_entry), facts.position
    if place is None or (at is not None and (at.bounced or at.tone > MILD_TONE)):
        return False
    return at is None or place_in(procedure, at) < place


def step_date(level: Level, facts: CaseFacts, oldest: OpenItem) -> StepDate:
    """The latest of: the level's days past due on the oldest actionable invoice, the previous step
    plus the gap, the last date that our own message named, the day a person fixed. Source: ruling 5.
    """
    by_age = oldest.due_on + timedelta(days=level.day)
    start = StepDate(by_age, Reason(N_("Étape prévue {days} jours après l'échéance"), days=level.day))
    position = facts.position
    if position and position.level and not position.bounced and position.level != level.key:
        gap_days = max(level.gap_days, facts.thresholds.guard.gap_days)
        by_gap = position.done_on + timedelta(days=gap_days)
        if by_gap > start.on:
            text = N_("Au moins {days} jours après l'étape du {on}")
            start = StepDate(by_gap, Reason(text, days=gap_days, on=position.done_on))
    named = facts.free_from()
    if named and named > start.on and not (position and position.bounced):
        start = StepDate(
            named,
            Reason(N_("Pas avant le {on} : notre dernier message laisse le temps de répondre"), on=named),
        )
    fixed = facts.step_date
    if fixed and fixed > start.on:
        start = StepDate(fixed, Reason(N_("Prochaine étape fixée au {on}"), on=fixed))
    return start


def _may_call(facts: CaseFacts) -> bool:
    return not facts.is_never_answered


def _carry_out(ladder: _Ladder, level: Level, due_on: date, reasons: tuple[Reason, ...]) -> Decision:
    facts, amount = ladder.facts, ladder.balance.actionable
    late_days = days_between(due_on, facts.today)
    pending = facts.position is not None and facts.position.pending_call == level.key
    match level.kind:
        case StepKind.TASK:
            missing = missing_gates(level, facts, ladder.balance)
            return Task(
                level, due_on, amount, missing, (*reasons, *gate_reasons(missing)), late_days=late_days
            )
        case StepKind.MESSAGE | StepKind.MESSAGE_AND_CALL if not pending:
            calls = level.has_call and _may_call(facts) and facts.has_phone
            if not facts.has_email:  # what can be said can still be said
                by_phone = Call(level, due_on, amount, reasons, late_days=late_days)
                return by_phone if calls else _no_address(level, Channel.EMAIL, due_on, reasons)
            after = following(ladder.procedure, level, facts.conditions)
            return Send(
                level,
                due_on,
                amount,
                reasons,
                then_call=calls,
                next_step_on=_announced(ladder, after),
                next_step_is_call=after is not None and after.has_call and facts.has_phone,
                late_days=late_days,
            )
        case StepKind.MESSAGE | StepKind.MESSAGE_AND_CALL | StepKind.CALL:
            attempts = facts.position.attempts if facts.position and pending else 0
            call = Call(level, due_on, amount, reasons, attempts=attempts, late_days=late_days)
            return call if facts.has_phone else _to_no_number(ladder, call)
    assert_never(level.kind)


def _to_no_number(ladder: _Ladder, call: Call) -> Decision:
    """A call to a customer without a number: a question to the user, and a light word when it stays open."""
    facts, procedure, events = ladder.facts, ladder.procedure, ladder.events
    word = without_a_number(call, facts, procedure, events=events, balance=ladder.balance)
    return word or _no_address(call.level, Channel.PHONE, call.due_on, call.reasons)


def _why(ladder: _Ladder, level: Level) -> tuple[Reason, ...]:
    oldest, position, procedure = ladder.oldest, ladder.facts.position, ladder.procedure
    text = N_("Facture {number}, échue le {due_on}, {days} jours")
    why = [Reason(text, number=oldest.number, due_on=oldest.due_on, days=ladder.balance.days_past_due)]
    if position and position.bounced:
        why.append(Reason(N_("Le message du {on} est revenu : personne ne l'a reçu"), on=position.done_on))
    elif position and position.level and procedure.index(position.level) is not None:
        done = Reason(procedure.level(position.level).label)
        why.append(Reason(N_("Après « {level} », le {on}"), level=done, on=position.done_on))
    text = N_("Étape « {level} » du scénario « {procedure} »")
    why.append(Reason(text, level=Reason(level.label), procedure=Reason(procedure.label)))
    return tuple(why)


def _no_address(level: Level, channel: Channel, due_on: date, reasons: tuple[Reason, ...]) -> MissingAddress:
    text = N_("Aucun numéro de téléphone") if channel is Channel.PHONE else N_("Aucune adresse e-mail")
    return MissingAddress(channel, level, due_on, (Reason(text), *reasons))


def _announced(ladder: _Ladder, after: Level | None) -> date | None:
    facts = ladder.facts
    if after is None:
        return None
    by_age = ladder.oldest.due_on + timedelta(days=after.day)
    gap_days = max(after.gap_days, facts.thresholds.guard.gap_days)
    day = max(by_age, facts.today + timedelta(days=gap_days))
    return next_business_day(day, facts.country, facts.region)


def _ending(ladder: _Ladder) -> Decision:
    procedure, amount = ladder.procedure, ladder.balance.actionable
    match procedure.ending:
        case Ending.KEEP_ON_ACCOUNT:
            text = N_("Petit solde : deux messages sont partis, il reste sur le compte")
            return KeepOnAccount(amount, (Reason(text),))
        case Ending.DECIDE:
            text = N_("Le scénario « {procedure} » est allé à son terme : à vous de décider de la suite")
            why = Reason(text, procedure=Reason(procedure.label))
            return Decide((*procedure.plan_b_chain, PlanB.WRITE_OFF), amount, (why,))
    assert_never(procedure.ending)
