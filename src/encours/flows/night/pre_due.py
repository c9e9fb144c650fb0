"""The word before a due date, for customers whose ladder has one and who owe nothing yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encours.books.receivables import queries as receivables_queries
from encours.flows.drafting import Drafting, draft_of, is_writable
from encours.flows.night.report import NightReport, Planned
from encours.flows.review.assess import Assessment, assess, guarded
from encours.flows.review.facts_of import moment_of_sending
from encours.flows.review.gathered import Gathered, House, Pair, gather
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import ReadyMessage
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.strategy.rules.action_names import action_of
from encours.method.strategy.rules.pre_due import near_items, pre_due_step
from encours.method.strategy.rules.step import Stage

NOTICE_DAYS = 5


def soon_due(entity_id: int, today: date) -> list[Pair]:
    """Customers and currencies with something that falls due within the days of notice."""
    last = today + timedelta(days=NOTICE_DAYS)
    return receivables_queries.customers_due_between(entity_id, today + timedelta(days=1), last)


@dataclass(frozen=True, slots=True)
class WordsPlan:
    """Messages before a due date, as they are decided; nothing is changed yet."""

    report: NightReport
    messages: list[ReadyMessage]


def decide_words(act: Act, house: House, pairs: Sequence[Pair], *, tells: bool = True) -> WordsPlan:
    """Composes one message for each such customer; the guard is asked as for any other.

    Not where a person has just withheld one. tells: the report names each customer.
    """
    drafting, report = Drafting.of(house), NightReport(act.entity_id, act.today)
    known = gather(house, sorted({customer for customer, _ in pairs}))
    since = house.today - timedelta(days=NOTICE_DAYS)
    withheld = outreach_queries.withheld_by_a_person(known.customers, stage=Stage.PRE_DUE, since=since)
    drafting.read_files(known, sorted(known.customers))
    wanted = [pair for pair in pairs if pair not in withheld]
    drafts = [d for a in assess(known, wanted) if (d := _draft(known, drafting, a, report))]
    if not tells:
        report.planned.clear()
    return WordsPlan(report, drafting.made_ready(act, drafts))


def write_words(act: Act, plan: WordsPlan, report: NightReport) -> None:
    """Puts the messages into the outbox."""
    report.queued += len(outreach_actions.queue_ready(act, messages=plan.messages))
    report.add(plan.report)


def written_to(plan: WordsPlan) -> set[int]:
    """The customers who get a message."""
    return {message.customer_id for message in plan.messages}


def _draft(known: Gathered, drafting: Drafting, a: Assessment, report: NightReport) -> MessageDraft | None:
    step = pre_due_step(
        known.house.today, a.procedure, a.facts.items, unallocated=a.facts.unallocated,
        pays_after_reminder=a.facts.pays_after_reminder,
    )  # fmt: skip
    is_waiting = any(m.currency == a.currency for m in known.pending.get(a.customer_id, []))
    if step is None or not is_writable(step) or is_waiting or not a.facts.has_email:
        return None
    near = near_items(a.facts.today, step.level, a.facts.items, unallocated=a.facts.unallocated)
    contact, verdict = guarded(known, a.customer_id, step, asked=near)
    if verdict is None or not verdict.is_allowed:
        return None
    decided = a.with_decision(step, contact=contact, verdict=verdict)
    draft = draft_of(known, drafting, decided, leaves_at=moment_of_sending(known.house))
    if isinstance(draft, Refused):
        return None
    report.decisions["pre_due"] += 1
    report.planned.append(
        Planned(
            a.customer_id, known.customers[a.customer_id].name, "send", action_of(step).action, step.amount,
            step.reasons, subject=draft.subject, to=draft.to_email, text=draft.text, leaves_at=draft.send_from,
        )
    )  # fmt: skip
    return draft
