"""How long our contacts have stayed without any answer, and whether the customer answers soon."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.facts import quick_dataclass
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact

_NEEDS_NO_ANSWER = frozenset({"pre_sale", "invoice", "pre_due", "thanks", "condolence"})
_OUR_OWN_NEWS = frozenset({Occasion.REPLY, Occasion.SERVICE})
_SOON_DAYS = 5


@quick_dataclass(frozen=True, slots=True)
class Streak:
    """Our steps without an answer so far, since when, and on which channels (a voicemail is the phone)."""

    unanswered: int = 0
    since: date | None = None
    last_on: date | None = None
    silence_days: int = 0
    channels: tuple[Channel, ...] = ()


NO_STREAK = Streak()


def silence(
    contacts: Sequence[PastContact], *, today: date, zone: str, last_payment_on: date | None = None
) -> Streak:
    """The current streak of our contacts without any answer.

    An answer is a message or a call from the customer, a conversation, or a payment. Parts of one
    step on one day count once (ruling 1). What asks for no answer does not count: replies,
    services, thanks, reminders before the date, a wrong number.
    """
    if not contacts:
        return NO_STREAK
    answered_at = max((c.at for c in contacts if _is_answer(c)), default=None)
    waiting = [c for c in contacts if _asks(c) and (answered_at is None or c.at > answered_at)]
    steps: set[tuple[str, date]] = set()
    channels: list[Channel] = []
    for rank, contact in enumerate(sorted(waiting, key=lambda c: c.at)):
        day = local_date(contact.at, zone)
        if day > today or (last_payment_on is not None and day <= last_payment_on):
            continue
        steps.add((contact.step or f"#{rank}", day))
        channel = Channel.PHONE if contact.channel is Channel.VOICEMAIL else contact.channel
        if channel not in channels:
            channels.append(channel)
    if not steps:
        return NO_STREAK
    days = sorted(day for _step, day in steps)
    return Streak(len(steps), days[0], days[-1], (today - days[0]).days, tuple(channels))


def last_heard_on(contacts: Sequence[PastContact], *, zone: str) -> date | None:
    """The last day on which the customer spoke or wrote to us."""
    heard_at = max((c.at for c in contacts if _is_answer(c)), default=None)
    return None if heard_at is None else local_date(heard_at, zone)


def answers_soon(
    contacts: Sequence[PastContact], *, now: datetime, within_days: int = _SOON_DAYS
) -> bool | None:
    """Whether our last contact was answered within five days; None while that cannot be said yet."""
    soon = timedelta(days=within_days)
    answers = sorted(c.at for c in contacts if c.direction is Direction.INBOUND)
    for contact in sorted(
        (c for c in contacts if _asks(c) and c.at <= now), key=lambda c: c.at, reverse=True
    ):
        if contact.outcome is not None and contact.outcome.had_conversation:
            return True
        answer = next((at for at in answers if at >= contact.at), None)
        if answer is not None:
            return answer - contact.at <= soon
        if contact.answered:
            return True
        if now - contact.at > soon:
            return False
    return None


def _is_answer(contact: PastContact) -> bool:
    if contact.direction is Direction.INBOUND or contact.answered:
        return True
    return contact.outcome is not None and contact.outcome.had_conversation


def _asks(contact: PastContact) -> bool:
    return (
        contact.direction is Direction.OUTBOUND
        and contact.occasion not in _OUR_OWN_NEWS
        and contact.outcome is not CallOutcome.WRONG_NUMBER
        and contact.stage not in _NEEDS_NO_ANSWER
    )
