"""A message as it was decided, before it stands in the outbox; and in which state it enters it."""

from datetime import date, datetime

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import Reason
from encours.method.cases.rules.contact import Channel, Direction, Occasion, PastContact
from encours.method.outreach.rules.states import MessageState, Mode


@quick_dataclass(frozen=True, slots=True)
class LineDraft:
    """One due date named in a message and the amount asked for it, in minor units."""

    due_id: int
    number: str
    issued_on: date
    due_on: date
    open_minor: int


@quick_dataclass(frozen=True, slots=True)
class MessageDraft:
    """One message for one contact and one step. `step_key` is unique for ever: never twice."""

    customer_id: int
    case_id: int | None
    contact_id: int | None
    step_key: str
    level: str
    occasion: Occasion
    channel: Channel
    stage: str
    template: str
    template_version: str
    language: str
    mode: Mode
    from_name: str
    from_email: str
    to_name: str
    to_email: str
    subject: str
    text: str
    html: str
    currency: str
    total_minor: int
    send_from: datetime
    decided_on: date
    lines: tuple[LineDraft, ...] = ()
    document_ids: tuple[int, ...] = ()
    deadline_named_on: date | None = None
    has_policy: bool = False
    thread: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def as_contact(self) -> PastContact:
        """The message as the contact it will be."""
        return PastContact(
            at=self.send_from,
            direction=Direction.OUTBOUND,
            channel=self.channel,
            occasion=self.occasion,
            step=step_name(self.level, self.decided_on),
            stage=self.stage,
            contact_id=self.contact_id,
            deadline_named_on=self.deadline_named_on,
        )


def first_state(draft: MessageDraft, *, ceiling_minor: int | None, can_send: bool) -> MessageState:
    """Where a message enters the outbox; without a mail server a person sends it."""
    if not can_send:
        return MessageState.BY_HAND
    return state_for(draft.mode, draft.total_minor, ceiling_minor=ceiling_minor)


def state_for(mode: Mode, total_minor: int, *, ceiling_minor: int | None) -> MessageState:
    """Whether a message that nobody has looked at may leave by itself; asked when queued and when sent.

    By a manual step a person sends it; above the ceiling, or where the step says so, a person
    confirms it first; else it is ready.
    """
    if mode is Mode.MANUAL:
        return MessageState.BY_HAND
    if mode is Mode.TO_CONFIRM or (ceiling_minor is not None and total_minor > ceiling_minor):
        return MessageState.TO_CONFIRM
    return MessageState.READY


def step_name(level: str, on: date) -> str:
    """The step a contact belongs to: what carries the same name on one day is one contact (ruling 1)."""
    return f"{level}/{on.isoformat()}"
