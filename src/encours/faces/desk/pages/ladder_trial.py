"""A trial of a ladder on screen: the dates of its steps, what moved them, what must exist by then."""

from typing import Any

from encours.faces.desk.pages.ladders import MODE_ICONS, card
from encours.flows.ladder_trial import TrialFile
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.states import MODE_LABELS, Mode
from encours.method.strategy.rules.step import GATE_LABELS
from encours.method.strategy.rules.trial import TrialStep


def trial_page(found: TrialFile) -> dict[str, Any]:
    """What the page shows of a trial."""
    steps = [_step(found, step, mode) for step, mode in zip(found.trial.steps, found.modes, strict=True)]
    for before, step in zip([None, *steps], steps, strict=False):
        was_before = before is None or before["is_before_due"]
        step["is_after_due"] = was_before and not step["is_before_due"]
    return {
        "customer": found.customer.name,
        "customer_id": found.customer.pk,
        "follows": say(Reason(found.follows.label)),
        "since": found.since,
        "oldest_due_on": found.oldest_due_on,
        "steps": steps,
        "ended": found.trial.ended,
        "is_above_ceiling": found.is_above_ceiling,
    }


def _step(found: TrialFile, step: TrialStep, mode: Mode) -> dict[str, Any]:
    on = step.on or step.asked_on
    return card(step.level) | {
        "on": on,
        "day": _age(found, step),
        "is_before_due": on <= found.oldest_due_on,
        "mode": say(Reason(MODE_LABELS[mode])),
        "mode_icon": MODE_ICONS[mode],
        "moved": _moved(step),
        "missing": [say(Reason(GATE_LABELS[gate])) for gate in step.missing],
        "again_on": step.again_on,
        "is_beside": step.is_beside,
        "never": step.on is None,
    }


def _age(found: TrialFile, step: TrialStep) -> str:
    days = days_between(found.oldest_due_on, step.on or step.asked_on)
    return f"J+{days}" if days >= 0 else f"J\N{MINUS SIGN}{-days}"


def _moved(step: TrialStep) -> Reason | None:
    """What the guard said, when it moved a step or keeps it from taking place."""
    if step.why is None:
        return None
    rule = step.why.rule.value if step.why.rule else ""
    if step.on is None:
        return Reason(N_("N'aurait pas lieu\u00a0: {why} ({rule})"), why=step.why.reason, rule=rule)
    text = N_("Demandée le {asked_on}, reportée\u00a0: {why} ({rule})")
    return Reason(text, asked_on=step.asked_on, why=step.why.reason, rule=rule)
