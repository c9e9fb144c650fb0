"""A service calls to say what became of a text: heard only when it is signed, fresh, ours and readable."""

from dataclasses import dataclass
from enum import Enum

from encours.books.creditor import queries as creditor_queries
from encours.flows import texting
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.method.outreach.actions import text_service
from encours.method.outreach.queries import text_service as text_queries
from encours.method.outreach.rules.text_service import is_fresh, read_told


class Heard(Enum):
    """What came of a call, as the HTTP status that answers it."""

    TAKEN = 204
    UNREADABLE = 400
    NOT_SIGNED = 401
    NOT_OURS = 404


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A call as it came: when it was signed, its signature, its body."""

    stamp: str
    signature: str
    body: bytes


def hear(entity_id: int, given: ServiceCall, clock: Clock) -> Heard:
    """Takes in what the service of a company says. Nothing is told to who does not know the secret, not even
    whether the company exists; the same call twice changes nothing.
    """
    if not is_fresh(given.stamp, technical_now()) or not _is_signed(entity_id, given):
        return Heard.NOT_SIGNED
    told = read_told(given.body)
    if told is None:
        return Heard.UNREADABLE
    act = creditor_queries.act(entity_id, SYSTEM, clock)
    return Heard.TAKEN if texting.hear(act, told) else Heard.NOT_OURS


def _is_signed(entity_id: int, given: ServiceCall) -> bool:
    try:
        secret = text_queries.text_secret(entity_id)
    except SecretUnreadable:
        return False
    return text_service.is_signed(secret, given.stamp, given.body, given.signature)
