"""The steps of a call and what each one needs: the terms stay closed until the summary has been said and confirmed."""

from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class Step(StrEnum):
    """Where a call stands. CALM and ABSENT can be reached at any time. Source: method 4, T07."""

    OPEN = "open"
    LISTEN = "listen"
    ASK = "ask"
    SUM_UP = "sum_up"
    REQUEST = "request"
    AGREE = "agree"
    CLOSE = "close"
    CALM = "calm"
    ABSENT = "absent"


STEP_LABELS = {
    Step.OPEN: N_("Ouvrir"),
    Step.LISTEN: N_("Écouter"),
    Step.ASK: N_("Comprendre"),
    Step.SUM_UP: N_("Résumer"),
    Step.REQUEST: N_("Demander"),
    Step.AGREE: N_("Convenir"),
    Step.CLOSE: N_("Conclure"),
    Step.CALM: N_("Apaiser"),
    Step.ABSENT: N_("Personne au bout du fil"),
}
ASKING = (Step.OPEN, Step.LISTEN, Step.ASK, Step.SUM_UP, Step.REQUEST, Step.AGREE, Step.CLOSE)
ANSWERING = (Step.OPEN, Step.LISTEN, Step.SUM_UP, Step.CLOSE)
"""A call that keeps our word asks for nothing (O4, OWN01)."""
_AFTER_THE_SUMMARY = frozenset({Step.REQUEST, Step.AGREE, Step.CLOSE})
_WITH_TERMS = frozenset({Step.REQUEST, Step.AGREE, Step.CLOSE})
LEAST_SUMMARY = 10
"""Characters: a summary is a sentence."""


def way(*, we_owe: bool) -> tuple[Step, ...]:
    """The steps of a call in order."""
    return ANSWERING if we_owe else ASKING


def next_step(step: Step, *, we_owe: bool) -> Step | None:
    """The step after one; None after the last and beside the way."""
    steps = way(we_owe=we_owe)
    if step not in steps:
        return None
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def shows_terms(step: Step) -> bool:
    """Whether options and terms may be seen: not while one listens. Source: R065."""
    return step in _WITH_TERMS


def problem_of_step(wanted: Step, *, summary: str, is_confirmed: bool) -> Refused | None:
    """Why a step cannot be entered yet: what was understood is said first, and they confirm it. Source: R066."""
    if wanted not in _AFTER_THE_SUMMARY:
        return None
    if len(summary.strip()) < LEAST_SUMMARY:
        return Refused(Reason(N_("Résumez d'abord ce que vous avez compris : une phrase suffit.")), "summary")
    if not is_confirmed:
        return Refused(
            Reason(N_("Dites ce résumé à voix haute et cochez quand la personne l'a confirmé.")),
            "is_confirmed",
        )
    return None
