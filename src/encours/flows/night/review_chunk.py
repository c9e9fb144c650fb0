"""Some hundreds of cases at once: facts, decisions, guard, then the acts, each room told once."""

from dataclasses import dataclass, field
from datetime import date, datetime

from encours.flows.drafting import Drafting, draft_of, is_writable
from encours.flows.night.opening import Pair
from encours.flows.night.report import NightReport, Planned
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.facts_of import moment_of_sending
from encours.flows.review.gathered import Gathered, House, gather
from encours.flows.review.list_lines import action_name, is_listed, why, write_lines
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import Refused
from encours.method.cases import actions as cases_actions
from encours.method.insight import actions as insight_actions
from encours.method.insight.actions import NewOpinion
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.actions import Refusal
from encours.method.outreach.rules.drafts import MessageDraft, step_name
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.actions import Reviewed
from encours.method.strategy.rules.decision import Call, Close, Send, review_on


@dataclass(slots=True)
class _Acts:
    """What a chunk does, collected so that each room is told once."""

    drafts: list[MessageDraft] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    reviews: list[Reviewed] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)


def review_chunk(act: Act, house: House, pairs: list[Pair], report: NightReport) -> None:
    """Reviews some customers and does what is decided."""
    known = gather(house, sorted({customer for customer, _ in pairs}))
    drafting = Drafting.of(house)
    assessments = assess(known, pairs)
    acts = _Acts()
    for assessment in assessments:
        _decide(act, known, drafting, assessment, acts, report)
    insight_actions.store_opinions(act, opinions=_opinions(assessments))
    outreach_actions.record_refusals(act, refusals=acts.refusals)
    report.queued += drafting.queue(act, acts.drafts)
    strategy_actions.write_reviews(acts.reviews)
    report.closed += len(cases_actions.close_cases(act, case_ids=acts.closing))
    write_lines(act, assessments, replaces={customer for customer, _ in pairs})


def _decide(
    act: Act, known: Gathered, drafting: Drafting, a: Assessment, acts: _Acts, report: NightReport
) -> None:
    report.cases += 1
    report.decisions[type(a.decision).__name__.lower()] += 1
    look_on = review_on(a.decision, act.today)
    match a.decision:
        case Send() if is_writable(a.decision) and not _is_waiting(known, a):
            look_on = _write(act, known, drafting, a, acts, report) or look_on
        case Call():
            look_on = _refused(act, known, a, acts, report) or look_on
        case Close() if a.case:
            acts.closing.append(a.case.id)
    if a.case:
        acts.reviews.append(Reviewed(a.case.id, a.procedure.key, a.procedure.version, look_on))
    if is_listed(a):
        report.planned.append(_planned(known, a, acts))


def _write(
    act: Act, known: Gathered, drafting: Drafting, a: Assessment, acts: _Acts, report: NightReport
) -> date | None:
    """Prepares the message when the guard lets it leave today; else says when to look again."""
    assert a.verdict
    if a.verdict.is_allowed:
        leaves_at = moment_of_sending(known.house)
    elif a.verdict.until and _same_day(known, a.verdict.until):
        leaves_at = a.verdict.until
    else:
        return _refused(act, known, a, acts, report)
    draft = draft_of(known, drafting, a, leaves_at=leaves_at)
    if isinstance(draft, Refused):
        acts.refusals.append(Refusal(a.customer_id, a.currency, "TEXT", draft.reason))
        report.refusals["TEXT"] += 1
    else:
        acts.drafts.append(draft)
    return None


def _refused(act: Act, known: Gathered, a: Assessment, acts: _Acts, report: NightReport) -> date | None:
    """Writes a refusal of the guard down; answers the day on which the door opens again."""
    assert isinstance(a.decision, Send | Call)
    if a.verdict is None or a.verdict.is_allowed or _same_day(known, a.verdict.until):
        return None
    rule = a.verdict.rule.value if a.verdict.rule else ""
    acts.refusals.append(
        Refusal(a.customer_id, step_name(a.decision.level.key, act.today), rule, a.verdict.reason)
    )
    report.refusals[rule] += 1
    return local_date(a.verdict.until, known.house.entity.time_zone) if a.verdict.until else None


def _same_day(known: Gathered, until: datetime | None) -> bool:
    house = known.house
    return until is not None and local_date(until, house.entity.time_zone) == house.today


def _is_waiting(known: Gathered, a: Assessment) -> bool:
    return any(message.currency == a.currency for message in known.pending.get(a.customer_id, []))


def _planned(known: Gathered, a: Assessment, acts: _Acts) -> Planned:
    name = known.customers[a.customer_id].name
    draft = (
        acts.drafts[-1]
        if acts.drafts
        and acts.drafts[-1].customer_id == a.customer_id
        and acts.drafts[-1].currency == a.currency
        else None
    )
    is_refused = (
        a.verdict is not None
        and not a.verdict.is_allowed
        and draft is None
        and isinstance(a.decision, Send | Call)
    )
    return Planned(
        customer_id=a.customer_id,
        customer=name,
        decision=type(a.decision).__name__.lower(),
        action=action_name(a).action,
        amount=a.balance.actionable,
        reasons=(a.verdict.reason, *why(a)) if is_refused and a.verdict else why(a),
        refused_by=a.verdict.rule.value if is_refused and a.verdict and a.verdict.rule else "",
        until=a.verdict.until if is_refused and a.verdict else None,
        subject=draft.subject if draft else "",
        to=draft.to_email if draft else "",
        text=draft.text if draft else "",
        leaves_at=draft.send_from if draft else None,
    )


def _opinions(assessments: list[Assessment]) -> list[NewOpinion]:
    found = {a.customer_id: NewOpinion(a.customer_id, a.opinion, a.last_evidence_on) for a in assessments}
    return list(found.values())
