"""Some hundreds of cases at once: facts, decisions, guard; then the acts, each room told once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from encours.flows.drafting import Drafting, draft_of, is_writable
from encours.flows.night.overtaken import Overtaken
from encours.flows.night.report import NightReport, Planned
from encours.flows.review.assess import Assessment, assess, guarded
from encours.flows.review.facts_of import moment_of_sending
from encours.flows.review.gathered import Gathered, House, Pair, gather
from encours.flows.review.list_lines import Line, action_name, is_listed, lines_of, why
from encours.flows.review.payers import Read, keep, with_past
from encours.flows.review.sift import unfit
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.insight.actions import NewOpinion
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.actions import ReadyMessage, Refusal, Withheld
from encours.method.outreach.rules.contact_facts import Verdict
from encours.method.outreach.rules.drafts import MessageDraft, step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.actions import Reviewed, Switch
from encours.method.strategy.rules.decision import Call, Close, Send, name_of, review_on
from encours.method.strategy.rules.ladders import Running


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What is decided of some customers, for each room in its own words; nothing is changed yet."""

    customers: list[int]
    report: NightReport
    withheld: list[Withheld]
    read: Read
    lines: list[Line]
    messages: list[ReadyMessage]
    refusals: list[Refusal]
    reviews: list[Reviewed]
    closing: list[int]
    switches: list[Switch]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is known of some customers, and the plan in the making."""

    act: Act
    known: Gathered
    drafting: Drafting
    plan: ReviewPlan
    tells: bool
    drafts: dict[int, list[MessageDraft]] = field(default_factory=dict)


def decide_reviews(act: Act, house: House, pairs: Sequence[Pair], *, tells: bool = True) -> ReviewPlan:
    """What is to be done for some customers; only reads.

    What waits and is no longer right is taken for withheld already: `write_reviews` sees to it.
    tells: the report names each customer.
    """
    customers = sorted({customer for customer, _ in pairs})
    known = gather(house, customers)
    assessments = assess(known, pairs)
    if withheld := unfit(known, assessments):
        known = known.without_messages([found.message.pk for found in withheld])
        assessments = assess(known, pairs)
    plan = ReviewPlan(
        customers=customers,
        report=NightReport(act.entity_id, act.today),
        withheld=withheld,
        read=with_past(known, _opinions(assessments)),
        lines=lines_of(act, assessments),
        messages=[],
        refusals=[],
        reviews=[],
        closing=[],
        switches=[],
    )
    chunk = _Chunk(act, known, Drafting.of(house), plan, tells)
    chunk.drafting.read_files(known, [a.customer_id for a in assessments if isinstance(a.decision, Send)])
    for assessment in assessments:
        _decide(chunk, assessment)
    drafts = [draft for found in chunk.drafts.values() for draft in found]
    plan.messages.extend(chunk.drafting.made_ready(act, drafts))
    return plan


def write_reviews(act: Act, plan: ReviewPlan, report: NightReport) -> None:
    """Does what is planned. Raises Overtaken when a message that was to be withheld is being sent."""
    if plan.withheld:
        taken = outreach_actions.withhold_waiting(act, withheld=plan.withheld)
        if len(taken) != len(plan.withheld):
            raise Overtaken
    keep(act, plan.read)
    outreach_actions.record_refusals(act, refusals=plan.refusals)
    report.queued += len(outreach_actions.queue_ready(act, messages=plan.messages))
    strategy_actions.write_reviews(plan.reviews)
    if plan.switches:
        strategy_actions.tell_switches(act, switches=plan.switches)
    report.closed += len(cases_actions.close_cases(act, case_ids=plan.closing))
    strategy_actions.write_list(act.entity_id, plan.lines, replaces=plan.customers)
    report.add(plan.report)


def _decide(chunk: _Chunk, a: Assessment) -> None:
    report, a = chunk.plan.report, _beside_others(chunk, a)
    report.cases += 1
    report.decisions[name_of(a.decision)] += 1
    look_on, draft = review_on(a.decision, chunk.act.today, next_due_on=a.facts.next_due_on()), None
    match a.decision:
        case Send() if is_writable(a.decision) and not _is_waiting(chunk, a):
            if leaves_at := _leaves_at(chunk, a):
                draft = _write(chunk, a, leaves_at)
            else:
                look_on = _refused(chunk, a) or look_on
        case Call():
            look_on = _refused(chunk, a) or look_on
        case Close() if a.case:
            chunk.plan.closing.append(a.case.id)
    if a.case:
        chunk.plan.reviews.append(Reviewed(a.case.id, a.procedure.key, a.procedure.version, look_on))
        if a.left_ladder is not None:
            chunk.plan.switches.append(_switch(a, a.case.id, a.left_ladder))
    if chunk.tells and is_listed(a):
        report.planned.append(_planned(chunk, a, draft))


def _switch(a: Assessment, case_id: int, left: Running) -> Switch:
    """The case goes on by another ladder from tonight: by the type, the account or a rule of the house."""
    text = N_("Scénario « {label} » désormais. {why}")
    said = Reason(text, label=Reason(a.procedure.label), why=a.choice.reason)
    return Switch(case_id, a.customer_id, left, (a.procedure.key, a.procedure.version), said)


def _beside_others(chunk: _Chunk, a: Assessment) -> Assessment:
    """The guard asked again where this very night already writes to the customer in another currency."""
    drafts = chunk.drafts.get(a.customer_id)
    if not drafts or not isinstance(a.decision, Send | Call):
        return a
    others = [draft.as_contact for draft in drafts]
    planned = {a.customer_id: [*chunk.known.contacts.get(a.customer_id, []), *others]}
    known = replace(chunk.known, contacts=chunk.known.contacts | planned)
    contact, verdict = guarded(known, a.customer_id, a.decision, asked=a.asked)
    return a.with_decision(a.decision, contact=contact, verdict=verdict)


def _leaves_at(chunk: _Chunk, a: Assessment) -> datetime | None:
    """When the guard lets a message leave today; None when it does not."""
    assert a.verdict
    if a.verdict.is_allowed:
        return moment_of_sending(chunk.known.house)
    return a.verdict.until if _is_today(chunk, a.verdict.until) else None


def _write(chunk: _Chunk, a: Assessment, leaves_at: datetime) -> MessageDraft | None:
    """Prepares the message; one that cannot be written truly is refused."""
    draft = draft_of(chunk.known, chunk.drafting, a, leaves_at=leaves_at)
    if isinstance(draft, Refused):
        chunk.plan.refusals.append(Refusal(a.customer_id, a.currency, "TEXT", draft.reason))
        chunk.plan.report.refusals["TEXT"] += 1
        return None
    chunk.drafts.setdefault(a.customer_id, []).append(draft)
    return draft


def _refused(chunk: _Chunk, a: Assessment) -> date | None:
    """Writes a refusal of the guard down; answers the day on which the door opens again."""
    assert isinstance(a.decision, Send | Call)
    if a.verdict is None or a.verdict.is_allowed or _is_today(chunk, a.verdict.until):
        return None
    step, rule = step_name(a.decision.level.key, chunk.act.today), _rule(a.verdict)
    chunk.plan.refusals.append(Refusal(a.customer_id, step, rule, a.verdict.reason))
    chunk.plan.report.refusals[rule] += 1
    return local_date(a.verdict.until, chunk.known.house.entity.time_zone) if a.verdict.until else None


def _is_today(chunk: _Chunk, until: datetime | None) -> bool:
    house = chunk.known.house
    return until is not None and local_date(until, house.entity.time_zone) == house.today


def _is_waiting(chunk: _Chunk, a: Assessment) -> bool:
    return any(message.currency == a.currency for message in chunk.known.pending.get(a.customer_id, []))


def _rule(verdict: Verdict) -> str:
    return verdict.rule.value if verdict.rule else ""


def _planned(chunk: _Chunk, a: Assessment, draft: MessageDraft | None) -> Planned:
    is_contact = isinstance(a.decision, Send | Call)
    refusal = a.verdict if a.verdict and not a.verdict.is_allowed and is_contact and not draft else None
    return Planned(
        customer_id=a.customer_id,
        customer=chunk.known.customers[a.customer_id].name,
        decision=name_of(a.decision),
        action=action_name(a).action,
        amount=a.balance.actionable or a.balance.overdue,
        reasons=(refusal.reason, *why(a)) if refusal else why(a),
        refused_by=_rule(refusal) if refusal else "",
        until=refusal.until if refusal else None,
        subject=draft.subject if draft else "",
        to=draft.to_email if draft else "",
        text=draft.text if draft else "",
        leaves_at=draft.send_from if draft else None,
    )


def _opinions(assessments: Sequence[Assessment]) -> list[NewOpinion]:
    found = {a.customer_id: NewOpinion(a.customer_id, a.opinion, a.last_evidence_on) for a in assessments}
    return list(found.values())
