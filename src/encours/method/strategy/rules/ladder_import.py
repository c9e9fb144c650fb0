"""Takes a ladder in from the text of a file, as a draft: readable, of this name, with names that can be shown."""

from dataclasses import replace

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.rules.ladder_edit import is_plain, label_refused
from encours.method.strategy.rules.procedure import ProcedureError, read_levels
from encours.method.strategy.rules.step import Procedure

MOST_CHARACTERS = 60_000
MOST_LEVELS = 40


def taken_in(text: str, key: str) -> Procedure | Refused:
    """The ladder that a text describes, under the key of the ladder it is to replace.

    Whether it keeps the method is said at its cards, like of any other draft.
    """
    if len(text) > MOST_CHARACTERS:
        return Refused(Reason(N_("Ce fichier est trop long pour un scénario.")), "text")
    try:
        found = read_levels(text.encode())
    except ProcedureError as error:
        return Refused(error.reasons[0], "text")
    if len(found.levels) > MOST_LEVELS:
        return Refused(Reason(N_("Un scénario a au plus {most} étapes."), most=MOST_LEVELS), "text")
    if found.key != key:
        words = N_("Ce fichier décrit un autre scénario\u00a0: «\u00a0{key}\u00a0».")
        return Refused(Reason(words, key=found.key), "text")
    labels = [found.label, *(level.label for level in found.levels)]
    if wrong := next((why for label in labels if (why := label_refused(label))), None):
        return Refused(wrong, "text")
    needs = [need for level in found.levels for need in level.needs]
    if not all(is_plain(need) for need in needs):
        return Refused(Reason(N_("Ce qu'une étape demande s'écrit sans accolade.")), "text")
    return replace(found, levels=tuple(sorted(found.levels, key=lambda level: level.day)))
