"""What the questions of a call are made of, and what each last answer leads to."""

from dataclasses import dataclass
from enum import StrEnum

from encours.books.creditor.rules.roles import Role
from encours.method.cases.rules.words import CaseReason


class Part(StrEnum):
    """Small things first: they are easy to answer. Source: method 5."""

    OPENING = "opening"
    MINOR = "minor"
    MAJOR = "major"


class Leads(StrEnum):
    """What happens after an answer that ends a branch."""

    RESEND = "resend"
    FIX_REFERENCE = "fix_reference"
    FIX_OURS = "fix_ours"
    DISPUTE = "dispute"
    OFFER_MEANS = "offer_means"
    SEND_DOCUMENT = "send_document"
    KEEP_OUR_WORD = "keep_our_word"
    WAIT_FOR_APPROVAL = "wait_for_approval"
    CHECK_BANK = "check_bank"
    PROMISE = "promise"
    CALL_BACK = "call_back"
    PLAN = "plan"
    SMALLER_PLAN = "smaller_plan"
    SIGNALS = "signals"
    PART_NOW = "part_now"
    TALK_BUSINESS = "talk_business"
    CALL_DECIDER = "call_decider"
    WRITE_OPTIONS = "write_options"
    PROVE = "prove"
    ANSWER_LATER = "answer_later"
    COOL_DOWN = "cool_down"
    HOLD = "hold"


class Due(StrEnum):
    """When the step of a leaf is to be done."""

    TODAY = "today"
    TWO_DAYS = "two_business_days"
    TEN_DAYS = "ten_business_days"
    THREE_DAYS = "three_business_days"
    A_WEEK = "seven_days"
    AGREED = "the_day_agreed"
    COOLED = "after_two_full_business_days"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and the question or leaf it leads to."""

    key: str
    label: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in words that can be read aloud, and its answers."""

    key: str
    part: Part
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a branch: what it says of this delay, what follows, who does it and by when.

    `say` is what the caller does now. `reason` None: the answer says nothing of it.
    """

    leads: Leads
    reason: CaseReason | None
    who: Role
    due: Due
    say: str
