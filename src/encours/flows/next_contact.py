"""From which day a customer may be contacted again after a call of today, and whether a chosen day is one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from encours.flows.review.facts_of import contact_for, guard_facts
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.clock import at, local_date
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.outreach.rules.contact_facts import Decision, ProposedContact, Verdict
from encours.method.outreach.rules.guard import review


class NextWay(StrEnum):
    """What the day noted after a call is: a contact of ours, a call the customer asked for, or none at all."""

    OURS = "ours"
    ASKED = "asked"
    INSIDE = "inside"


NEXT_WAY_LABELS = {
    NextWay.OURS: N_("nous recontactons le client"),
    NextWay.ASKED: N_("rappel demandé par le client"),
    NextWay.INSIDE: N_("rien vers le client (résumé du jour, vérification)"),
}
_OFFICE_OPENS = time(9)


def first_day(known: Gathered, customer_id: int, *, outcome: CallOutcome) -> date | None:
    """The first day on which we may contact a customer if a call of now led to an outcome.

    None when no day is known: something holds the customer until somebody lifts it.
    """
    tomorrow = known.house.today + timedelta(days=1)
    verdicts = _answers(known, customer_id, tomorrow, outcome=outcome)
    days = [_day(known, verdict, tomorrow) for verdict in verdicts if verdict.decision is not Decision.BLOCK]
    return min(days, default=None)


def problem_of_day(
    known: Gathered, customer_id: int, on: date, *, outcome: CallOutcome, asked_at: datetime | None = None
) -> Refused | None:
    """Why no contact is possible on the day chosen after a call, with the first possible one.

    asked_at: the hour at which the customer asked to be called back (K5).
    """
    verdicts = _answers(known, customer_id, on, outcome=outcome, asked_at=asked_at)
    fits = [verdict for verdict in verdicts if _fits(known, verdict, on)]
    if fits or not verdicts:
        return None
    delays = [verdict for verdict in verdicts if verdict.decision is Decision.DELAY]
    if not delays:
        return None  # held until somebody lifts it: no day would be better
    soonest = min(delays, key=lambda verdict: _day(known, verdict, on))
    if asked_at is not None:
        text = N_("Un rappel n'est pas possible ce jour-là : {why}. Premier jour possible : le {day}.")
    else:
        text = N_(
            "Un contact de notre part n'est pas possible ce jour-là : {why}. Premier jour possible : le {day}. "
            "Si le client a demandé à être rappelé, choisissez-le juste après."
        )
    return Refused(Reason(text, why=soonest.reason, day=_day(known, soonest, on)), "next_on")


def _answers(
    known: Gathered, customer_id: int, on: date, *, outcome: CallOutcome, asked_at: datetime | None = None
) -> list[Verdict]:
    """The guard's answers to a call, and to a mail unless a call was asked for, once today's call is made."""
    customer, zone = known.customers[customer_id], known.house.entity.time_zone
    left_word = outcome is CallOutcome.VOICEMAIL_LEFT
    made = PastContact(
        at=known.house.now,
        direction=Direction.OUTBOUND,
        channel=Channel.VOICEMAIL if left_word else Channel.PHONE,
        step="call of today",
        stage="call",
        outcome=outcome,
    )
    found = []
    for channel in (Channel.PHONE,) if asked_at else (Channel.PHONE, Channel.EMAIL):
        person = contact_for(customer, channel)
        if person is None:
            continue
        facts = guard_facts(known, customer_id, person)
        facts = replace(facts, history=[*facts.history, made], unanswered_in_case=0)
        proposed = ProposedContact(
            channel=channel,
            at=asked_at or at(on, _OFFICE_OPENS, zone),
            step="after the call of today",
            occasion=Occasion.CALL_BACK_REQUESTED if asked_at else Occasion.LADDER,
            contact_id=person.pk,
            appointment_at=asked_at,
            is_number_private=person.is_phone_private,
        )
        found.append(review(facts, proposed))
    return found


def _fits(known: Gathered, verdict: Verdict, on: date) -> bool:
    """Whether the guard lets a contact be made some time on that day."""
    return verdict.is_allowed or (verdict.decision is Decision.DELAY and _day(known, verdict, on) <= on)


def _day(known: Gathered, verdict: Verdict, asked_on: date) -> date:
    if verdict.until is None:
        return asked_on
    return local_date(verdict.until, known.house.entity.time_zone)
