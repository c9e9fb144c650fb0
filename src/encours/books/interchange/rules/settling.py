"""Which credit of a file pays which due date: as lettered, else as named, else where it is certain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from heapq import heappop, heappush

from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.records import AllocationRecord
from encours.books.interchange.rules.books import Who
from encours.books.interchange.rules.debits import Desk
from encours.books.interchange.rules.drafted import Credit, OpenPart, PaymentRef, Settling
from encours.books.receivables.rules.allocation import OpenDue, propose
from encours.ground.kernel.money import Money
from encours.ground.kernel.text import number_key

Account = tuple[Who, str]


def settle(desk: Desk, records: Sequence[AllocationRecord]) -> list[Settling]:
    """Every allocation of an import. Nothing is spent twice, and nothing that a person undid is redone."""
    settled = _lettered(desk, records)
    _count_known(desk)
    lettered = {record.credit_key for record in records}
    fresh: dict[int, Credit] = {
        id(credit): credit
        for key, credit in desk.sheet.credit_by_key.items()
        if not credit.is_booked and key not in lettered
    }
    credits = sorted(fresh.values(), key=lambda credit: credit.on)
    opens = _Opens(_all_parts(desk))
    for credit in credits:
        if credit.named:
            settled += _named(desk, credit, opens)
    for credit in credits:
        if not credit.named:
            settled += opens.certain(credit)
    return settled


def _lettered(desk: Desk, records: Sequence[AllocationRecord]) -> list[Settling]:
    settled: list[Settling] = []
    pools = _pools(desk)
    for record in records:
        credit = desk.sheet.credit_by_key.get(record.credit_key)
        parts = desk.sheet.parts_by_key.get(record.debit_key) or pools.get(record.debit_key, [])
        if credit is None:
            continue
        paid = _ever_paid(desk, credit)
        free = [part for part in parts if part.ref not in paid]
        settled += _spend(credit, free, record.amount_minor, record.allocated_on)
    return settled


def _count_known(desk: Desk) -> None:
    """Counts what the credits of the file ever paid before, lettered or found by the first import itself."""
    booked = {credit.ref: credit for credit in desk.sheet.credit_by_key.values() if credit.is_booked}
    desk.sheet.known["allocations"] = sum(len(_ever_paid(desk, credit)) for credit in booked.values())


def _ever_paid(desk: Desk, credit: Credit) -> set[int]:
    """Due dates that a credit of the books ever paid, also where a person undid it."""
    if not credit.is_booked:
        return set()
    booked = desk.booked
    found = booked.paid_by_payment if isinstance(credit.ref, PaymentRef) else booked.paid_by_note
    return found.get(credit.ref.place, set())


def _pools(desk: Desk) -> dict[str, list[OpenPart]]:
    """For items brought forward that the books know as single invoices: those, oldest first."""
    older: dict[tuple[Who, str, date], list[OpenPart]] = {
        account: [] for account in desk.sheet.pools.values()
    }
    days: dict[Account, set[date]] = defaultdict(set)
    for who, currency, as_of in older:
        days[who, currency].add(as_of)
    for debit in desk.booked.open_debits:
        for as_of in days.get((debit.customer_id, debit.currency), ()):
            if debit.issued_on < as_of:
                older[debit.customer_id, debit.currency, as_of] += desk.known_parts(debit)
    for parts in older.values():
        parts.sort(key=lambda part: part.due_on)
    return {key: older[account] for key, account in desk.sheet.pools.items()}


def _all_parts(desk: Desk) -> Iterable[OpenPart]:
    """Every due date that is open, in the books or in the plan, once."""
    found = {id(part): part for debit in desk.booked.open_debits for part in desk.known_parts(debit)}
    found |= {id(part): part for parts in desk.sheet.parts_by_key.values() for part in parts}
    for debit in desk.booked.debits.values():
        found |= {id(part): part for part in desk.known_parts(debit)}
    return (part for part in found.values() if part.left)


def _named(desk: Desk, credit: Credit, opens: "_Opens") -> list[Settling]:
    settled: list[Settling] = []
    for numbers, minor in credit.named:
        left = minor
        for number in numbers:
            parts = opens.numbered(credit, number)
            if not parts and left:
                _remark(desk, credit, number, left)
            done = _spend(credit, parts, left, credit.on)
            left -= sum(part.minor for part in done)
            settled += done
    return settled


def _remark(desk: Desk, credit: Credit, number: str, minor: int) -> None:
    """Says that what names an invoice finds it with nobody, with another customer, or paid already."""
    amount = Money(minor, credit.currency)
    desk.sheet.warnings.append(
        issue(Code.NAMED_NOT_OPEN, line=credit.line, field="number", number=number, amount=amount)
    )


def _spend(credit: Credit, parts: Iterable[OpenPart], most: int, on: date) -> list[Settling]:
    """Pays due dates in order, up to an amount and to what is left of the credit."""
    settled: list[Settling] = []
    for part in parts:
        minor = min(most, credit.left, part.left)
        if minor <= 0 or (part.who, part.currency) != (credit.who, credit.currency):
            continue
        part.left -= minor
        credit.left -= minor
        most -= minor
        settled.append(Settling(credit.ref, part.ref, minor, max(on, part.issued_on)))
    return settled


class _Opens:
    """What is open of each account, found by number or by amount without looking at all of it."""

    def __init__(self, parts: Iterable[OpenPart]) -> None:
        self._by_number: dict[tuple[Account, str], list[OpenPart]] = defaultdict(list)
        self._accounts: dict[Account, _Ledger] = defaultdict(_Ledger)
        for part in sorted(parts, key=lambda part: (part.issued_on, part.due_on)):
            account = (part.who, part.currency)
            self._by_number[(account, number_key(part.number))].append(part)
            self._accounts[account].parts.append(part)

    def numbered(self, credit: Credit, number: str) -> list[OpenPart]:
        """The due dates of an invoice of the payer."""
        return self._by_number.get(((credit.who, credit.currency), number_key(number)), [])

    def certain(self, credit: Credit) -> list[Settling]:
        """What certainly belongs to a credit that names nothing; credits come in order of their days."""
        account = self._accounts[(credit.who, credit.currency)]
        issued = account.candidates(credit.left, on=credit.on)
        dues = [OpenDue(place, part.number, part.due_on, part.left) for place, part in enumerate(issued)]
        settled: list[Settling] = []
        for match in propose(credit.left, dues):
            settled += _spend(credit, [issued[match.due_id]], match.amount_minor, credit.on)
        account.total -= sum(part.minor for part in settled)
        return settled


class _Ledger:
    """The open due dates of one account, made visible in the order they were issued."""

    def __init__(self) -> None:
        self.parts: list[OpenPart] = []
        self.total = 0
        self._shown = 0
        self._by_amount: dict[int, list[tuple[date, int]]] = defaultdict(list)

    def candidates(self, minor: int, *, on: date) -> list[OpenPart]:
        """All that the rule of allocation can choose from: the oldest of that very amount, else all if
        that is their sum, else nothing."""
        while self._shown < len(self.parts) and self.parts[self._shown].issued_on <= on:
            part = self.parts[self._shown]
            heappush(self._by_amount[part.left], (part.due_on, self._shown))
            self.total += part.left
            self._shown += 1
        same = self._by_amount[minor]
        while same and self.parts[same[0][1]].left != minor:
            heappop(same)
        if same:
            return [self.parts[same[0][1]]]
        return [part for part in self.parts[: self._shown] if part.left] if self.total == minor else []
