"""Which open items a credit pays: what is certain is proposed, what is not stays unallocated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.kernel.text import number_key


@dataclass(frozen=True, slots=True)
class OpenDue:
    """One open due date of the customer who paid, in the payment's currency."""

    due_id: int
    number: str
    due_on: date
    open_minor: int


@dataclass(frozen=True, slots=True)
class Match:
    """One part of the credit and the item it pays, with the reason."""

    due_id: int
    amount_minor: int
    reason: Reason


def propose(amount_minor: int, opens: Sequence[OpenDue], *, named: str = "") -> tuple[Match, ...]:
    """Parts of a credit that certainly belong to open items; their sum never exceeds the credit.

    In order: the invoice that is named; the only item of that very amount (the oldest of several);
    all open items when the credit is their exact sum. Otherwise nothing: a person decides, and
    meanwhile the money counts before anyone is reminded.
    Source: habit of the trade; oldest first among equals as in C. civ., art. 1342-10.
    """
    oldest_first = sorted(opens, key=lambda due: (due.due_on, due.due_id))
    if named:
        wanted = number_key(named)
        chosen = [due for due in oldest_first if number_key(due.number) == wanted]
        return _fill(amount_minor, chosen, Reason(N_("facture {number} indiquée"), number=named))
    same = [due for due in oldest_first if due.open_minor == amount_minor]
    if same:
        return (
            Match(
                same[0].due_id,
                amount_minor,
                Reason(N_("montant exact de la facture {number}"), number=same[0].number),
            ),
        )
    if oldest_first and sum(due.open_minor for due in oldest_first) == amount_minor:
        return _fill(amount_minor, oldest_first, Reason(N_("montant exact de tout ce qui est ouvert")))
    return ()


def oldest_first(amount_minor: int, opens: Sequence[OpenDue]) -> tuple[Match, ...]:
    """The credit spread over the oldest items: what a person asks for in one key."""
    ordered = sorted(opens, key=lambda due: (due.due_on, due.due_id))
    return _fill(amount_minor, ordered, Reason(N_("affecté au plus ancien")))


def _fill(amount_minor: int, dues: Sequence[OpenDue], reason: Reason) -> tuple[Match, ...]:
    matches, left = [], amount_minor
    for due in dues:
        part = min(left, due.open_minor)
        if part > 0:
            matches.append(Match(due.due_id, part, reason))
            left -= part
    assert sum(match.amount_minor for match in matches) <= amount_minor
    return tuple(matches)
