"""Whether a ladder keeps the promises of the method: rhythm, order, words, who acts, what is asked."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from encours.ground.kernel.reason import N_, Reason
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.procedure_gates import gates_of, order_of, pre_due_of, way_of
from encours.method.strategy.rules.step import (
    FORMAL,
    WITH_DEADLINE,
    Condition,
    Ending,
    Level,
    Procedure,
    Stage,
    StepKind,
)

MAX_IDLE_DAYS = 10
"""Longest silence of ours while neither a deadline nor an agreement runs. Source: ruling 6."""
MIN_GAP_DAYS = 7
"""Source: guard K1."""
MAX_DAYS_TO_CALL = 15
"""From the last unanswered reminder to the call. Source: requirement R058."""
MIN_FIRM_DAYS, MIN_FORMAL_DAYS = 7, 8
"""Shortest time left by a firm letter (5 business days) and by a formal one. Source: linter THR09."""
SENT_BY_ENCOURS = frozenset({"T04", "T05", "T06", "T30"})
"""What this release writes by itself on a ladder; all the rest is done by a person."""
_SMALL_BALANCE_LEVELS = ["T05", "T06"]


def problems(procedure: Procedure) -> tuple[Reason, ...]:
    """Everything that keeps a ladder from being used; empty when it is sound.

    Source: method 2c and 2d, rulings 6 and 7, requirements R035, R058, R061.
    """
    found = [*_order(procedure), *_keys(procedure)]
    for path in paths(procedure):
        found += [*_silences(path), *_repetitions(path), *order_of(path)]
    for level in procedure.levels:
        found += [*_level(level), *way_of(level), *gates_of(level)]
    found += [*_phone(procedure), *_small_balance(procedure), *pre_due_of(procedure)]
    return tuple(dict.fromkeys(found))


def paths(procedure: Procedure) -> tuple[tuple[Level, ...], ...]:
    """The ladders that customers really walk: with and without two broken agreements."""
    few = {Condition.FEWER_BROKEN_AGREEMENTS, Condition.PAYS_AFTER_REMINDER}
    many = {Condition.TWO_BROKEN_AGREEMENTS, Condition.PAYS_AFTER_REMINDER}
    walked = [tuple(x for x in procedure.levels if set(x.when) <= held) for held in (few, many)]
    return tuple(dict.fromkeys(walked))


def _keys(procedure: Procedure) -> Iterator[Reason]:
    keys = [level.key for level in procedure.levels]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Reason(N_("Étape « {key} » : présent deux fois"), key=key)


def _order(procedure: Procedure) -> Iterator[Reason]:
    for path in paths(procedure):
        for earlier, later in pairwise(path):
            if later.day <= earlier.day:
                text = N_("Étape « {key} » : son jour ne vient pas après celui de « {earlier} »")
                yield Reason(text, key=later.key, earlier=earlier.key)
    first = next((level for level in procedure.levels if level.stage is not Stage.PRE_DUE), None)
    if first is None or not 1 <= first.day <= 3:
        yield Reason(N_("Le premier contact après l'échéance se place entre le 1er et le 3e jour"))


def _silences(path: Sequence[Level]) -> Iterator[Reason]:
    for earlier, later in pairwise(path):
        idle_days = later.day - earlier.day - earlier.deadline_days
        if idle_days > MAX_IDLE_DAYS:
            text = N_(
                "Étape « {key} » : {days} jours de silence sans date limite en cours depuis « {earlier} »"
            )
            yield Reason(text, key=later.key, days=idle_days, earlier=earlier.key)
        if earlier.day > 0 and later.day - earlier.day < later.gap_days:
            text = N_("Étape « {key} » : moins de {days} jours après « {earlier} »")
            yield Reason(text, key=later.key, days=later.gap_days, earlier=earlier.key)


def _repetitions(path: Sequence[Level]) -> Iterator[Reason]:
    for earlier, later in pairwise(path):
        if set(earlier.parts) & set(later.parts):
            text = N_("Étape « {key} » : même canal et même texte que « {earlier} » juste avant")
            yield Reason(text, key=later.key, earlier=earlier.key)


def _level(level: Level) -> Iterator[Reason]:
    if not 0 <= level.tone <= 5:
        yield Reason(N_("Étape « {key} » : le ton va de 0 à 5"), key=level.key)
    if level.gap_days < MIN_GAP_DAYS:
        yield Reason(N_("Étape « {key} » : moins de 7 jours d'écart"), key=level.key)
    if (level.day < 0) is not (level.stage is Stage.PRE_DUE):
        yield Reason(
            N_("Étape « {key} » : seul un rappel avant échéance porte un jour négatif"), key=level.key
        )
    if level.has_message and (level.message is None or level.message.template not in SENT_BY_ENCOURS):
        yield Reason(
            N_("Étape « {key} » : ce texte ne part pas de lui-même, une personne l'envoie"), key=level.key
        )
    yield from _by_person(level)
    yield from _deadline(level)


def _by_person(level: Level) -> Iterator[Reason]:
    if level.kind is StepKind.TASK and level.mode is not Mode.MANUAL:
        yield Reason(
            N_("Étape « {key} » : une étape faite par une personne n'est jamais automatique"), key=level.key
        )
    if level.kind is StepKind.TASK and not level.needs:
        yield Reason(N_("Étape « {key} » : il faut dire ce que la personne doit avoir"), key=level.key)
    if level.stage in FORMAL and level.kind is not StepKind.TASK:
        yield Reason(N_("Étape « {key} » : une étape formelle est faite par une personne"), key=level.key)


def _deadline(level: Level) -> Iterator[Reason]:
    if level.deadline_days < 0 or (level.deadline_days and level.stage not in WITH_DEADLINE):
        yield Reason(N_("Étape « {key} » : aucune date limite ne se pose à cette étape"), key=level.key)
    shortest = {
        Stage.FIRM: MIN_FIRM_DAYS,
        Stage.FORMAL_NOTICE: MIN_FORMAL_DAYS,
        Stage.LAST_NOTICE: MIN_FORMAL_DAYS,
    }
    if level.deadline_days < shortest.get(level.stage, 0):
        text = N_("Étape « {key} » : au moins {days} jours pour répondre")
        yield Reason(text, key=level.key, days=shortest[level.stage])


def _phone(procedure: Procedure) -> Iterator[Reason]:
    calls = [level for level in procedure.levels if level.has_call]
    if not procedure.by_phone:
        for level in calls:
            yield Reason(N_("Étape « {key} » : aucun appel dans ce scénario"), key=level.key)
        return
    written = [level for level in procedure.levels if level.day > 0 and level.has_message]
    if not calls or not written or calls[0].day - written[0].day > MAX_DAYS_TO_CALL:
        yield Reason(N_("Un appel vient au plus 15 jours après le premier message resté sans réponse"))


def _small_balance(procedure: Procedure) -> Iterator[Reason]:
    if procedure.ending is not Ending.KEEP_ON_ACCOUNT:
        return
    written = [level.message.template for level in procedure.levels if level.message]
    if written != _SMALL_BALANCE_LEVELS or len(written) != len(procedure.levels) or procedure.plan_b_chain:
        yield Reason(N_("Un petit solde reçoit T05, puis T06, et reste sur le compte"))
