"""What must exist before a formal act: the step due, R035, no dispute, plan B ready, the law known well enough."""

from dataclasses import dataclass

from encours.flows.legal.in_force import law_in_force
from encours.flows.letters import INCOMPLETE, postal_of
from encours.flows.proof.statement import Statement
from encours.flows.review.assess import Assessment
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import NoticeKind
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.notice import MENTION_NAMES, Notice, notice
from encours.ground.law.unknown import LawUnknown
from encours.ground.wording.stages import Stage
from encours.method.strategy.queries.formal_acts import FormalFact
from encours.method.strategy.rules.decision import Task
from encours.method.strategy.rules.formal_acts import GONE, FormalKind
from encours.method.strategy.rules.gates import gate_reasons, missing_gates
from encours.method.strategy.rules.step import Gate, Level

WRITTEN = frozenset(
    {
        "creditor", "creditor_number", "debtor", "invoices", "due_date", "principal", "interest", "compensation",
        "basis", "demand", "payment_methods", "deadline", "words", "date", "signature",
    }
)  # fmt: skip
"""The mentions that our letter and its statement hold; any other one is a lawyer's to write."""
UNVERIFIED = "unverified_fact"
_STAGES = {Stage.FORMAL_NOTICE: FormalKind.FORMAL_NOTICE, Stage.LAST_NOTICE: FormalKind.LAST_NOTICE}


@dataclass(frozen=True, slots=True)
class Conditions:
    """The act that is due in a case, and why it cannot be written yet; `notice`: what the law says of it."""

    kind: FormalKind
    level: Level
    missing: tuple[Reason, ...]
    notice: Notice | None


def due_act(a: Assessment) -> tuple[FormalKind, Level] | None:
    """The formal act that the ladder asks for now, whether or not all is there for it; None when it asks for none."""
    level = a.decision.level if isinstance(a.decision, Task) else None
    kind = _STAGES.get(level.stage) if level else None
    return (kind, level) if kind and level else None


def conditions(
    known: Gathered, a: Assessment, statement: Statement, acts: list[FormalFact]
) -> Conditions | None:
    """What the act that is due still lacks; None when none is due. The owner's word is asked once it is written."""
    due = due_act(a)
    if due is None:
        return None
    kind, level = due
    gates = missing_gates(level, a.facts, a.balance)
    found = list(gate_reasons(tuple(gate for gate in gates if gate is not Gate.OWNER_APPROVAL)))
    if not postal_of(known.customers[a.customer_id]).is_complete:
        found.append(INCOMPLETE)
    if statement.payments and any(not paid.number for paid in statement.payments):
        found.append(Reason(N_("Un règlement ou un avoir n'est pas affecté : affectez-le d'abord.")))
    law = law_in_force(known.house.entity.id)
    told, why = _law_of(statement, law, is_notice=kind is FormalKind.FORMAL_NOTICE)
    found += why
    if kind is FormalKind.LAST_NOTICE:
        found += _after_notice(acts, known)
    return Conditions(kind, level, tuple(found), told)


def _law_of(statement: Statement, law: Library, *, is_notice: bool) -> tuple[Notice | None, list[Reason]]:
    found: list[Reason] = []
    if isinstance(statement.outcome, LawUnknown):
        found.append(statement.outcome.reason)
    elif isinstance(statement.outcome, Claim):
        found += [x.reason for x in statement.outcome.cautions if x.code == UNVERIFIED]
    if not is_notice:
        return None, found
    debtor = Debtor(statement.debtor)
    told = notice(
        NoticeKind.FORMAL_NOTICE,
        jurisdiction=statement.jurisdiction,
        debtor=debtor,
        on=statement.until,
        law=law,
    )
    if isinstance(told, LawUnknown):
        return None, [*found, told.reason]
    found += [caution.reason for caution in told.cautions if caution.code == UNVERIFIED]
    if foreign := [MENTION_NAMES[name] for name in told.mentions if name not in WRITTEN]:
        text = N_("Cette lettre doit aussi dire, ce qu'Encours n'écrit pas : {what}. Demandez à un juriste.")
        found.append(Reason(text, what=[Reason(name) for name in foreign]))
    return told, found


def _after_notice(acts: list[FormalFact], known: Gathered) -> list[Reason]:
    """The last notice comes after a formal notice that was sent, and whose delay is over."""
    sent = [x for x in acts if x.kind is FormalKind.FORMAL_NOTICE and x.state in GONE]
    if not sent:
        return [Reason(N_("La mise en demeure n'est pas envoyée avec sa preuve."))]
    if sent[0].deadline_on and sent[0].deadline_on >= known.house.today:
        text = N_("La mise en demeure laisse jusqu'au {on}.")
        return [Reason(text, on=sent[0].deadline_on)]
    return []
