"""Pauses that end: appointment, cool-down, caller's break, holds with an end (K5, K10, K11, K12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from encours.ground.kernel.business_days import full_business_days_after
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CallOutcome, HoldKind, Occasion, PastContact
from encours.method.outreach.rules.cadence import start_of
from encours.method.outreach.rules.contact_facts import GuardFacts, GuardRule, HoldFact, ProposedContact
from encours.method.outreach.rules.limits import SPOKEN, Limits
from encours.method.outreach.rules.past import Past

CONDOLENCE = "condolence"
HOLD_REASONS = {
    HoldKind.MANUAL: N_("En attente jusqu'au {until_on} : {why}"),
    HoldKind.BEREAVEMENT: N_("Deuil chez le client : pas de contact jusqu'au {until_on}"),
    HoldKind.SERIOUS_EVENT: N_("Événement grave chez le client : pas de contact jusqu'au {until_on}"),
    HoldKind.INSOLVENCY: N_("Procédure collective : pas de contact jusqu'au {until_on}"),
    HoldKind.PLACED: N_("Dossier transmis à un partenaire : pas de contact jusqu'au {until_on}"),
    HoldKind.SETTLEMENT: N_("Une offre pour solde court jusqu'au {until_on} : rien d'autre n'est demandé"),
    HoldKind.UNREAD_REPLY: N_("Une réponse du client reste à lire : en attente jusqu'au {until_on}"),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A reason to wait, and the instant from which it no longer holds."""

    rule: GuardRule
    until: datetime
    reason: Reason


def pauses(facts: GuardFacts, past: Past, proposed: ProposedContact, instant: datetime) -> Iterator[Pause]:
    """What makes a contact at an instant wait, apart from hours, days and frequency."""
    for hold in facts.holds:
        if hold.until_on is not None and not lets_through(hold, proposed):
            yield from _hold(hold, facts.time_zone, instant)
    if past.emotional_day:
        yield from _cool_down(facts, past, instant)
    asked_for = proposed.appointment_at if proposed.occasion is Occasion.CALL_BACK_REQUESTED else None
    if asked_for is not None and instant < asked_for:
        yield Pause(GuardRule.K5, asked_for, Reason(N_("Le client a demandé d'être rappelé à ce moment-là")))
    if facts.caller_irritated_at is not None and proposed.channel in SPOKEN:
        yield from _caller_break(facts.caller_irritated_at, facts.limits, instant)


def lets_through(hold: HoldFact, proposed: ProposedContact) -> bool:
    """Whether a contact is what the hold itself calls for: condolences in a bereavement (T29), the offer itself."""
    if hold.kind is HoldKind.SETTLEMENT:
        return proposed.occasion in {Occasion.SERVICE, Occasion.REPLY, Occasion.CALL_BACK_REQUESTED}
    return hold.kind is HoldKind.BEREAVEMENT and proposed.stage == CONDOLENCE


def hold_days(kind: HoldKind, limits: Limits) -> int | None:
    """How many days a hold of a kind lasts when nobody says otherwise; None: until released."""
    match kind:
        case HoldKind.BEREAVEMENT:
            return limits.bereavement_days
        case HoldKind.SERIOUS_EVENT:
            return limits.serious_event_days
        case HoldKind.MANUAL | HoldKind.INSOLVENCY | HoldKind.PLACED:
            return None
        case HoldKind.UNREAD_REPLY | HoldKind.SETTLEMENT:
            return None


def cool_down_ends_on(emotional_on: date, facts: GuardFacts) -> date:
    """The first day after the full business days of calm that follow an emotional exchange (K10)."""
    days = facts.limits.cool_down_business_days
    return full_business_days_after(emotional_on, days, facts.country, facts.region)


def concessions_locked_until(history: Sequence[PastContact], limits: Limits) -> datetime | None:
    """Until when no discount or cancellation may be granted after an emotional exchange (R073)."""
    moments = [contact.at for contact in history if contact.outcome is CallOutcome.EMOTIONAL]
    return max(moments) + timedelta(hours=limits.concession_lock_hours) if moments else None


def _hold(hold: HoldFact, zone: str, instant: datetime) -> Iterator[Pause]:
    if hold.until_on is None:
        return
    free = start_of(hold.until_on.toordinal() + 1, zone)
    if instant < free:
        reason = Reason(HOLD_REASONS[hold.kind], until_on=hold.until_on, why=hold.reason)
        yield Pause(GuardRule.K12, free, reason)


def _cool_down(facts: GuardFacts, past: Past, instant: datetime) -> Iterator[Pause]:
    emotional_on = date.fromordinal(past.emotional_day)
    free_on = cool_down_ends_on(emotional_on, facts)
    if local_date(instant, facts.time_zone) < free_on:
        yield Pause(
            GuardRule.K10,
            start_of(free_on.toordinal(), facts.time_zone),
            Reason(
                N_(
                    "Échange difficile le {emotional_on} : {days} jours ouvrés de calme, puis plutôt une autre voix"
                ),
                emotional_on=emotional_on,
                days=facts.limits.cool_down_business_days,
            ),
        )


def _caller_break(irritated_at: datetime, limits: Limits, instant: datetime) -> Iterator[Pause]:
    free = irritated_at + timedelta(minutes=limits.caller_break_minutes)
    if irritated_at <= instant < free:
        minutes = limits.caller_break_minutes
        yield Pause(
            GuardRule.K11,
            free,
            Reason(
                N_("Pause de {minutes} minutes avant un nouvel appel ; l'écrit reste possible"),
                minutes=minutes,
            ),
        )
