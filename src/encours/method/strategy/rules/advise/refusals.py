"""What the situation as a whole refuses, whatever the advice: the careless acts of `forbidden`."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from encours.books.receivables.rules.party import CustomerKind
from encours.ground.kernel.business_days import is_holiday
from encours.method.cases.rules.contact import CallOutcome
from encours.method.insight.rules.debtor_type import DebtorType
from encours.method.strategy.rules.advise.answer import (
    ASKING,
    CREDIT,
    HARSH,
    PENALTIES,
    TOUCHING,
    WAITING,
    Advice,
)
from encours.method.strategy.rules.advise.dunning import Rung
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import Forbidden, NextAction
from encours.method.strategy.rules.who_acts import Relation

F, A = Forbidden, NextAction
_FORMAL_CARE = frozenset(
    {
        F.SEND_LETTER_WITHOUT_OWNER,
        F.AUTO_HANDOFF,
        F.HANDOFF_WITHOUT_FILE,
        F.HANDOFF_WITHOUT_QUOTE,
        F.PUBLIC_SHAMING,
    }
)
"""What goes wrong at the formal end: letters without the owner, files without quote or papers."""
_CALLING = frozenset({A.CALL, A.CALL_BY_ACCOUNT_MANAGER, A.CALL_BY_INTERMEDIARY})
_WRITING = frozenset(
    {A.PRE_DUE_EMAIL, A.COURTESY_EMAIL, A.SECOND_REMINDER_EMAIL, A.WRITTEN_OPTIONS, A.STATEMENT_EMAIL}
)
_FORMAL = frozenset(
    {A.FORMAL_NOTICE, A.LAST_NOTICE, A.AGENCY_HANDOFF, A.EXECUTE_PLAN_B, A.COURT_FILING, A.GET_QUOTE_FIRST}
)
_ALLOWED: Mapping[NextAction, frozenset[Forbidden]] = {
    A.WAIT: WAITING,
    A.HOLD: WAITING,
    A.CALL: frozenset({F.CALL, F.DUN}),
    A.CALL_BY_ACCOUNT_MANAGER: frozenset({F.CALL, F.DUN}),
    A.CALL_BY_INTERMEDIARY: frozenset({F.CALL, F.DUN}),
    A.STATEMENT_EMAIL: frozenset({F.EMAIL}),
    A.FIRM_LETTER: frozenset({F.FIRM_LETTER}),
    A.FORMAL_NOTICE: frozenset({F.FORMAL_NOTICE, F.FORMAL_NOTICE_FIRST, F.THREATEN_LEGAL, F.FIRM_LETTER}),
    A.DISCLOSE_PLAN_B: frozenset({F.DISCLOSE_PLAN_B, F.THREATEN_LEGAL}),
    A.EXECUTE_PLAN_B: frozenset({F.DISCLOSE_PLAN_B, F.AGENCY_HANDOFF, F.COURT_FILING, F.THREATEN_LEGAL}),
    A.AGENCY_HANDOFF: frozenset({F.AGENCY_HANDOFF}),
    A.COURT_FILING: frozenset({F.COURT_FILING, F.THREATEN_LEGAL}),
    A.SETTLEMENT_OFFER: frozenset({F.SETTLEMENT_OFFER}),
    A.PROPOSE_PLAN: frozenset({F.PAYMENT_PLAN}),
    A.PROMISE_REMINDER: frozenset({F.PROMISE_REMINDER}),
}


def refused(reading: Reading, advice: Advice, rung: Rung | None) -> frozenset[Forbidden]:
    """Every careless act that the method refuses here, without the advised act itself."""
    found = set(advice.forbidden)
    for group in _groups(reading, advice, rung):
        found |= group
    return frozenset(found - _ALLOWED.get(advice.next_action, frozenset()))


def _groups(reading: Reading, advice: Advice, rung: Rung | None) -> Iterator[frozenset[Forbidden]]:
    yield from _days(reading)
    yield from _recent(reading)
    if not reading.items:
        return
    yield from _persons(reading, advice)
    yield from _type(reading)
    if reading.dispute and reading.dispute.is_open:
        yield PENALTIES | {F.DUN_DISPUTED_AMOUNT, F.REMINDER_ON_AMOUNT, F.CLASSIFY_AVOIDS, F.SETTLEMENT_OFFER}
    if rung is not None:
        yield from _ladder(reading, advice, rung)


def _days(reading: Reading) -> Iterator[frozenset[Forbidden]]:
    customer = reading.situation.customer
    if reading.today.weekday() >= 5:
        yield frozenset({F.CALL_ON_WEEKEND})
    if is_holiday(reading.today, customer.country, customer.region):
        yield frozenset({F.CALL_ON_HOLIDAY})


def _recent(reading: Reading) -> Iterator[frozenset[Forbidden]]:
    """What a fresh event forbids for a while: a second voicemail, a concession in the heat, another try."""
    for event in reading.situation.events:
        age = reading.situation.now - event.at
        if event.stage == "last_notice" and event.kind is not EventKind.SCHEDULED_EMAIL:
            yield frozenset({F.ANOTHER_LAST_NOTICE})
        if event.kind is EventKind.VOICEMAIL_LEFT and age < timedelta(days=7):
            yield frozenset({F.VOICEMAIL})
        if event.outcome is CallOutcome.EMOTIONAL and age < timedelta(hours=24):
            yield frozenset({F.GRANT_CONCESSION})
        if event.outcome is CallOutcome.NO_ANSWER and age < timedelta(days=2):
            yield frozenset({F.CALL})


def _persons(reading: Reading, advice: Advice) -> Iterator[frozenset[Forbidden]]:
    customer = reading.situation.customer
    if reading.is_small_for_key:
        yield (
            TOUCHING - {F.EMAIL}
            | {F.CALL_TO_DEMAND, F.FIRM_LETTER, F.AGENCY_HANDOFF, F.GENERIC_AUTOMATION}
            | HARSH
        )
    if reading.is_first_large and reading.balance.actionable:
        yield CREDIT | {F.GENERIC_AUTOMATION}
    months = reading.thresholds.order.long_term_months
    if Relation(customer.since_months, is_key=reading.is_key, long_term_months=months).is_close:
        yield frozenset({F.GENERIC_AUTOMATION, F.SEND_LETTER_WITHOUT_OWNER})
    gentle = customer.keep is True or reading.situation.context.has_collection_team is False
    if gentle or advice.next_action is A.CALL_BY_ACCOUNT_MANAGER:
        yield frozenset({F.CALL_BY_OWNER_FIRST})
    if customer.kind is CustomerKind.CONSUMER:
        yield PENALTIES
    if reading.hardship:
        yield PENALTIES | {F.MESSAGE_WITHOUT_EMPATHY, F.CLASSIFY_AVOIDS, F.SET_BAD_INTENT}


def _type(reading: Reading) -> Iterator[frozenset[Forbidden]]:
    opinion = reading.opinion
    if opinion.is_avoids_candidate:
        yield frozenset(
            {F.SET_BAD_INTENT, F.SET_BAD_INTENT_AUTOMATICALLY, F.CLASSIFY_AVOIDS, F.PUBLIC_SHAMING}
        )
    if opinion.confirmed:
        yield CREDIT | {F.CREDIT_SALE_OLD_TERMS}
    if opinion.type is DebtorType.INSOLVENCY or reading.features.signals:
        yield CREDIT
    if opinion.type is DebtorType.STRAINED:
        yield frozenset({F.CLASSIFY_AVOIDS})


def _ladder(reading: Reading, advice: Advice, rung: Rung) -> Iterator[frozenset[Forbidden]]:
    if rung.closed:
        yield ASKING | TOUCHING
    first = reading.position is None and advice.next_action in _WRITING | _CALLING
    if first and reading.opinion.type is DebtorType.NEW and reading.situation.context.policy_sent is not True:
        yield frozenset({F.SKIP_POLICY_NOTICE})
    if advice.due_today and not rung.closed:
        yield frozenset({F.WAIT_LONG})
        if reading.is_first_large:
            yield WAITING
    if advice.next_action in _CALLING and reading.position and reading.position.level and not rung.closed:
        yield frozenset({F.EMAIL})
    if advice.next_action not in _FORMAL:
        yield _too_early(reading, advice)
    else:
        yield _FORMAL_CARE


def _too_early(reading: Reading, advice: Advice) -> frozenset[Forbidden]:
    """Before the formal steps: no legal words, no agency, plan B stays private, no penalties."""
    found = HARSH | {F.AGENCY_HANDOFF_FIRST, F.AUTO_HANDOFF}
    if reading.broken < 2 and reading.promised.disclosed_on is None:
        found |= {F.DISCLOSE_PLAN_B}
    if advice.next_action is not A.FIRM_LETTER:
        found |= {F.FIRM_LETTER} | PENALTIES
    return found
