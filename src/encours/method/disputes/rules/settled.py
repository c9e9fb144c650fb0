"""Decides which dispute a credit note settles: the one it names or corrects, to the cent, and no other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.disputes.rules.words import OWES_A_CREDIT, UNANSWERED, DisputeOutcome, DisputeState

_DECIDED = frozenset({DisputeState.ANSWERED, DisputeState.CLOSED})
_REFERENCE = re.compile(r"(?<![\w-])L-(\d{1,18})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note that came into the books. `words`: its number and its reason; `paid`: minor units by invoice."""

    id: int
    customer_id: int
    number: str
    issued_on: date
    amount: Money
    words: str
    paid: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A dispute as a credit note meets it. `granted` is what we owe once answered; `left` what is not credited yet."""

    id: int
    customer_id: int
    invoice_id: int
    state: DisputeState
    outcome: DisputeOutcome
    reported_on: date
    disputed: Money
    left: Money
    granted: Money

    @property
    def expected(self) -> Money | None:
        """What a credit note has to come to so that it settles it; None where none is awaited."""
        if self.state in UNANSWERED:
            return self.left
        credited = self.disputed - self.left
        if self.state in _DECIDED and self.outcome in OWES_A_CREDIT and credited < self.granted:
            return self.granted - credited
        return None


def settled_by(credit: Credit, disputes: Iterable[Awaited], *, asked: int | None = None) -> int | None:
    """The dispute that a credit note settles. `asked`: the one that a person says it is for.

    Its amount is to the cent what is contested, or what we owe since our answer. Without a person's word it
    names the dispute («L-7»), or corrects its invoice and no other since the remark. Where two would do, none.
    Source: method 2k, Dispute (upheld); R089.
    """
    fits = [d for d in disputes if d.customer_id == credit.customer_id and d.expected == credit.amount]
    if asked is not None:
        return next((d.id for d in fits if d.id == asked), None)
    named = {int(number) for number in _REFERENCE.findall(credit.words)}
    if named:
        fits = [d for d in fits if d.id in named]
    else:
        fits = [d for d in fits if _corrects(credit, d)]
    return fits[0].id if len(fits) == 1 else None


def _corrects(credit: Credit, dispute: Awaited) -> bool:
    is_since = credit.issued_on >= dispute.reported_on
    return is_since and credit.paid.get(dispute.invoice_id) == credit.amount.minor
