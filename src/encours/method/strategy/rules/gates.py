"""Which conditions of a step are not met yet."""

from typing import assert_never

from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.balance import Balance
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.step import GATE_LABELS, Gate, Level


def missing_gates(level: Level, facts: CaseFacts, balance: Balance) -> tuple[Gate, ...]:
    """The gates of a level that are still closed, in the order of the level."""
    return tuple(gate for gate in level.gates if not _is_open(gate, facts, balance))


def gate_reasons(missing: tuple[Gate, ...]) -> tuple[Reason, ...]:
    """One sentence per closed gate."""
    return tuple(Reason(N_("Il manque : {gate}"), gate=Reason(GATE_LABELS[gate])) for gate in missing)


def _is_open(gate: Gate, facts: CaseFacts, balance: Balance) -> bool:
    prepared = facts.prepared
    match gate:
        case Gate.REASON_OR_ASKED_TWICE:
            known = prepared.type_recorded and prepared.reason_known
            return known or prepared.attempts_to_ask >= facts.thresholds.ladder.attempts_to_ask
        case Gate.OWNER_APPROVAL:
            return prepared.owner_approval
        case Gate.PLAN_B_READY:
            return prepared.plan_b_ready
        case Gate.QUOTE_RECORDED:
            return prepared.quote_recorded
        case Gate.FILE_COMPLETE:
            return prepared.file_complete
        case Gate.NO_OPEN_DISPUTE:
            return not balance.disputed
        case Gate.FORMAL_NOTICE_SENT:
            return prepared.formal_notice_sent
        case Gate.SETTLEMENT_ALLOWED:
            return prepared.settlement_allowed
    assert_never(gate)
