"""Decides which money came for which promise, so that no payment keeps two promises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from encours.ground.kernel.money import Money
from encours.method.agreements.rules.promise import Promise, Received, expected_by
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import AgreementKind, AgreementState
from encours.method.cases.rules.calendar import Calendar

_SETTLED = frozenset({AgreementState.KEPT, AgreementState.PARTLY_KEPT, AgreementState.BROKEN_THEN_PAID})
_PAID = frozenset({AgreementState.KEPT, AgreementState.BROKEN_THEN_PAID})
_MISSED = frozenset({AgreementState.BROKEN, AgreementState.PARTLY_KEPT})
_WITHOUT_MONEY = frozenset({AgreementState.CANCELLED, AgreementState.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came from a customer on a day."""

    customer_id: int
    received_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Debts:
    """What is open of some customers, in minor units: by customer and currency, credits in our hands taken off,
    and by invoice. `returned`: payments that came back, by customer and currency: that debt lives again."""

    by_account: Mapping[tuple[int, str], int]
    by_invoice: Mapping[int, int]
    returned: Mapping[tuple[int, str], int]

    def of(self, promise: Promise) -> int:
        """What is still open of the debt that an agreement was made for."""
        account = max(0, self.by_account.get(_key(promise), 0))
        if not promise.invoices:
            return account
        named = sum(self.by_invoice.get(invoice, 0) for invoice, _minor in promise.invoices)
        return min(account, named + self.returned.get(_key(promise), 0))


@dataclass(frozen=True, slots=True)
class Came:
    """What judging reads of the books: the money that came, and what is still owed where that is known."""

    receipts: Sequence[Receipt] = ()
    debts: Debts | None = None


@dataclass(slots=True)
class _Purse:
    on: date
    left_minor: int


def share(
    promises: Iterable[Promise],
    receipts: Iterable[Receipt],
    *,
    calendar: Calendar,
    terms: PromiseTerms = DEFAULT_TERMS,
) -> dict[int, Received]:
    """What came for each promise, by its id.

    What is settled keeps what it was settled with. Then money that comes between the day a promise is noted
    and its last day on time is for it, a settlement and then the earliest promise first, and an instalment
    that is missing before the next ones of its plan; what is left after every date is for promises already
    broken. Nothing crosses customers or currencies.
    """
    purses: dict[tuple[int, str], list[_Purse]] = defaultdict(list)
    for receipt in sorted(receipts, key=lambda r: r.received_on):
        key = (receipt.customer_id, receipt.amount.currency)
        purses[key].append(_Purse(receipt.received_on, receipt.amount.minor))
    in_order = sorted(
        (p for p in promises if p.state not in _WITHOUT_MONEY),
        key=lambda p: (p.kind is not AgreementKind.SETTLEMENT, p.promised_for, p.id),
    )
    until = {p.id: _last_day(p, calendar, terms) for p in in_order}
    on_time: dict[int, int] = {}
    late: dict[int, int] = {}
    for p in in_order:
        if p.state in _SETTLED:
            on_time[p.id] = _take(purses[_key(p)], p.proposed_on, until[p.id], p.received.minor)
    for p in in_order:
        if p.state not in _SETTLED:
            on_time[p.id] = _take(purses[_key(p)], p.proposed_on, until[p.id], p.amount.minor)
        if _may_be_repaired(p):
            late[p.id] = _take_after(purses[_key(p)], until[p.id], p.amount.minor - on_time[p.id])
    for p in in_order:
        if p.state not in _SETTLED and p.id not in late:
            late[p.id] = _take_after(purses[_key(p)], until[p.id], p.amount.minor - on_time[p.id])
    return {p.id: Received(on_time[p.id], late.get(p.id, 0)) for p in in_order}


def with_debts(
    promises: Iterable[Promise], came: Mapping[int, Received], debts: Debts
) -> dict[int, Received]:
    """The same money, beside what is still owed of each promise; the parts of a plan share what the plan owes."""
    left: dict[int, int] = {}
    found: dict[int, Received] = {}
    for p in sorted(promises, key=lambda p: (p.promised_for, p.id)):
        money = came.get(p.id, Received())
        if p.plan_id is None:
            found[p.id] = replace(money, owed_minor=debts.of(p))
            continue
        owed = left.setdefault(p.plan_id, debts.of(p))
        part = min(owed, max(0, p.amount.minor - money.came_minor)) if p.state not in _PAID else 0
        left[p.plan_id] = owed - part
        found[p.id] = replace(money, owed_minor=part)
    return found


def without_returned(
    receipts: Iterable[Receipt], debits: Iterable[Receipt]
) -> tuple[list[Receipt], list[Receipt]]:
    """The money that is still there, and what came back: a debit of the same amount takes the latest one before it.

    debits: what was booked out of an account, as a bank does with a direct debit, a cheque or a transfer that
    comes back. A debit of another amount is a refund or a charge, and takes nothing back. Source: method 2k.
    """
    kept, returned = sorted(receipts, key=lambda receipt: receipt.received_on), []
    for debit in sorted(debits, key=lambda debit: debit.received_on):
        same = [r for r in kept if _is_returned(r, debit)]
        if same:
            kept.remove(same[-1])
            returned.append(debit)
    return kept, returned


def _is_returned(receipt: Receipt, debit: Receipt) -> bool:
    is_same = (receipt.customer_id, receipt.amount) == (debit.customer_id, debit.amount)
    return is_same and receipt.received_on <= debit.received_on


def _may_be_repaired(promise: Promise) -> bool:
    """An instalment that is missing in whole or in part: what follows repairs it."""
    return promise.plan_id is not None and promise.state in _MISSED


def _key(promise: Promise) -> tuple[int, str]:
    return promise.customer_id, promise.amount.currency


def _last_day(promise: Promise, calendar: Calendar, terms: PromiseTerms) -> date:
    """A promise that is judged takes nothing that came after it was judged; paid late, it took what came till then."""
    last_day = expected_by(promise, calendar, terms)
    if promise.state is AgreementState.BROKEN_THEN_PAID and promise.judged_on:
        return max(last_day, promise.judged_on)
    is_over = promise.state in _SETTLED or promise.state is AgreementState.BROKEN
    return min(last_day, promise.judged_on) if is_over and promise.judged_on else last_day


def _take(purses: Sequence[_Purse], first_on: date, last_on: date, wanted: int) -> int:
    return _draw((p for p in purses if first_on <= p.on <= last_on), wanted)


def _take_after(purses: Sequence[_Purse], day: date, wanted: int) -> int:
    return _draw((p for p in purses if p.on > day), wanted)


def _draw(purses: Iterable[_Purse], wanted: int) -> int:
    taken = 0
    for purse in purses:
        part = min(purse.left_minor, wanted - taken)
        purse.left_minor -= part
        taken += part
    return taken
