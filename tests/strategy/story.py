"""Short words to build the facts of a case, and a way to live through its days without a guard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files

from encours.ground.kernel.money import Money
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, PastContact
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.balance import OpenItem
from encours.method.strategy.rules.case_facts import CaseFacts, Prepared
from encours.method.strategy.rules.decision import Call, Decision, Send, Task
from encours.method.strategy.rules.next_action import next_action
from encours.method.strategy.rules.position import after_attempt, after_message, after_task
from encours.method.strategy.rules.step import Level, Procedure

PROCEDURES = (
    "reliable",
    "unknown",
    "new",
    "new_large",
    "sporadic",
    "strained",
    "avoids",
    "key_small",
    "small_balance",
)
DUE = date(2026, 3, 2)  # a Monday
READY = Prepared(
    type_recorded=True,
    reason_known=True,
    owner_approval=True,
    plan_b_ready=True,
    quote_recorded=True,
    file_complete=True,
    formal_notice_sent=True,
    settlement_allowed=True,
)


def content_of(key: str) -> bytes:
    return (files("encours.method.strategy") / "data" / "procedures" / f"{key}.toml").read_bytes()


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def day(after: int) -> date:
    """The day so many days past the due date of these stories."""
    return DUE + timedelta(days=after)


def invoice(
    amount: int = 1000,
    *,
    number: str = "F-1",
    due: date = DUE,
    disputed: int = 0,
    promised: int = 0,
    mentioned: bool = True,
    time_barred: bool = False,
) -> OpenItem:
    return OpenItem(
        number,
        due,
        euros(amount),
        euros(disputed),
        euros(promised),
        mentioned=mentioned,
        time_barred=time_barred,
    )


def case(today: date, *items: OpenItem, credit: int = 0, **more: object) -> CaseFacts:
    facts = CaseFacts(today, items or (invoice(),), euros(credit), cash_known_to=today, cash_needed_to=today)
    return replace(facts, **more)  # type: ignore[arg-type]


def ladder(key: str = "unknown") -> Procedure:
    return shipped_procedures()[key]


def decide(facts: CaseFacts, key: str = "unknown") -> Decision:
    return next_action(facts, ladder(key), event_levels())


def contact(on: date, *, step: str = "", stage: str = "", deadline: date | None = None) -> PastContact:
    at = datetime.combine(on, time(10), tzinfo=UTC)
    return PastContact(
        at, Direction.OUTBOUND, Channel.EMAIL, step=step, stage=stage, deadline_named_on=deadline
    )


@dataclass(frozen=True)
class Done:
    """A step that was carried out on a day, in days past due."""

    day: int
    level: Level
    kind: str


def live(
    key: str, first: int, last: int, *, facts: CaseFacts | None = None, runs: Iterable[int] = ()
) -> list[Done]:
    """Lives through days past due (`runs`, or each day): the customer never answers anything."""
    facts, done = facts or case(day(first), prepared=READY), []
    for number in runs or range(first, last + 1):
        facts = replace(facts, today=day(number), cash_known_to=day(number), cash_needed_to=day(number))
        decision = decide(facts, key)
        if isinstance(decision, Send | Task):
            done.append(Done(number, decision.level, type(decision).__name__))
            facts = _carried_out(facts, decision, ladder(key))
        elif isinstance(decision, Call):
            tried = decision.attempts and facts.contacts[-1].at.date() + timedelta(days=2) > facts.today
            if not tried:
                done.append(Done(number, decision.level, "Call"))
                facts = _called(facts, decision)
    return done


def _carried_out(facts: CaseFacts, decision: Send | Task, procedure: Procedure) -> CaseFacts:
    level, today = decision.level, facts.today
    deadline = today + timedelta(days=level.deadline_days) if level.deadline_days else None
    contacts = (*facts.contacts, contact(today, step=level.key, stage=level.stage, deadline=deadline))
    template = level.message.template if level.message else ""
    items = tuple(replace(item, mentioned=True) for item in facts.items)
    facts = replace(facts, contacts=contacts, last_template=template, items=items)
    if procedure.index(level.key) is None:  # a light word moves nothing
        return facts
    if isinstance(decision, Task):
        return replace(facts, position=after_task(level, on=today))
    return replace(facts, position=after_message(facts.position, level, on=today))


def _called(facts: CaseFacts, decision: Call) -> CaseFacts:
    position = after_attempt(facts.position, decision.level, on=facts.today, outcome=CallOutcome.NO_ANSWER)
    return replace(
        facts, position=position, contacts=(*facts.contacts, contact(facts.today, step=decision.level.key))
    )
