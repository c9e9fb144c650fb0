"""What makes a message the same message, under which name it travels, and who may move it on."""

import hashlib

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
        (_S.BY_HAND, _S.READY),
    }
)
AWAITS_A_PERSON = frozenset({_S.TO_CONFIRM, _S.BY_HAND, _S.UNKNOWN, _S.REFUSED})


def may_move(before: MessageState, after: MessageState, *, is_person: bool) -> bool:
    """Whether a message may pass from one state to another, by a person or by itself."""
    if after not in ALLOWED_MOVES[before]:
        return False
    return is_person or (before, after) not in _ONLY_A_PERSON


def is_final(state: MessageState) -> bool:
    """Whether nothing more happens to a message in this state."""
    return not ALLOWED_MOVES[state]


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
