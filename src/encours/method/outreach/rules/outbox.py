"""What makes a message the same message, under which name it travels, and who may move it on."""

import hashlib
from datetime import date, timedelta

from encours.method.outreach.rules.states import ALLOWED_MOVES, MessageState

_S = MessageState
# Whether a doubtful or refused message goes out again is never the machine's decision.
_ONLY_A_PERSON = frozenset(
    {
        (_S.TO_CONFIRM, _S.READY),
        (_S.UNKNOWN, _S.READY),
        (_S.UNKNOWN, _S.ACCEPTED),
        (_S.UNKNOWN, _S.SENT_BY_HAND),
        (_S.UNKNOWN, _S.CANCELLED),
        (_S.REFUSED, _S.READY),
        (_S.REFUSED, _S.BY_HAND),
        (_S.BY_HAND, _S.SENT_BY_HAND),
        (_S.SENT_BY_HAND, _S.BY_HAND),
        (_S.BY_HAND, _S.READY),
    }
)
MOST_DAYS_OLD = 7
"""A text speaks of the day it was written for: after a week it is written anew."""
LEAST_DAYS_TO_NAMED = 5
"""A day that the text announces for our next step stays at least this far ahead of the customer."""
SERVER_RESTS = timedelta(minutes=10)
"""How long a mail server that could not be reached is left alone."""
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(hours=4)
MOST_PREPARATIONS = 5
"""A message that cannot be put together is shown to a person after so many attempts."""
AWAITS_A_PERSON = frozenset({_S.TO_CONFIRM, _S.BY_HAND, _S.UNKNOWN, _S.REFUSED})


def may_move(before: MessageState, after: MessageState, *, is_person: bool) -> bool:
    """Whether a message may pass from one state to another, by a person or by itself.

    What a worker is sending is the worker's alone: set back by a person it would leave a second time.
    """
    if after not in ALLOWED_MOVES[before]:
        return False
    if is_person:
        return before is not _S.SENDING
    return (before, after) not in _ONLY_A_PERSON


def message_key(step: str, *, recipient: str, channel: str) -> str:
    """64 hexadecimal digits that two messages share only if step, recipient and channel are the same.

    Addresses differ by more than case and spaces around them. No address can be read from the key.
    """
    parts = (step, recipient.strip().casefold(), channel)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a message: always the same for one key, so that a repeat can be recognised.

    Source: RFC 5322, 3.6.4.
    """
    host = domain.strip().casefold().encode("idna").decode("ascii") if domain.strip() else "encours.invalid"
    return f"<{key[:40]}@{host}>"


def retry_after(attempts: int) -> timedelta:
    """How long a message that the server does not want yet waits after its `attempts`-th attempt.

    Each wait is twice the one before, so that a server that sorts out strangers is not pestered.
    Source: RFC 5321, 4.5.4.1.
    """
    return min(FIRST_RETRY * (1 << min(max(attempts, 1) - 1, 8)), LONGEST_RETRY)


def names_another_account(text: str, iban: str) -> bool:
    """Whether a text asks for a transfer to another account than the present one (none when empty)."""
    return "IBAN" in text and (not iban or _squeezed(iban) not in _squeezed(text))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def is_stale(decided_on: date, named_on: date | None, *, on: date) -> bool:
    """Whether a message written for one day would say something odd when it leaves on another.

    `named_on`: the day that its text announces for our next step.
    """
    if on <= decided_on:
        return False
    too_old = on > decided_on + timedelta(days=MOST_DAYS_OLD)
    return too_old or (named_on is not None and named_on < on + timedelta(days=LEAST_DAYS_TO_NAMED))
