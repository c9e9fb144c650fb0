"""The open items of a situation, with what is disputed and promised laid over them."""

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.promise import covers, left_on_account
from encours.method.agreements.rules.words import AgreementState
from encours.method.strategy.rules.advise.commitment import Commitments
from encours.method.strategy.rules.advise.contested import Contested
from encours.method.strategy.rules.advise.judging import as_promise
from encours.method.strategy.rules.advise.situation import EventKind, Situation
from encours.method.strategy.rules.balance import OpenItem

_EVERYTHING = 10**18
PAYMENTS = frozenset({EventKind.PAYMENT, EventKind.INSTALMENT_PAID})
_MENTIONING = frozenset({EventKind.EMAIL_SENT, EventKind.LETTER_SENT, EventKind.CALL})


def laid_out(
    situation: Situation, told: Commitments, dispute: Contested | None
) -> tuple[tuple[OpenItem, ...], Money]:
    """The open items, oldest first, and the money that came in and is not on an invoice yet.

    When the invoices already say what was paid, the payments told as events are part of it.
    """
    currency = situation.currency
    paid_in = sum(e.amount.minor for e in situation.events if e.kind in PAYMENTS and e.amount)
    already = any(i.open != i.amount for i in situation.invoices)
    due = sorted((i for i in situation.invoices if i.open.minor > 0), key=lambda i: i.due_on)
    left, promise = _disputed_minor(situation, dispute), _promised_minor(told)
    rest, credit = _rest_minor(told), 0 if already else paid_in
    mentioned = any(e.kind in _MENTIONING for e in situation.events)
    found = []
    for invoice in due:
        disputed = min(left, invoice.open.minor)
        if invoice.disputed and not (dispute and dispute.answered_on):
            disputed = min(invoice.disputed.minor, invoice.open.minor)
        left = max(0, left - disputed)
        free = invoice.open.minor - disputed
        missing = free - min(credit, free)
        if 0 < missing <= rest:
            promised = missing
            rest -= missing
        else:
            promised = min(promise, free)
            promise -= promised
        credit -= min(credit, free - promised)
        found.append(
            OpenItem(
                invoice.number,
                invoice.due_on,
                invoice.open,
                Money(disputed, currency),
                Money(promised, currency),
                mentioned=mentioned,
            )
        )
    return tuple(found), Money(0 if already else paid_in, currency)


def _promised_minor(told: Commitments) -> int:
    """What an agreement on time covers: a promise exactly its amount, a plan or one without amount everything."""
    made = told.current
    if made is None or not told.on_time:
        return 0
    return _EVERYTHING if made.is_plan or made.amount is None else covers(as_promise(made)).minor


def _rest_minor(told: Commitments) -> int:
    """What a promise kept at 98 % or more may leave open, not chased. Source: ruling 8."""
    made = told.current
    if made is None or made.state is not AgreementState.KEPT or made.amount is None:
        return 0
    return left_on_account(as_promise(made), told.promises).minor


def _disputed_minor(situation: Situation, dispute: Contested | None) -> int:
    if dispute is None:
        return 0
    opened = sum(i.open.minor for i in situation.invoices)
    contested = dispute.amount.minor if dispute.amount is not None else opened
    return dispute.frozen_minor(contested, today=situation.today)
