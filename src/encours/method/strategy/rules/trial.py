"""Walks a ladder day by day, as if nobody answered or paid: which step comes when, and what the guard says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import assert_never

from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.clock import at, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, PastContact
from encours.method.outreach.rules.contact_facts import Decision as Answer
from encours.method.outreach.rules.contact_facts import GuardFacts, ProposedContact, Verdict
from encours.method.outreach.rules.drafts import step_name
from encours.method.outreach.rules.guard import review
from encours.method.strategy.rules.balance import OpenItem, balance_on
from encours.method.strategy.rules.case_facts import CaseFacts, Prepared
from encours.method.strategy.rules.decision import Call, Hold, MissingAddress, Send, Task, Wait
from encours.method.strategy.rules.next_action import cash_needed_to, next_action
from encours.method.strategy.rules.position import Position, after_attempt, after_message, after_task
from encours.method.strategy.rules.pre_due import near_items, pre_due_step
from encours.method.strategy.rules.step import Gate, Level, Procedure, Stage

MOST_DAYS = 400
_A_DAY = timedelta(days=1)
_NOTHING_AGAINST = Reason(N_("Rien ne s'y oppose"))
_ASKS = frozenset({Stage.REMINDER2, Stage.CALL})
Contact = Send | Call | Task


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step of the walk. `asked_on`: the day the ladder asks for it; `on`: the day the guard lets it take place.

    `why`: what moved it, or keeps it from taking place at all (`on` None). `again_on`: the second call in vain.
    `missing`: what must exist by then. `is_beside`: a light word between two steps.
    """

    level: Level
    asked_on: date
    on: date | None
    amount: Money
    why: Verdict | None = None
    missing: tuple[Gate, ...] = ()
    again_on: date | None = None
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """The steps of a walk, in their order, and the sentence that ends it."""

    steps: tuple[TrialStep, ...]
    ended: Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """What a walk stands on beside the facts: the guard's facts, the hour we begin to write, whom one reaches."""

    guard: GuardFacts
    send_from: time
    contacts: Mapping[Channel, int | None]


def walk(facts: CaseFacts, procedure: Procedure, events: Procedure, ground: Ground) -> Trial:
    """The steps that a ladder gives from the day of the facts on, by the very rules of the night and the guard.

    Supposed: nothing is paid, nobody answers, the bank is read every morning, a step that a person
    does is done on its day. Writes nothing anywhere.
    """
    return _Walk(facts, procedure, events, ground).run()


def as_new(facts: CaseFacts, on: date) -> CaseFacts:
    """The same account on its first day: nothing was written, said, agreed or held yet."""
    return replace(
        facts,
        today=on,
        items=tuple(replace(item, mentioned=False, promised=None) for item in facts.items),
        position=None,
        entry_asked=False,
        confirmed_entry="",
        contacts=(),
        holds=(),
        owed=(),
        agreements=(),
        broken_agreements=0,
        call_back=None,
        step_date=None,
        announced_on=None,
        unanswered=0,
        prepared=Prepared(type_recorded=True),
        last_template="",
    )


