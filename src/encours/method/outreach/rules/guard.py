"""May this contact take place now? The only place that says no; asked when queueing and when sending."""

from collections.abc import Iterator
from datetime import datetime

from encours.ground.kernel.business_days import UnknownRegion
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.rules.cadence import (
    Calendar,
    calendar_of,
    next_open,
    open_hours,
    slot_rule,
    start_of,
)
from encours.method.outreach.rules.contact_facts import (
    Decision,
    GuardFacts,
    GuardRule,
    Override,
    ProposedContact,
    Verdict,
)
from encours.method.outreach.rules.frequency import law_days, opens_the_door, too_soon
from encours.method.outreach.rules.limits import Limits
from encours.method.outreach.rules.past import EXEMPT, read
from encours.method.outreach.rules.pauses import Pause, pauses
from encours.method.outreach.rules.refusals import refusals

# K15 names what nobody may pass over: hours, days, holds and the law. Who may be contacted at all
# (K4 of `refusals`), a person's wishes (K7) and the truth of the message are not limits of ours.
_OVERRIDABLE = frozenset(
    {
        GuardRule.K1,
        GuardRule.K2,
        GuardRule.K3,
        GuardRule.K4,
        GuardRule.K5,
        GuardRule.K6,
        GuardRule.K9,
        GuardRule.K10,
        GuardRule.K11,
        GuardRule.K13,
    }
)
_OVERRIDABLE_REFUSALS = frozenset({GuardRule.K6, GuardRule.K13})
_MOST_ROUNDS = 500
_ALLOWED = Verdict(Decision.ALLOW, Reason(N_("Rien ne s'y oppose")))
_SAME_STEP = Verdict(Decision.ALLOW, Reason(N_("Même étape, même jour : un seul contact")), GuardRule.K1)
_BY_EVENT = Verdict(Decision.ALLOW, Reason(N_("Un événement ouvre ce contact, une fois")), GuardRule.K5)
_BY_SERVICE = Verdict(Decision.ALLOW, Reason(N_("Réponse ou message de service")), GuardRule.K6)


def review(facts: GuardFacts, proposed: ProposedContact) -> Verdict:
    """Whether a proposed contact may take place: yes, not before an instant, or no; and why.

    Deterministic. Asked again at the `until` of a DELAY with the same facts, it answers ALLOW.
    A limit that the owner passes over with a reason is listed in `overridden` (K15).
    Source: method 2d, ruling 1.
    """
    case = _Review(facts, proposed)
    refused = case.refused()
    if refused is not None:
        return refused
    try:
        return case.decided()
    except UnknownRegion:
        reason = Reason(
            N_("Jours fériés inconnus ({country} {region}) : à corriger sur la fiche du client"),
            country=facts.country,
            region=facts.region,
        )
        return Verdict(Decision.BLOCK, reason, GuardRule.K8)


def is_limit_of_ours(verdict: Verdict) -> bool:
    """Whether the owner may pass over what the guard says no to. Source: K15."""
    if verdict.decision is Decision.BLOCK:
        return verdict.rule in _OVERRIDABLE_REFUSALS
    return verdict.rule in _OVERRIDABLE


class _Review:
    """One review on its way: the case at hand and the limits the owner passed over so far."""

    __slots__ = ("facts", "overridden", "past", "proposed")

    def __init__(self, facts: GuardFacts, proposed: ProposedContact) -> None:
        self.facts = facts
        self.proposed = proposed
        self.past = read(facts.history, zone=facts.time_zone, proposed=proposed)
        self.overridden: set[GuardRule] = set()

    def refused(self) -> Verdict | None:
        """The answer when waiting would not mend it."""
        for refusal in refusals(self.facts, self.past, self.proposed):
            if refusal.rule not in _OVERRIDABLE_REFUSALS or self.proposed.override is None:
                return Verdict(Decision.BLOCK, refusal.reason, refusal.rule)
            if not _is_valid(self.proposed.override, self.facts.limits):
                return _invalid_override(refusal.rule, self.facts.limits)
            self.overridden.add(refusal.rule)
        return None

    def decided(self) -> Verdict:
        """Goes from one wait to the next until an instant breaks nothing. Raises UnknownRegion."""
        facts = self.facts
        calendar, hours = calendar_of(facts), open_hours(facts, self.proposed.channel)
        instant = max(self.proposed.at, facts.now)
        wait: Pause | None = None
        for _round in range(_MOST_ROUNDS):
            found = self._longest_wait(instant)
            if isinstance(found, Verdict):
                return found
            slot = next_open(instant if found is None else found.until, calendar, hours)
            if found is None and slot == instant:
                return self._verdict(instant, wait)
            wait = found or wait or _closed(instant, calendar)
            instant = slot
        raise AssertionError("the limits send each other round for ever")

    def _longest_wait(self, instant: datetime) -> Pause | Verdict | None:
        longest: Pause | None = None
        for found in self._waits(instant):
            if self.proposed.override is not None and found.rule in _OVERRIDABLE:
                if not _is_valid(self.proposed.override, self.facts.limits):
                    return _invalid_override(found.rule, self.facts.limits)
                self.overridden.add(found.rule)
            elif longest is None or found.until > longest.until:
                longest = found
        return longest

    def _waits(self, instant: datetime) -> Iterator[Pause]:
        """Every pause and limit that an instant would break, whatever its hour."""
        facts, past, proposed = self.facts, self.past, self.proposed
        yield from pauses(facts, past, proposed, instant)
        day = local_date(instant, facts.time_zone).toordinal()
        if facts.law is not None:
            for limit in law_days(past, proposed, day, law=facts.law):
                yield Pause(limit.rule, start_of(limit.day, facts.time_zone), limit.reason)
        for limit in too_soon(past, proposed, day, limits=facts.limits):
            yield Pause(limit.rule, start_of(limit.day, facts.time_zone), limit.reason)

    def _verdict(self, instant: datetime, wait: Pause | None) -> Verdict:
        passed, proposed = tuple(sorted(self.overridden)), self.proposed
        if wait is not None:
            return Verdict(Decision.DELAY, wait.reason, wait.rule, instant, passed)
        if passed and proposed.override is not None:
            reason = Reason(N_("Le dirigeant passe outre : {why}"), why=proposed.override.reason.strip())
            return Verdict(Decision.ALLOW, reason, GuardRule.K15, None, passed)
        if proposed.occasion in EXEMPT:
            return _BY_SERVICE
        day = local_date(instant, self.facts.time_zone).toordinal()
        if proposed.step and (day, proposed.step) in self.past.step_days:
            return _SAME_STEP
        return _BY_EVENT if opens_the_door(self.past, proposed, day) else _ALLOWED


def _is_valid(override: Override, limits: Limits) -> bool:
    return override.by_owner and len(override.reason.strip()) >= limits.override_reason_characters


def _invalid_override(rule: GuardRule, limits: Limits) -> Verdict:
    reason = Reason(
        N_("Seul le dirigeant passe outre ({rule}), avec un motif d'au moins {characters} caractères"),
        rule=rule.value,
        characters=limits.override_reason_characters,
    )
    return Verdict(Decision.BLOCK, reason, GuardRule.K15)


def _closed(instant: datetime, calendar: Calendar) -> Pause:
    rule, day = slot_rule(instant, calendar), local_date(instant, calendar.zone)
    if rule is GuardRule.K8:
        return Pause(rule, instant, Reason(N_("Le {day} n'est pas un jour ouvré chez le client"), day=day))
    reason = Reason(N_("En dehors des heures où le client peut être contacté par ce moyen"))
    return Pause(rule, instant, reason)
