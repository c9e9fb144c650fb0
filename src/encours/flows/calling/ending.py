"""A call ends: its note, its promise, what we owe, who does what by when, in one transaction or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.flows import contacting, holds
from encours.flows.calling import voices_of_team
from encours.flows.calling.beginning import made_for
from encours.flows.calling.summary import prepare_summary
from encours.flows.contacting import CallExtras, calendar_of
from encours.flows.customer_file import CustomerFile
from encours.flows.next_contact import NextWay
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.calls import actions as calls_actions
from encours.method.calls.rules.follow_up import WHO, FollowUpDraft, FollowUpKind
from encours.method.calls.rules.minutes import minutes_of
from encours.method.calls.rules.note import CallDetails, CallDraft
from encours.method.calls.rules.outcome import Follows, all_that_follows
from encours.method.calls.rules.palette import TASKS, Option
from encours.method.calls.rules.sheet import Sheet
from encours.method.calls.rules.tree import Leads
from encours.method.calls.rules.words import Mood
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import CallOutcome, Channel
from encours.method.cases.rules.holds import HoldDraft
from encours.method.cases.rules.words import OUTCOME_LABELS, CaseReason
from encours.method.disputes import queries as disputes_queries
from encours.method.strategy.thresholds import thresholds_now

_COOL_DOWN = 3
"""The first day after two full business days (K10)."""
_SERIOUS = N_("Événement grave signalé pendant l'appel")


@dataclass(frozen=True, slots=True)
class Ending:
    """What the caller says of the call at its end; what was answered and since when, the sheet knows."""

    outcome: CallOutcome
    next_step: str = ""
    next_on: date | None = None
    next_way: NextWay | None = None
    call_back_at: datetime | None = None
    contact_id: int | None = None
    spoken_by_id: int | None = None
    facts: str = ""
    reason: CaseReason | None = None
    reason_words: str = ""
    constraints: str = ""
    promises: str = ""
    summary: str = ""
    is_hardship_told: bool = False
    promise: PromiseDraft | None = None
    option: Option | None = None
    our_action: str = ""
    our_action_on: date | None = None
    owed: str = ""
    mood: Mood = Mood.CALM
    ratings: tuple[int | None, int | None, int | None] = (None, None, None)


@dataclass(frozen=True, slots=True)
class Ended:
    """The note of a call, and its summary when one is ready to be read and sent."""

    note_id: int
    message_id: int | None = None


@transaction.atomic
def finish(act: Act, sheet: Sheet, file: CustomerFile, ending: Ending) -> Ended | Refused:
    """Notes a call and everything that follows from it. Refused, nothing is kept and the sheet stays open.

    Source: R050, R064–R069, R072, R074–R076, R084, R124.
    """
    level, occasion = made_for(file)
    draft = _draft(act, sheet, ending)
    extras = CallExtras(
        level=level if sheet.channel is Channel.PHONE else "",
        occasion=occasion,
        promise=ending.promise,
        call_back_at=ending.call_back_at,
        owed=ending.owed,
        next_way=ending.next_way,
    )
    made = contacting.note_call(act, draft, extras)
    if isinstance(made, Refused):
        return made
    refused = _what_follows(act, sheet, ending, made)
    if refused is not None:
        transaction.set_rollback(True)
        return refused
    if sheet.follow_up_id:
        calls_actions.finish_follow_up(
            act, follow_up_id=sheet.follow_up_id, outcome=say(Reason(N_("rendez-vous tenu")), act.language)
        )
    calls_actions.finish_sheet(act, sheet_id=sheet.id)
    return Ended(made, prepare_summary(act, note_id=made))


def _draft(act: Act, sheet: Sheet, ending: Ending) -> CallDraft:
    friendly, firm, factual = ending.ratings
    details = CallDetails(
        began_at=sheet.began_at,
        minutes=minutes_of(began_at=sheet.began_at, ended_at=act.at),
        channel=sheet.channel,
        spoken_by_id=ending.spoken_by_id,
        constraints=ending.constraints,
        promises=ending.promises,
        summary=ending.summary,
        is_hardship_told=ending.is_hardship_told,
        answers=sheet.answers,
        our_action=ending.our_action,
        our_action_on=ending.our_action_on,
        friendly=friendly,
        firm=firm,
        factual=factual,
        consent=sheet.consent,
        consent_at=sheet.consent_at,
    )
    return CallDraft(
        customer_id=sheet.customer_id,
        called_at=act.at,
        outcome=ending.outcome,
        next_step=ending.next_step,
        next_on=ending.next_on,
        note=ending.facts or ending.summary or say(Reason(OUTCOME_LABELS[ending.outcome]), act.language),
        case_id=sheet.case_id,
        contact_id=ending.contact_id,
        reason=ending.reason if ending.outcome.had_conversation else None,
        reason_words=ending.reason_words,
        mood=ending.mood,
        details=details,
    )


def _what_follows(act: Act, sheet: Sheet, ending: Ending, note_id: int) -> Refused | None:
    calendar = calendar_of(act)
    found = all_that_follows(sheet.answers, today=act.today, calendar=calendar)
    refused = _we_owe(act, sheet, ending, found)
    if refused is not None:
        return refused
    for one in found:
        if one.hold is not None:
            held = HoldDraft(sheet.customer_id, one.hold, say(Reason(_SERIOUS), act.language))
            made = holds.place(act, held)
            if isinstance(made, Refused):
                return made
    for draft in _follow_ups(act, sheet, ending, _todo(act, sheet, ending, found, calendar)):
        noted = calls_actions.note_follow_up(act, draft=replace(draft, note_id=note_id))
        if isinstance(noted, Refused):
            return noted
    return None


def _we_owe(act: Act, sheet: Sheet, ending: Ending, found: Sequence[Follows]) -> Refused | None:
    """What we said we would do; the caller's own words stand for the first of it."""
    owed = [one.owed for one in found if one.owed and not _is_asked_already(ending, one)]
    drafts = [
        OwnPromiseDraft(sheet.customer_id, each.kind, say(each.what, act.language), each.due_on)
        for each in owed
    ]
    if ending.our_action:
        kind = owed[0].kind if owed else OwnPromiseKind.REPAIR
        first = OwnPromiseDraft(
            sheet.customer_id,
            kind,
            ending.our_action,
            ending.our_action_on or (owed[0].due_on if owed else None),
        )
        drafts = [first, *drafts[1:]]
    for draft in drafts:
        made = agreements_actions.note_own_promise(
            act, draft=draft, calendar=calendar_of(act), terms=thresholds_now(act).promises
        )
        if isinstance(made, Refused):
            field = {"what": "our_action", "due_on": "our_action_on"}.get(made.field, made.field)
            return Refused(made.reason, field)
    return None


