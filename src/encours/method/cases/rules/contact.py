"""The words in which a contact with a debtor is remembered: by whom, how, with what result."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_


class Channel(StrEnum):
    """How a contact travels."""

    EMAIL = "email"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    SMS = "sms"
    LETTER = "letter"
    VISIT = "visit"
    PAGE = "page"


CHANNEL_LABELS = {
    Channel.EMAIL: N_("e-mail"),
    Channel.PHONE: N_("téléphone"),
    Channel.VOICEMAIL: N_("message vocal"),
    Channel.SMS: N_("SMS"),
    Channel.LETTER: N_("courrier"),
    Channel.VISIT: N_("rendez-vous"),
    Channel.PAGE: N_("page du client"),
}


class Direction(StrEnum):
    """Who began."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Occasion(StrEnum):
    """Why we make a contact: the plain ladder, or an event that opens the door once (K5, K6)."""

    LADDER = "ladder"
    AGREEMENT_BROKEN = "agreement_broken"
    INSTALMENT_MISSED = "instalment_missed"
    CALL_BACK_REQUESTED = "call_back_requested"
    WE_OWE_ANSWER = "we_owe_answer"
    PROPOSAL_UNACCEPTED = "proposal_unaccepted"
    REPLY = "reply"
    SERVICE = "service"


class CallOutcome(StrEnum):
    """What a call led to."""

    NO_ANSWER = "no_answer"
    VOICEMAIL_LEFT = "voicemail_left"
    WRONG_NUMBER = "wrong_number"
    SOMEONE_ELSE = "someone_else"
    ANSWERED_NO_PROMISE = "answered_no_promise"
    ORAL_PROMISE = "oral_promise"
    VAGUE_PROMISE = "vague_promise"
    ALREADY_PAID = "already_paid"
    DISPUTE_RAISED = "dispute_raised"
    PLAN_ASKED = "plan_asked"
    CALL_BACK_REQUESTED = "callback_requested"
    QUESTION_UNANSWERED = "question_unanswered"
    REFUSED = "refused"
    EMOTIONAL = "emotional"

    @property
    def had_conversation(self) -> bool:
        """Whether somebody at the customer spoke with us about the matter."""
        return self not in {
            CallOutcome.NO_ANSWER,
            CallOutcome.VOICEMAIL_LEFT,
            CallOutcome.WRONG_NUMBER,
            CallOutcome.SOMEONE_ELSE,
        }


class HoldKind(StrEnum):
    """Why nobody is contacted for a while."""

    MANUAL = "manual"
    BEREAVEMENT = "bereavement"
    SERIOUS_EVENT = "serious_event"
    INSOLVENCY = "insolvency"
    PLACED = "placed"
    UNREAD_REPLY = "unread_reply"
    SETTLEMENT = "settlement"


_ANNOUNCES_OUR_STEP = frozenset({"reminder2", "call_summary"})


@quick_dataclass(frozen=True, slots=True)
class PastContact:
    """One contact that took place, or one that is already decided to leave.

    `step` groups what belongs to one step (ruling 1): contacts of the same step on the same
    business day count once. `answered` means that the debtor reacted to it afterwards.
    """

    at: datetime
    direction: Direction
    channel: Channel
    occasion: Occasion = Occasion.LADDER
    step: str = ""
    stage: str = ""
    outcome: CallOutcome | None = None
    contact_id: int | None = None
    answered: bool = False
    deadline_named_on: date | None = None

    @property
    def binds_us_to(self) -> date | None:
        """The last day on which the date that our message named still holds us back; None without one.

        A deadline belongs to the customer to its end. A second message or the summary of a call
        announces our own next step instead («je vous appellerai le 2 avril»): that day is ours.
        """
        if self.deadline_named_on is None or self.stage not in _ANNOUNCES_OUR_STEP:
            return self.deadline_named_on
        return self.deadline_named_on - timedelta(days=1)
