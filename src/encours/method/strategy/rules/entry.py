"""Where a debt that was already old when it came into the books enters its ladder: asked, proposed, confirmed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import Call, Decision, MissingAddress, Send, Task, Wait
from encours.method.strategy.rules.ladder_terms import DEFAULT_LADDER
from encours.method.strategy.rules.position import MILD_TONE, entries, proposed_entry
from encours.method.strategy.rules.step import Level, Procedure


@dataclass(frozen=True, slots=True)
class EntryChoice:
    """The step that is proposed for an old debt and why, and those a person may choose instead."""

    proposed: Level
    offered: tuple[Level, ...]
    reason: Reason


def is_taken_over(due_on: date, entered_on: date, *, old_days: int = DEFAULT_LADDER.old_days) -> bool:
    """Whether a debt was already old on the day its invoice came into the books.

    A habit of the trade: by then somebody may have reminded in another way.
    """
    return days_between(due_on, entered_on) >= old_days


def is_open(facts: CaseFacts) -> bool:
    """Whether nobody has said yet where the old debt enters, and no more than a mild word has left from here."""
    tone = facts.position.tone if facts.position else 0
    return facts.entry_asked and not facts.confirmed_entry and tone <= MILD_TONE


def behind_the_entry(facts: CaseFacts, decision: Decision) -> Decision:
    """The decision of the ladder; beyond the mildest word, in writing, it waits until a person has confirmed the entry.

    Source: peers, clock mistake 2; method 2c, tones of the steps.
    """
    if not is_open(facts) or not isinstance(decision, Send | Call | Task | MissingAddress):
        return decision
    if isinstance(decision, Send) and decision.level.tone <= MILD_TONE:
        return replace(decision, then_call=False)
    why = Reason(N_("Dette déjà ancienne à son arrivée : confirmez d'abord son étape d'entrée"))
    return Wait(facts.today + timedelta(days=1), (why, *decision.reasons))


def entry_choice(procedure: Procedure, *, days_past_due: int, sent_elsewhere: bool) -> EntryChoice | None:
    """What is proposed for an old debt: by its age, and by what was already written before it came here.

    sent_elsewhere: written reminders left before. None when the ladder has no step after the due date.
    """
    proposed = proposed_entry(procedure, days_past_due=days_past_due, sent_elsewhere=sent_elsewhere)
    if proposed is None:
        return None
    offered = entries(procedure, days_past_due=days_past_due)
    text = N_("{days} jours de retard et rien d'écrit avant : on commence par le mot le plus léger")
    if sent_elsewhere:
        text = N_(
            "{days} jours de retard et des relances déjà parties : l'étape de cet âge, jamais plus ferme"
        )
    return EntryChoice(proposed, offered or (proposed,), Reason(text, days=days_past_due))
