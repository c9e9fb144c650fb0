"""What firm and formal steps always ask for: who signs, by which way, in which order, what must exist."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.step import Gate, Level, Procedure, Stage, StepKind

PRE_DUE_DAYS = 5
"""The night looks that far ahead for what falls due. Source: method 2c (D−5)."""
LATEST_DAY = 365
_FORMAL = (Gate.REASON_OR_ASKED_TWICE, Gate.OWNER_APPROVAL, Gate.PLAN_B_READY, Gate.NO_OPEN_DISPUTE)
GATES = {
    Stage.FIRM: (Gate.NO_OPEN_DISPUTE,),
    Stage.SETTLEMENT: (Gate.OWNER_APPROVAL, Gate.NO_OPEN_DISPUTE, Gate.SETTLEMENT_ALLOWED),
    Stage.FORMAL_NOTICE: _FORMAL,
    Stage.LAST_NOTICE: (*_FORMAL, Gate.FORMAL_NOTICE_SENT),
    Stage.AGENCY_HANDOFF: (*_FORMAL, Gate.FORMAL_NOTICE_SENT, Gate.QUOTE_RECORDED, Gate.FILE_COMPLETE),
}
"""What nobody can take away from a stage. Source: R035, rulings 2 and 15, method 2f and 2j."""
_OWNER = frozenset({Role.OWNER})
SIGNS = {
    Stage.FIRM: frozenset({Role.MANAGER, Role.OWNER}),
    Stage.SETTLEMENT: _OWNER,
    Stage.FORMAL_NOTICE: _OWNER,
    Stage.LAST_NOTICE: _OWNER,
    Stage.AGENCY_HANDOFF: _OWNER,
}
_ACTS = frozenset(Role) - {Role.READ_ONLY}
_RANK = {Stage.FIRM: 1, Stage.FORMAL_NOTICE: 2, Stage.LAST_NOTICE: 3, Stage.AGENCY_HANDOFF: 4}
CONTACTS_BEFORE_FIRM = 2


def senders_of(stage: Stage) -> frozenset[Role]:
    """The roles that may act at a stage. Source: method 2c, step dictionary."""
    return SIGNS.get(stage, _ACTS)


def gates_of(level: Level) -> Iterator[Reason]:
    """The conditions of its stage that a level lacks."""
    for gate in GATES.get(level.stage, ()):
        if gate not in level.gates:
            yield Reason(
                N_("Étape « {key} » : il manque la condition « {gate} »"), key=level.key, gate=gate.value
            )


def way_of(level: Level) -> Iterator[Reason]:
    """What is wrong in how a level travels, who acts and how it leaves."""
    if level.sender not in senders_of(level.stage):
        yield Reason(N_("Étape « {key} » : cette personne ne peut pas en être chargée"), key=level.key)
    if not _fits(level):
        yield Reason(N_("Étape « {key} » : ce canal ne convient pas à cette étape"), key=level.key)
    if level.kind is StepKind.CALL and level.mode is not Mode.MANUAL:
        yield Reason(N_("Étape « {key} » : un appel est fait par une personne"), key=level.key)
    if level.stage in {Stage.FORMAL_NOTICE, Stage.LAST_NOTICE} and Channel.LETTER not in _channels(level):
        yield Reason(N_("Étape « {key} » : cette étape demande un courrier"), key=level.key)
    if level.stage is Stage.PRE_DUE and level.day < -PRE_DUE_DAYS:
        text = N_("Étape « {key} » : au plus tôt {days} jours avant l'échéance")
        yield Reason(text, key=level.key, days=PRE_DUE_DAYS)
    if level.day > LATEST_DAY:
        yield Reason(N_("Étape « {key} » : au plus tard un an après l'échéance"), key=level.key)


def order_of(path: Sequence[Level]) -> Iterator[Reason]:
    """Milder before firmer: two contacts before a firm step, the notice before the last one, then outside help."""
    for place, level in enumerate(path):
        if level.stage not in _RANK:
            continue
        before = [x for x in path[:place] if x.stage is not Stage.PRE_DUE]
        if len(before) < CONTACTS_BEFORE_FIRM:
            yield Reason(N_("Étape « {key} » : deux contacts plus doux viennent d'abord"), key=level.key)
        if level.stage is Stage.LAST_NOTICE and not any(x.stage is Stage.FORMAL_NOTICE for x in before):
            yield Reason(N_("Étape « {key} » : la mise en demeure vient d'abord"), key=level.key)
    for earlier, later in pairwise(x for x in path if x.stage in _RANK):
        if _RANK[later.stage] <= _RANK[earlier.stage]:
            text = N_("Étape « {key} » : elle ne vient pas après « {earlier} », au moins aussi ferme")
            yield Reason(text, key=later.key, earlier=earlier.key)


def pre_due_of(procedure: Procedure) -> Iterator[Reason]:
    """One word before the due date, not two."""
    early = [level for level in procedure.levels if level.stage is Stage.PRE_DUE]
    for level in early[1:]:
        yield Reason(N_("Étape « {key} » : un seul rappel avant échéance"), key=level.key)


def _channels(level: Level) -> list[Channel]:
    return [part.channel for part in level.parts]


def _fits(level: Level) -> bool:
    channels = sorted(_channels(level))
    match level.kind:
        case StepKind.MESSAGE:
            return channels == [Channel.EMAIL]
        case StepKind.CALL:
            return channels == [Channel.PHONE]
        case StepKind.MESSAGE_AND_CALL:
            return channels == [Channel.EMAIL, Channel.PHONE]
        case StepKind.TASK:
            return bool(channels) and Channel.PHONE not in channels
    assert_never(level.kind)
