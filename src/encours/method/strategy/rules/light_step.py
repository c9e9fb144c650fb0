"""The light word that keeps a silence of ours from growing longer than ten days between two steps."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Occasion
from encours.method.strategy.rules.balance import Balance, OpenItem
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import Call, Send
from encours.method.strategy.rules.step import Level, Procedure, Stage

NEW_ITEM, STATEMENT, QUESTION = "new_item", "light_statement", "light_question"
"""Keys of the light steps in the event file."""


@dataclass(frozen=True, slots=True)
class LightStep:
    """A light word, the first day it may leave, and why."""

    level: Level
    on: date
    reason: Reason


def light_step(
    facts: CaseFacts, procedure: Procedure, *, events: Procedure, balance: Balance, step_on: date
) -> LightStep | None:
    """The light word before a step that comes on `step_on`, or None when the silence stays short.

    An invoice nobody has named yet gets its courtesy note at once, however short the silence: the
    first word about it is never a call. Otherwise statement and question take turns. It never moves
    the level. Source: tension G1; ruling 6; requirement R053.
    """
    oldest = balance.oldest
    assert oldest is not None
    last, named = facts.last_contact_on(), facts.free_from()
    idle_days, gap_days = facts.thresholds.ladder.idle_days, facts.thresholds.guard.gap_days
    quiet_from = max(day for day in (oldest.due_on, last, named) if day)
    if facts.is_never_answered:  # K13: one more light word would change nothing
        return None
    is_told = oldest.mentioned or _was_passed_over(facts, oldest)
    if is_told and days_between(quiet_from, step_on) <= idle_days:
        return None
    earliest = oldest.due_on + timedelta(days=1 if not oldest.mentioned else gap_days)
    if last:
        earliest = max(earliest, last + timedelta(days=gap_days))
    on = max(earliest, named) if named else earliest
    if on >= step_on:
        return None
    text = N_("Étape suivante le {on} seulement : un mot léger d'ici là")
    if not oldest.mentioned:
        text = N_("Facture dont nous n'avons encore rien écrit : un mot avant l'étape du {on}")
    return LightStep(_level(facts, procedure, events, balance), on, Reason(text, on=step_on))


def _was_passed_over(facts: CaseFacts, item: OpenItem) -> bool:
    """Whether a person decided, since it is late, that a written word is not for this customer now."""
    position = facts.position
    return position is not None and position.skipped and position.done_on > item.due_on


def instead_of_call(
    call: Call, facts: CaseFacts, procedure: Procedure, *, events: Procedure, balance: Balance
) -> Send | None:
    """The light word in place of a call that the amount is not worth; None where nobody can be written to.

    It never moves the level: the call comes when more is at stake. Source: method 2b, cuts («written only»).
    """
    if call.occasion is not Occasion.LADDER or not facts.has_email or balance.oldest is None:
        return None
    why = Reason(N_("Petit enjeu : un mot écrit plutôt qu'un appel"))
    return Send(_level(facts, procedure, events, balance), call.due_on, call.amount, (why, *call.reasons))


def without_a_number(
    call: Call, facts: CaseFacts, procedure: Procedure, *, events: Procedure, balance: Balance
) -> Send | None:
    """The light word in place of a call to nobody's number, once our silence has lasted ten days.

    Until then the number is asked for. Source: K1 (nudge), ruling 6.
    """
    last = facts.last_contact_on()
    quiet = last is None or days_between(last, facts.today) >= facts.thresholds.ladder.idle_days
    if not quiet or not facts.has_email or facts.is_never_answered:
        return None
    why = Reason(N_("Aucun numéro de téléphone : un mot écrit plutôt qu'un appel"))
    return Send(_level(facts, procedure, events, balance), call.due_on, call.amount, (why, *call.reasons))


def _level(facts: CaseFacts, procedure: Procedure, events: Procedure, balance: Balance) -> Level:
    assert balance.oldest is not None
    key = STATEMENT if facts.last_template != "T30" else QUESTION
    if not balance.oldest.mentioned:
        key = NEW_ITEM
    first = next(level for level in procedure.levels if level.stage is not Stage.PRE_DUE)
    return replace(events.level(key), sender=first.sender, mode=first.mode)
