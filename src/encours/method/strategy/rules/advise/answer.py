"""What `encours advise` answers about one situation."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from encours.ground.kernel.reason import Reason
from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
    Standing,
    Terms,
)

F = Forbidden
ASKING = frozenset({F.DUN, F.SEND, F.SEND_REMINDER, F.REMINDER_ON_AMOUNT})
"""Every name of a request for payment."""
PENALTIES = frozenset({F.PENALTY_CLAIM, F.CHARGE_PENALTY})
WAITING = frozenset({F.WAIT, F.WAIT_7_DAYS, F.WAIT_LONG})
CREDIT = frozenset({F.CREDIT_SALE, F.OPEN_TERMS})
TOUCHING = frozenset({F.CALL, F.EMAIL, F.SMS, F.VOICEMAIL})
"""Every way of reaching somebody."""
HARSH = frozenset({F.THREATEN_LEGAL, F.FORMAL_NOTICE, F.FORMAL_NOTICE_FIRST, F.COURT_FILING})
TRACING = frozenset(
    {F.COLLECT_SSN, F.CONTACT_NEIGHBOURS, F.CONTACT_THIRD_PARTY, F.SOCIAL_MEDIA_INVESTIGATION}
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One answer of a rule, before the situation's own refusals and scores are added.

    `due_event`: it answers something that happened or falls due today, so that waiting is refused.
    """

    next_action: NextAction
    channel: AdviceChannel = AdviceChannel.NONE
    sender: AdviceSender = AdviceSender.SYSTEM
    tone: int | None = None
    earliest: date | datetime | None = None
    terms: Terms | None = None
    motive: Motive | None = None
    forbidden: frozenset[Forbidden] = frozenset()
    why: tuple[Reason, ...] = ()
    due_today: bool = False

    def refusing(self, *more: Forbidden | frozenset[Forbidden]) -> "Advice":
        """The same advice with more refusals."""
        found = set(self.forbidden)
        for entry in more:
            found |= {entry} if isinstance(entry, Forbidden) else entry
        return replace(self, forbidden=frozenset(found))


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; `priority` from 0 to 100, `proposals` the names a yearly review refuses."""

    type: DebtorType | None
    confidence: Decimal | None
    motive: Motive
    standing: Standing | None
    advice: Advice
    plan_b_visible: bool = False
    priority: Decimal | None = None
    refused_names: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()
