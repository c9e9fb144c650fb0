"""A call is begun: the guard is asked at that very moment, for that very person."""

from dataclasses import dataclass, replace

from django.db import transaction

from encours.books.receivables.models import Contact
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.facts_of import contact_for, guard_facts, live_contacts, override_of
from encours.flows.review.list_lines import due_now
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls import actions as calls_actions
from encours.method.calls import queries as calls_queries
from encours.method.calls.actions import Beginning
from encours.method.calls.queries import under_way
from encours.method.calls.rules.pacing import Before, before_next
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.insight.rules.priority_facts import GateKind
from encours.method.outreach.rules.contact_facts import ProposedContact, Verdict
from encours.method.outreach.rules.drafts import step_name
from encours.method.outreach.rules.guard import is_limit_of_ours, review
from encours.method.strategy.rules.decision import Call, Send

_GUARDS = frozenset({GateKind.GUARD_CLOSED, GateKind.COOL_DOWN})
"""Gates that only say what the guard says of a mail: a call is asked of the guard itself."""
_NOT_OURS = Reason(N_("Aucun appel à ce client : la raison est dite sur la fiche."))


@dataclass(frozen=True, slots=True)
class Start:
    """Whom somebody wants to call now. `breathed_after`: the call after which they took their minute."""

    customer_id: int
    contact_id: int | None = None
    breathed_after: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Why nobody calls now. `may_be_passed_over`: by the owner, with a reason (K15)."""

    reason: Reason
    may_be_passed_over: bool = False


def made_for(file: CustomerFile) -> tuple[str, Occasion]:
    """The level and the occasion of the call that was decided, if one was; keeping our word is an event (K5)."""
    decision = file.assessments[0].decision
    if due_now(file.assessments[0]):
        return "", Occasion.WE_OWE_ANSWER
    if isinstance(decision, Call) or (isinstance(decision, Send) and decision.then_call):
        return decision.level.key, decision.occasion
    return "", Occasion.LADDER


def before(act: Act, customer_id: int, *, breathed_after: int | None) -> Before:
    """What the caller does before this case is shown: close the former one, take their minute (R009)."""
    lately = under_way.lately(act.entity_id, act.actor, now=act.at, breathed_after=breathed_after)
    return before_next(lately, customer_id=customer_id, now=act.at)


def barred_now(act: Act, file: CustomerFile) -> Bar | None:
    """Why nobody calls this customer at this moment, if anything."""
    for a in file.assessments:
        if a.priority.no_phone or not a.procedure.by_phone:
            return Bar(a.choice.reason)
    gated = _gate(file)
    verdict = verdict_of(act, file)
    if verdict is not None and not verdict.is_allowed:
        return Bar(_told(verdict), may_be_passed_over=is_limit_of_ours(verdict))
    return Bar(gated) if gated else None


@transaction.atomic
def begin(act: Act, start: Start) -> int | Refused:
    """Opens the sheet of a call, or goes on with the one that is open. Refused where the guard or the method says no.

    Source: R009, R045; method 2d, K15.
    """
    open_now = under_way.sheet_of(act.entity_id, act.actor)
    if open_now is not None and open_now.customer_id == start.customer_id:
        return open_now.id
    file = customer_file(act, start.customer_id)
    if file is None:
        return Refused(_NOT_OURS)
    refused = _unready(act, file, start)
    if refused is not None:
        return refused
    verdict = verdict_of(act, file, start=start)
    if verdict is not None and not verdict.is_allowed:
        return Refused(_told(verdict))
    case = file.assessments[0].case
    beginning = Beginning(start.customer_id, case.id if case else None)
    return calls_actions.begin_sheet(act, beginning=beginning)


def _unready(act: Act, file: CustomerFile, start: Start) -> Refused | None:
    match before(act, start.customer_id, breathed_after=start.breathed_after):
        case Before.CLOSE_THE_FORMER:
            return Refused(Reason(N_("Un autre appel est encore ouvert : terminez-le d'abord.")))
        case Before.TAKE_A_MINUTE:
            return Refused(Reason(N_("Une minute pour vous avant le prochain appel.")))
        case Before.NOTHING:
            pass
    dialling = calls_queries.may_dial(
        caller=act.actor,
        customer_id=start.customer_id,
        now=act.at,
        zone=file.known.house.entity.time_zone,
        break_minutes=file.known.house.thresholds.guard.caller_break_minutes,
    )
    if dialling.reason is not None and not dialling.is_allowed:
        return Refused(dialling.reason)
    bar = barred_now(act, file)
    if bar is not None and not bar.may_be_passed_over:
        return Refused(bar.reason)
    return None


def verdict_of(act: Act, file: CustomerFile, *, start: Start | None = None) -> Verdict | None:
    """The guard's answer to a call of now; None where there is nobody to dial."""
    start = start or Start(file.customer.pk)
    person = _person(file, start.contact_id)
    if person is None:
        return None
    level, occasion = made_for(file)
    decision = file.assessments[0].decision
    facts = guard_facts(file.known, file.customer.pk, person, level=level)
    facts = replace(facts, caller_irritated_at=calls_queries.irritated_at(caller=act.actor, now=act.at))
    proposed = ProposedContact(
        channel=Channel.PHONE,
        at=act.at,
        step=step_name(level or "call", act.today),
        stage="call",
        occasion=occasion,
        contact_id=person.pk,
        appointment_at=decision.at if isinstance(decision, Call) else None,
        is_number_private=person.is_phone_private,
        override=override_of(file.known, file.customer.pk),
    )
    return review(facts, proposed)


def _person(file: CustomerFile, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return contact_for(file.customer, Channel.PHONE)
    return next((p for p in live_contacts(file.customer) if p.pk == contact_id), None)


def _gate(file: CustomerFile) -> Reason | None:
    """Why the method asks for nothing here, though the guard would let a call pass."""
    for a in file.assessments:
        is_call = isinstance(a.decision, Call) or (isinstance(a.decision, Send) and a.decision.then_call)
        if {gate.kind for gate in a.priority.gates} - _GUARDS and not is_call:
            return a.priority.reason
    return None


def _told(verdict: Verdict) -> Reason:
    if verdict.until is None:
        return verdict.reason
    return Reason(N_("{why} : pas avant {until}"), why=verdict.reason, until=verdict.until)