@dataclass(slots=True)
class _Walk:
    facts: CaseFacts
    procedure: Procedure
    events: Procedure
    ground: Ground
    steps: list[TrialStep] = field(default_factory=list)
    asked: tuple[str, date, Verdict] | None = None

    def run(self) -> Trial:
        last = self.facts.today + timedelta(days=MOST_DAYS)
        for _round in range(MOST_DAYS * 3):
            ended = self._day() if self.facts.today <= last else None
            if ended is not None:
                return Trial(tuple(self.steps), ended)
        return Trial(tuple(self.steps), Reason(N_("L'essai s'arrête ici\u00a0: plus d'un an a passé.")))

    def _day(self) -> Reason | None:
        """One day; the sentence that ends the walk, if it does."""
        today = self.facts.today
        self.facts = replace(
            self.facts,
            cash_known_to=today,
            cash_needed_to=cash_needed_to(today, self.facts.country, self.facts.region),
        )
        if not balance_on(today, self.facts.items, self.facts.unallocated).overdue:
            return self._before_due()
        decision = next_action(self.facts, self.procedure, self.events)
        match decision:
            case Send() | Call() | Task():
                return self._contact(decision)
            case MissingAddress(level=level, reasons=reasons):
                amount = balance_on(today, self.facts.items, self.facts.unallocated).actionable
                unreachable = Verdict(Answer.BLOCK, reasons[0])
                self.steps.append(TrialStep(level, today, None, amount, unreachable))
                return reasons[0]
            case Wait(until=until):
                self._go_to(until)
                return None
            case Hold(until=until) if until is not None:
                self._go_to(until + _A_DAY)
                return None
        return decision.reasons[0]

    def _before_due(self) -> Reason | None:
        facts = self.facts
        step = pre_due_step(
            facts.today, self.procedure, facts.items, unallocated=facts.unallocated,
            pays_after_reminder=facts.pays_after_reminder,
        )  # fmt: skip
        if step is not None and facts.has_email:
            near = {asked.item.number for asked in near_items(
                facts.today, step.level, facts.items, unallocated=facts.unallocated
            )}  # fmt: skip
            return self._contact(step, named=near)
        if facts.next_due_on() is None:
            return Reason(N_("Rien n'est ouvert\u00a0: aucune étape."))
        self._go_to(facts.today + _A_DAY)
        return None

    def _contact(self, decision: Contact, named: set[str] | None = None) -> Reason | None:
        """What the guard says to a step: it takes place, waits, or never does."""
        level, today = decision.level, self.facts.today
        verdict = self._verdict(decision)
        if verdict.decision is Answer.BLOCK:
            self._note(decision, on=None, why=verdict)
            return verdict.reason
        until = local_date(verdict.until, self.facts.zone) if verdict.until else today
        if until > today:
            if verdict.rule and (self.asked is None or self.asked[0] != level.key):
                self.asked = (level.key, today, verdict)
            self._go_to(until)
            return None
        self._note(decision, on=today, why=None)
        self._take(decision, named)
        return Reason(N_("Le dossier est transmis.")) if level.stage is Stage.AGENCY_HANDOFF else None

    def _verdict(self, decision: Contact) -> Verdict:
        facts, level = self.facts, decision.level
        if level.stage is Stage.AGENCY_HANDOFF or not level.parts:  # no contact: a business day is enough
            opens_on = next_business_day(facts.today, facts.country, facts.region)
            return Verdict(
                Answer.ALLOW, _NOTHING_AGAINST, until=at(opens_on, self.ground.send_from, facts.zone)
            )
        channel = _channel(decision)
        moment = at(facts.today, self.ground.send_from, facts.zone)
        guard = replace(
            self.ground.guard,
            now=moment,
            history=facts.contacts,
            holds=facts.holds,
            unanswered_in_case=facts.unanswered,
            items=None,
        )
        return review(
            guard,
            ProposedContact(
                channel=channel,
                at=moment,
                step=step_name(level.key, facts.today),
                stage=level.stage.value,
                occasion=decision.occasion,
                contact_id=self.ground.contacts.get(channel),
            ),
        )

    def _note(self, decision: Contact, *, on: date | None, why: Verdict | None) -> None:
        level, today = decision.level, self.facts.today
        before = self.steps[-1] if self.steps else None
        if before and on and before.level.key == level.key and isinstance(decision, Call):
            if on != before.on:
                self.steps[-1] = replace(before, again_on=on)
            self.asked = None
            return
        asked = self.asked if self.asked and self.asked[0] == level.key else None
        self.steps.append(
            TrialStep(
                level=level,
                asked_on=asked[1] if asked else today,
                on=on,
                amount=decision.amount,
                why=why or (asked[2] if asked else None),
                missing=decision.missing if isinstance(decision, Task) else (),
                is_beside=self.procedure.index(level.key) is None,
            )
        )
        self.asked = None

    def _take(self, decision: Contact, named: set[str] | None) -> None:
        """The step took place: the contact is remembered, the case moves on."""
        facts, level, today = self.facts, decision.level, self.facts.today
        is_call = isinstance(decision, Call)
        contact = PastContact(
            at=at(today, self.ground.send_from, facts.zone),
            direction=Direction.OUTBOUND,
            channel=_channel(decision),
            occasion=decision.occasion,
            step=step_name(level.key, today),
            stage=level.stage.value,
            outcome=CallOutcome.NO_ANSWER if is_call else None,
            deadline_named_on=_names(decision, today),
        )
        self.facts = replace(
            facts,
            contacts=(*facts.contacts, contact),
            position=self._position(decision),
            unanswered=facts.unanswered + (0 if is_call else 1),
            items=facts.items if is_call else _mentioned(facts.items, today, named),
            agreements=tuple(replace(one, answered=True, reminder_due=False) for one in facts.agreements),
            prepared=_prepared(facts.prepared, level),
            last_template=level.message.template if level.message and not is_call else facts.last_template,
            step_date=None,
            call_back=None,
        )

    def _position(self, decision: Contact) -> Position | None:
        position, level, today = self.facts.position, decision.level, self.facts.today
        if self.procedure.index(level.key) is None or level.stage is Stage.PRE_DUE:
            return position
        match decision:
            case Send():
                return after_message(position, level, on=today)
            case Call():
                most = self.facts.thresholds.ladder.attempts_per_call
                return after_attempt(position, level, on=today, outcome=CallOutcome.NO_ANSWER, most=most)
            case Task():
                return after_task(level, on=today)
        assert_never(decision)

    def _go_to(self, day: date) -> None:
        self.facts = replace(self.facts, today=max(day, self.facts.today + _A_DAY))


def _channel(decision: Contact) -> Channel:
    match decision:
        case Send():
            return Channel.EMAIL
        case Call():
            return Channel.PHONE
        case Task():
            return decision.level.parts[0].channel
    assert_never(decision)


def _names(decision: Contact, today: date) -> date | None:
    """The date that a step's own message names."""
    level = decision.level
    if level.deadline_days:
        return today + timedelta(days=level.deadline_days)
    return decision.next_step_on if isinstance(decision, Send) and level.stage is Stage.REMINDER2 else None


def _mentioned(items: Sequence[OpenItem], today: date, named: set[str] | None) -> tuple[OpenItem, ...]:
    """The items once a message has named those that are late, or those near their date."""
    return tuple(
        replace(item, mentioned=True)
        if (item.number in named if named is not None else item.due_on < today)
        else item
        for item in items
    )


def _prepared(prepared: Prepared, level: Level) -> Prepared:
    """What a step that took place opens: an attempt to ask, the notice that was sent."""
    return replace(
        prepared,
        attempts_to_ask=prepared.attempts_to_ask + (level.stage in _ASKS),
        formal_notice_sent=prepared.formal_notice_sent or level.stage is Stage.FORMAL_NOTICE,
    )
