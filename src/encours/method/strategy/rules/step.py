"""What a dunning procedure is made of: levels, who acts at each, with which words and conditions."""

from dataclasses import dataclass
from enum import StrEnum

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_
from encours.ground.wording.stages import FORMAL, Stage
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import Mode

__all__ = [
    "FORMAL",
    "GATE_LABELS",
    "LIGHT_STAGES",
    "TONE_WORDS",
    "WITH_DEADLINE",
    "Condition",
    "Enclosed",
    "Ending",
    "Exit",
    "Gate",
    "Goal",
    "Level",
    "Part",
    "PlanB",
    "Procedure",
    "Stage",
    "StepKind",
]

LIGHT_STAGES = frozenset({Stage.PRE_DUE, Stage.COURTESY, Stage.REMINDER2, Stage.CALL})
WITH_DEADLINE = FORMAL | {Stage.FIRM, Stage.SETTLEMENT, Stage.BROKEN_PROMISE}


class StepKind(StrEnum):
    """Who carries the step out: Encours, a person on the phone, both, or a person alone."""

    MESSAGE = "message"
    CALL = "call"
    MESSAGE_AND_CALL = "message_and_call"
    TASK = "task"


class Goal(StrEnum):
    """What a step wants, in this order."""

    RECEIPT_CONFIRMED = "receipt_confirmed"
    REASON_KNOWN = "reason_known"
    DATE_AGREED = "date_agreed"
    DECISION = "decision"
    DEADLINE = "deadline"
    OUTSIDE_HELP = "outside_help"


class Exit(StrEnum):
    """What ends a step. Payment, agreement, dispute, hardship and our own promise end every one."""

    ANSWER = "answer"
    PAYMENT = "payment"
    AGREEMENT = "agreement"
    DISPUTE = "dispute"
    REFUSAL = "refusal"
    EMOTIONAL = "emotional"
    NO_ANSWER_TWICE = "no_answer_twice"
    SILENCE_7_DAYS = "silence_7_days"
    DEADLINE_PASSED = "deadline_passed"
    PLAN_B_DATE = "plan_b_date"
    RETURNED = "returned"


class Gate(StrEnum):
    """What must exist before a step may be taken."""

    REASON_OR_ASKED_TWICE = "reason_or_asked_twice"
    OWNER_APPROVAL = "owner_approval"
    PLAN_B_READY = "plan_b_ready"
    QUOTE_RECORDED = "quote_recorded"
    FILE_COMPLETE = "file_complete"
    NO_OPEN_DISPUTE = "no_open_dispute"
    FORMAL_NOTICE_SENT = "formal_notice_sent"
    SETTLEMENT_ALLOWED = "settlement_allowed"


GATE_LABELS = {
    Gate.REASON_OR_ASKED_TWICE: N_("profil et raison notés, ou deux demandes restées sans réponse"),
    Gate.OWNER_APPROVAL: N_("accord du dirigeant"),
    Gate.PLAN_B_READY: N_("plan B prêt et daté"),
    Gate.QUOTE_RECORDED: N_("devis du partenaire enregistré"),
    Gate.FILE_COMPLETE: N_("dossier de transmission complet"),
    Gate.NO_OPEN_DISPUTE: N_("aucun litige ouvert"),
    Gate.FORMAL_NOTICE_SENT: N_("mise en demeure envoyée, preuve de réception jointe"),
    Gate.SETTLEMENT_ALLOWED: N_("conditions d'un règlement partiel réunies"),
}


class Condition(StrEnum):
    """When a level belongs to the procedure at all. A closed list, no expressions."""

    TWO_BROKEN_AGREEMENTS = "two_broken_agreements"
    FEWER_BROKEN_AGREEMENTS = "fewer_broken_agreements"
    PAYS_AFTER_REMINDER = "pays_after_reminder"


class Enclosed(StrEnum):
    """What travels with a message."""

    INVOICE_COPY = "invoice_copy"
    POLICY = "policy"
    STATEMENT = "statement"
    WRITTEN_OPTIONS = "written_options"


class PlanB(StrEnum):
    """The measures of a procedure's plan B chain, mildest first."""

    DATE = "date"
    FIXED_DATES = "fixed_dates"
    PLAN = "plan"
    SHORT_PLAN = "short_plan"
    LIGHTER_PLAN = "lighter_plan"
    SETTLEMENT = "settlement"
    MEDIATION = "mediation"
    AGENCY = "agency"
    COURT = "court"
    BUSINESS_MEETING = "business_meeting"
    WRITE_OFF = "write_off"


class Ending(StrEnum):
    """What happens after the last level: never silence, never the same message for ever."""

    DECIDE = "decide"
    KEEP_ON_ACCOUNT = "keep_on_account"


TONE_WORDS = {
    0: N_("chaleureux"),
    1: N_("léger"),
    2: N_("aimable et ferme"),
    3: N_("ferme"),
    4: N_("formel"),
    5: N_("neutre"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One channel of a step and its template; `template` is empty when no text of ours travels."""

    channel: Channel
    template: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a procedure.

    `day` is in calendar days past due (negative: before). `gap_days` is the least number of
    days since the previous step. `deadline_days` is what the step's own message leaves to the
    customer. `needs` says in plain words what a person must have for a step done by hand.
    """

    key: str
    label: str
    day: int
    kind: StepKind
    parts: tuple[Part, ...]
    sender: Role
    stage: Stage
    tone: int
    goal: Goal
    mode: Mode
    gap_days: int
    exits: tuple[Exit, ...] = ()
    gates: tuple[Gate, ...] = ()
    when: tuple[Condition, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    deadline_days: int = 0
    needs: tuple[str, ...] = ()

    @property
    def is_formal(self) -> bool:
        """Whether the step has legal weight or hands the file over."""
        return self.stage in FORMAL

    @property
    def has_call(self) -> bool:
        """Whether somebody phones at this step."""
        return self.kind in {StepKind.CALL, StepKind.MESSAGE_AND_CALL}

    @property
    def has_message(self) -> bool:
        """Whether Encours writes at this step."""
        return self.kind in {StepKind.MESSAGE, StepKind.MESSAGE_AND_CALL}

    @property
    def message(self) -> Part | None:
        """The written part of the step."""
        for part in self.parts:
            if part.channel is not Channel.PHONE and part.template:
                return part
        return None


@dataclass(frozen=True, slots=True)
class Procedure:
    """An ordered ladder of levels for one kind of payer."""

    key: str
    label: str
    version: int
    levels: tuple[Level, ...]
    plan_b_chain: tuple[PlanB, ...]
    ending: Ending
    by_phone: bool = True
    source: str = ""

    def index(self, key: str) -> int | None:
        """Where a level stands, or None when the procedure has no such level."""
        for place, level in enumerate(self.levels):
            if level.key == key:
                return place
        return None

    def level(self, key: str) -> Level:
        """A level by its key. Raises KeyError."""
        place = self.index(key)
        if place is None:
            raise KeyError(key)
        return self.levels[place]
