"""How often: the gap, call attempts, totals, persons and consecutive days (K1–K4, K9, K14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.rules.contact_facts import GuardRule, ProposedContact
from encours.method.outreach.rules.limits import BY_NUMBER, CALLS, LawLimits, Limits
from encours.method.outreach.rules.past import EXEMPT, Past

K5_EVENTS = frozenset(
    {
        Occasion.AGREEMENT_BROKEN,
        Occasion.INSTALMENT_MISSED,
        Occasion.CALL_BACK_REQUESTED,
        Occasion.WE_OWE_ANSWER,
        Occasion.PROPOSAL_UNACCEPTED,
    }
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A limit that a day would break, and the first day (ordinal) on which it would not."""

    rule: GuardRule
    day: int
    reason: Reason


def too_soon(past: Past, proposed: ProposedContact, day: int, *, limits: Limits) -> Iterator[TooSoon]:
    """The limits of frequency that a contact on a day would break, in the order of their numbers."""
    if proposed.channel in CALLS:
        yield from _attempts(past, proposed, day, limits=limits)
    if proposed.occasion in EXEMPT:
        return
    is_same_contact = bool(proposed.step) and (day, proposed.step) in past.step_days
    if not is_same_contact:
        if not opens_the_door(past, proposed, day):
            yield from _gap(past, day, limits=limits)
        yield from _totals(past, day, limits=limits)
        if proposed.occasion is not Occasion.CALL_BACK_REQUESTED:
            yield from _consecutive(past, day)
    if (day, proposed.step) not in past.person_step_days:
        yield from _person(past, day, limits=limits)


def opens_the_door(past: Past, proposed: ProposedContact, day: int) -> bool:
    """Whether an event exempts this contact from K1: one contact per event (K5, ruling 1).

    A call attempt without conversation does not use the event up. A proposal that stayed
    unaccepted opens one call, nothing written.
    """
    if proposed.occasion not in K5_EVENTS:
        return False
    if proposed.occasion is Occasion.PROPOSAL_UNACCEPTED and proposed.channel not in CALLS:
        return False
    return all(used == day for used in past.same_step_days)


def law_days(past: Past, proposed: ProposedContact, day: int, *, law: LawLimits) -> Iterator[TooSoon]:
    """The minimum of the law pack that a contact on a day would break (K14)."""
    found: list[int | None] = []
    if proposed.channel in BY_NUMBER and law.calls_in_7_days is not None:
        found.append(_free_day(past.call_days, day, most=law.calls_in_7_days, window=_WEEK))
    if proposed.channel in BY_NUMBER and law.days_after_conversation is not None:
        found.append(_free_day(past.conversation_days, day, most=1, window=law.days_after_conversation))
    if law.contacts_in_7_days is not None:
        found.append(_free_day(past.touch_days, day, most=law.contacts_in_7_days, window=_WEEK))
    latest = max((free for free in found if free is not None), default=None)
    if latest is not None:
        why = N_("La loi applicable ne le permet pas avant le {from_on} ({source})")
        yield TooSoon(GuardRule.K14, latest, Reason(why, from_on=date.fromordinal(latest), source=law.source))


def _gap(past: Past, day: int, *, limits: Limits) -> Iterator[TooSoon]:
    free = _free_day(past.contact_days, day, most=1, window=limits.gap_days)
    if free is not None:
        last_on = date.fromordinal(free - limits.gap_days)
        yield TooSoon(
            GuardRule.K1,
            free,
            Reason(
                N_("Contact le {last_on} : {days} jours pleins entre deux contacts que nous engageons"),
                last_on=last_on,
                days=limits.gap_days,
            ),
        )
    if past.deadline_day >= day:
        deadline_on = date.fromordinal(past.deadline_day)
        yield TooSoon(
            GuardRule.K1,
            past.deadline_day + 1,
            Reason(
                N_("Notre message laisse au client jusqu'au {deadline_on} compris"), deadline_on=deadline_on
            ),
        )


def _attempts(past: Past, proposed: ProposedContact, day: int, *, limits: Limits) -> Iterator[TooSoon]:
    days = past.attempt_days
    if days and (free := _after_attempts(days, day, limits=limits)) is not None:
        yield free
    if proposed.channel is Channel.VOICEMAIL or proposed.leaves_voicemail:
        free_day = _free_day(
            past.voicemail_days, day, most=limits.voicemails, window=limits.voicemail_window_days
        )
        if free_day is not None:
            yield TooSoon(
                GuardRule.K2,
                free_day,
                Reason(
                    N_(
                        "Un message vocal a déjà été laissé le {last_on} : un seul par période de {days} jours"
                    ),
                    last_on=date.fromordinal(past.voicemail_days[-1]),
                    days=limits.voicemail_window_days,
                ),
            )


def _after_attempts(days: Sequence[int], day: int, *, limits: Limits) -> TooSoon | None:
    last, window = days[-1], limits.attempt_window_days
    series = days[-limits.attempts] if len(days) >= limits.attempts else None
    if series is not None and last - series < window and day < last + window:
        return TooSoon(
            GuardRule.K2,
            last + window,
            Reason(
                N_(
                    "{attempts} appels sans réponse, le dernier le {last_on} : {days} jours pleins avant un autre"
                ),
                attempts=limits.attempts,
                last_on=date.fromordinal(last),
                days=window,
            ),
        )
    if day <= last + limits.rest_after_attempt_days:
        return TooSoon(
            GuardRule.K2,
            last + limits.rest_after_attempt_days + 1,
            Reason(
                N_("Appel sans réponse le {last_on} : un essai par jour, jamais deux jours de suite"),
                last_on=date.fromordinal(last),
            ),
        )
    return None


def _totals(past: Past, day: int, *, limits: Limits) -> Iterator[TooSoon]:
    for most, window in (
        (limits.touches_short, limits.short_window_days),
        (limits.touches_long, limits.long_window_days),
    ):
        free = _free_day(past.touch_days, day, most=most, window=window)
        if free is not None:
            yield TooSoon(
                GuardRule.K3,
                free,
                Reason(N_("Déjà {most} contacts en {days} jours : c'est le plus"), most=most, days=window),
            )


def _person(past: Past, day: int, *, limits: Limits) -> Iterator[TooSoon]:
    free = _free_day(past.person_days, day, most=limits.per_person, window=limits.person_window_days)
    if free is not None:
        yield TooSoon(
            GuardRule.K4,
            free,
            Reason(
                N_("Cette personne a déjà été contactée {most} fois en {days} jours"),
                most=limits.per_person,
                days=limits.person_window_days,
            ),
        )


def _consecutive(past: Past, day: int) -> Iterator[TooSoon]:
    if day - 1 in past.touch_days:
        free, near = day + 1, day - 1
    elif day + 1 in past.touch_days:
        free, near = day + 3, day + 1
    else:
        return
    yield TooSoon(
        GuardRule.K9,
        free,
        Reason(N_("Contact le {near_on} : jamais deux jours de suite"), near_on=date.fromordinal(near)),
    )


def _free_day(days: Sequence[int], day: int, *, most: int, window: int) -> int | None:
    """None when `day` fits; else the first day after it on which no `window` days hold more than `most`.

    Contacts already decided for later days count as well: a window may end on one of them.
    """
    if len(days) < most:
        return None
    for end in (day, *(later for later in days if day < later < day + window)):
        inside = [other for other in days if end - window < other <= end]
        if len(inside) >= most:
            return inside[-most] + window
    return None
