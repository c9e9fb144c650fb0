"""What we owe the customer before we may ask for anything: an answer, a promise of ours, a small fix."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.business_days import add_business_days
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.phrases import Intent
from encours.method.strategy.rules.advise.situation import Event, EventKind, Situation
from encours.method.strategy.rules.thresholds import DEFAULTS, MethodThresholds

_MINOR = frozenset({Intent.NOT_RECEIVED, Intent.MISSING_INFORMATION})


@dataclass(frozen=True, slots=True)
class Owed:
    """Dates by which we owe something, each None when we do not; `paused_until`: after a repair."""

    answer_due_on: date | None = None
    promise_due_on: date | None = None
    has_open_promise: bool = False
    minor: Intent | None = None
    paused_until: date | None = None

    @property
    def anything(self) -> bool:
        """Whether dunning pauses because of us."""
        return self.has_open_promise or self.answer_due_on is not None or self.minor is not None


def owed(
    situation: Situation, intent: Intent | None, text: Event | None, thresholds: MethodThresholds = DEFAULTS
) -> Owed:
    """What we owe, from our promises, unanswered questions and small problems told to us."""
    promise = _last_promise(situation)
    is_open = promise is not None and promise.done is not True
    is_open = is_open or (text is not None and intent is Intent.OUR_PROMISE)
    return Owed(
        answer_due_on=_answer_due(situation, intent, text, thresholds.promises.answer_days),
        promise_due_on=promise.due if promise and promise.done is not True else None,
        has_open_promise=is_open,
        minor=intent if text and intent in _MINOR else None,
        paused_until=_paused_until(situation, promise, thresholds.ladder.pause_after_fix_days),
    )


def _last_promise(situation: Situation) -> Event | None:
    return next((e for e in reversed(situation.events) if e.kind is EventKind.OUR_PROMISE), None)


def _answer_due(
    situation: Situation, intent: Intent | None, text: Event | None, answer_days: int
) -> date | None:
    """Business days within which a question is answered. Source: requirement R069."""
    customer = situation.customer
    asked: Event | None = text if intent is Intent.QUESTION else None
    if text is not None and intent is None and text.kind is EventKind.INBOUND_EMAIL:
        asked = text  # whatever it says, somebody reads it and answers first
    for event in situation.events:
        if event.kind is EventKind.CALL and event.outcome is CallOutcome.QUESTION_UNANSWERED:
            asked = event
        elif asked and (event.kind is EventKind.EMAIL_SENT or _conversation(event)):
            asked = None if event.at > asked.at else asked
    if asked is None:
        return None
    return add_business_days(asked.on, answer_days, customer.country, customer.region)


def _conversation(event: Event) -> bool:
    return event.kind is EventKind.CALL and event.outcome is not None and event.outcome.had_conversation


def _paused_until(situation: Situation, promise: Event | None, pause_days: int) -> date | None:
    """The first day on which dunning may go on after what we repaired."""
    if promise is None or promise.done is not True:
        return None
    customer = situation.customer
    free_on = add_business_days(promise.on, pause_days + 1, customer.country, customer.region)
    return free_on if situation.today < free_on else None