def _is_asked_already(ending: Ending, one: Follows) -> bool:
    """The question we could not answer is noted in their words."""
    return bool(ending.owed) and one.leaf.leads is Leads.ANSWER_LATER


def _todo(
    act: Act, sheet: Sheet, ending: Ending, found: Sequence[Follows], calendar: Calendar
) -> dict[FollowUpKind, date]:
    """What somebody does by a day, each kind once, the earliest day of it."""
    asked = [(one.todo.kind, one.todo.due_on) for one in found if one.todo]
    if ending.option in TASKS:
        asked.append((TASKS[ending.option], act.today))
    match ending.outcome:
        case CallOutcome.WRONG_NUMBER:
            asked.append((FollowUpKind.FIND_NUMBER, calendar.next_open(act.today)))
        case CallOutcome.REFUSED:
            asked.append((FollowUpKind.OUTSIDE_HELP, calendar.after(act.today, 2)))
        case CallOutcome.EMOTIONAL:
            asked.append((FollowUpKind.RESUME_CALMLY, calendar.after(act.today, _COOL_DOWN)))
        case _:
            pass
    contested = disputes_queries.disputes_of([sheet.customer_id]).get(sheet.customer_id, [])
    if any(d.reported_on == act.today for d in contested):
        asked = [pair for pair in asked if pair[0] is not FollowUpKind.OPEN_DISPUTE]
    days: dict[FollowUpKind, date] = {}
    for kind, on in asked:
        days[kind] = min(on, days.get(kind, on))
    return days


def _follow_ups(
    act: Act, sheet: Sheet, ending: Ending, days: Mapping[FollowUpKind, date]
) -> Iterator[FollowUpDraft]:
    """The tasks, each with who does it."""
    team = creditor_queries.team(act.entity_id)
    for kind, on in days.items():
        member: Member | None = None
        if kind is FollowUpKind.RESUME_CALMLY:
            member = voices_of_team.another_voice(team, act.actor)
        elif kind in WHO:
            member = creditor_queries.member_in_role(team, WHO[kind])
        yield FollowUpDraft(
            customer_id=sheet.customer_id,
            kind=kind,
            due_on=on,
            case_id=sheet.case_id,
            member_id=member.id if member else None,
            contact_id=ending.contact_id if kind is FollowUpKind.FIND_NUMBER else None,
        )
