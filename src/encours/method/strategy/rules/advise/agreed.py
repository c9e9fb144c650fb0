"""What an agreement asks for today, as the night decides it, from the commitments of a situation."""

from datetime import timedelta

from encours.method.agreements.rules.words import ON_TIME, AgreementState
from encours.method.cases.rules.silence import event_is_answered
from encours.method.strategy.rules.advise.commitment import Commitment
from encours.method.strategy.rules.advise.dunning import case_facts_of
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.agreement_step import agreement_step
from encours.method.strategy.rules.case_facts import AgreementFact
from encours.method.strategy.rules.decision import Decision

_S = AgreementState
_WAITING = frozenset({_S.PROPOSED, _S.UNCONFIRMED})


def agreed(reading: Reading) -> Decision | None:
    """What the agreements of a situation ask for: the very rule of the night and the desk."""
    facts = case_facts_of(reading, agreements=agreements_of(reading))
    return agreement_step(facts, reading.kit.events, reading.balance)


def agreements_of(reading: Reading) -> tuple[AgreementFact, ...]:
    """The last commitment as the night reads an agreement; breaks that are only counted are one that broke."""
    made, told = reading.promised.current, reading.promised
    if made is None:
        return (_only_counted(reading),) if told.disclosed_on is None and reading.broken >= 2 else ()
    is_dated = made.for_on is not None or made.state in _WAITING | {_S.IN_TRANSIT, _S.BROKEN}
    if made.is_vague or not is_dated or (made.state in _WAITING and made.summary_on is None):
        return ()
    return (_fact(reading, made),)


def _fact(reading: Reading, made: Commitment) -> AgreementFact:
    wants_reminder = reading.situation.context.promise_reminder is not False and not made.reminded
    return AgreementFact(
        state=made.state,
        amount=made.amount or reading.open_total,
        proposed_on=made.summary_on or made.said_on,
        due_on=made.for_on or made.since,
        state_since=made.since,
        answered=_is_answered(reading, made),
        reminder_due=wants_reminder and made.state in ON_TIME,
    )


def _is_answered(reading: Reading, made: Commitment) -> bool:
    """Whether the one contact that its state asks for was made."""
    if made.state is _S.BROKEN and not reading.promised.break_open:
        return True
    since = (made.summary_on or made.said_on) + timedelta(days=1) if made.state in _WAITING else made.since
    attempts, zone = reading.thresholds.ladder.attempts_per_call, reading.situation.customer.zone
    return event_is_answered(reading.contacts, from_on=since, zone=zone, attempts=attempts)


def _only_counted(reading: Reading) -> AgreementFact:
    return AgreementFact(_S.BROKEN, reading.open_total, reading.today, reading.today, reading.today)
