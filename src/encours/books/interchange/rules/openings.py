"""What a file brings forward from the year before, and movements that are neither invoice nor payment."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.names import Names
from encours.books.interchange.formats.records import OpeningItemRecord, OtherRecord
from encours.books.interchange.rules.books import Who
from encours.books.interchange.rules.credits import know_other_credit, take_other_credit
from encours.books.interchange.rules.debits import Desk, is_same
from encours.books.interchange.rules.drafted import UNKNOWN_YET
from encours.books.receivables.rules.drafts import InvoiceDraft
from encours.books.receivables.rules.party import ItemKind
from encours.ground.kernel.money import Money

_LONGEST = limits.FIELD_CHARACTERS["number"]
Account = tuple[Who, str, date]


def take_openings(desk: Desk, records: Sequence[OpeningItemRecord], names: Names) -> None:
    """Items brought forward, by customer: what the books told already is not told twice.

    Where the books go further back, their own balance of the day before must be the sum of the
    items: then all are known as the invoices they came from.
    """
    by_account: dict[Account, list[OpeningItemRecord]] = defaultdict(list)
    for record in records:
        who = desk.whose(record.customer, line=record.line)
        if who is not None:
            by_account[(who, record.currency, record.as_of)].append(record)
    numbers = _numbers(records, names)
    for account, items in by_account.items():
        _take_account(desk, account, items, numbers)


def _take_account(
    desk: Desk, account: Account, items: list[OpeningItemRecord], numbers: dict[str, str]
) -> None:
    who, currency, as_of = account
    before = desk.booked.balances.get((who, currency, as_of)) if isinstance(who, int) else None
    own = sum(item.amount_minor for item in items)
    for item in items:
        if before is not None and before == own:
            desk.sheet.pools[item.key] = account
            _count(desk, item, is_known=True)
        elif _is_known(desk, item, who, numbers[item.key]):
            _count(desk, item, is_known=True)
        elif before is not None or (item.amount_minor > 0 and numbers[item.key] in desk.booked.debits):
            _refuse(desk, item, own, before)
        elif early := desk.refuse_day(who, currency, as_of, line=item.line, field="amount"):
            desk.sheet.rejected.append(early)
        elif item.amount_minor < 0:
            take_other_credit(desk, item, on=item.as_of, minor=-item.amount_minor)
            _count(desk, item, is_known=False)
        else:
            _add(desk, item, who, numbers[item.key])


def _is_known(desk: Desk, item: OpeningItemRecord, who: Who, number: str) -> bool:
    """Whether the item itself was taken in before; what pays it then pays the same debit."""
    if item.amount_minor < 0:
        return know_other_credit(desk, item)
    booked = desk.booked.debits.get(number)
    if booked is None or not is_same(booked, who, item.currency, item.amount_minor):
        return False
    desk.sheet.parts_by_key[item.key] = desk.known_parts(booked)
    return True


def _add(desk: Desk, item: OpeningItemRecord, who: Who, number: str) -> None:
    issued_on = item.issued_on or item.as_of
    due_on, is_assumed = item.due_on, item.due_assumed
    if due_on is None:
        known = desk.parties.known.get(item.customer)
        days = known.term_days if known else None
        if days is None:
            desk.sheet.rejected.append(
                issue(Code.DUE_DATE_MISSING, line=item.line, field="due_on", number=number)
            )
            return
        due_on, is_assumed = issued_on + timedelta(days=days), True
    draft = InvoiceDraft(
        customer_id=who if isinstance(who, int) else UNKNOWN_YET,
        number=number,
        issued_on=issued_on,
        currency=item.currency,
        total_minor=item.amount_minor,
        dues=((due_on, item.amount_minor),),
        kind=ItemKind.OPENING,
        is_due_assumed=is_assumed,
    )
    desk.sheet.add_debit(who, draft, item.key)
    _count(desk, item, is_known=False)


def take_others(desk: Desk, records: Sequence[OtherRecord], names: Names) -> None:
    """Other movements: a debit is due on its day, a credit waits to be allocated."""
    for record in records:
        who = desk.whose(record.customer, line=record.line)
        if who is None:
            continue
        is_known = _take_other(desk, record, who, names)
        if is_known is None:
            continue
        desk.sheet.count(
            "others", total="other", currency=record.currency, minor=record.amount_minor, is_known=is_known
        )


def _take_other(desk: Desk, record: OtherRecord, who: Who, names: Names) -> bool | None:
    """Whether the movement was known already; None when it is refused."""
    if record.amount_minor < 0:
        if know_other_credit(desk, record):
            return True
        early = desk.refuse_day(who, record.currency, record.on, line=record.line, field="amount")
        if early is None:
            take_other_credit(desk, record, on=record.on, minor=-record.amount_minor)
    else:
        number, is_known = _number_of_debit(desk, record, who, names)
        if is_known:
            return True
        early = desk.refuse_day(who, record.currency, record.on, line=record.line, field="amount")
        if early is None:
            _add_debit(desk, record, who, number)
    if early is not None:
        desk.sheet.rejected.append(early)
        return None
    return False


def _number_of_debit(desk: Desk, record: OtherRecord, who: Who, names: Names) -> tuple[str, bool]:
    """The number of a debit that has none of its own, and whether the books know it."""
    base = f"{record.reference or 'OD'} {record.on:%d/%m/%Y}"[: _LONGEST - 6]
    rank = 0
    while True:
        rank += 1
        number = base if rank == 1 else f"{base} ({rank})"
        booked = desk.booked.debits.get(number)
        same = booked is not None and is_same(booked, who, record.currency, record.amount_minor)
        is_free = not (names.is_of_invoice(number) or names.is_claimed(number))
        if is_free and (booked is None or same):
            break
    names.claim(number)
    if booked is not None:
        desk.sheet.parts_by_key[record.key] = desk.known_parts(booked)
    return number, booked is not None


def _add_debit(desk: Desk, record: OtherRecord, who: Who, number: str) -> None:
    draft = InvoiceDraft(
        customer_id=who if isinstance(who, int) else UNKNOWN_YET,
        number=number,
        issued_on=record.on,
        currency=record.currency,
        total_minor=record.amount_minor,
        dues=((record.on, record.amount_minor),),
        kind=ItemKind.OTHER_DEBIT,
    )
    desk.sheet.add_debit(who, draft, record.key)


def numbers_wanted(
    openings: Sequence[OpeningItemRecord], others: Sequence[OtherRecord], names: Names
) -> set[str]:
    """The numbers under which the books may know these records."""
    wanted = set(_numbers(openings, names).values())
    for record in others:
        base = f"{record.reference or 'OD'} {record.on:%d/%m/%Y}"[: _LONGEST - 6]
        wanted |= {base, *(f"{base} ({rank})" for rank in range(2, 10))}
    return wanted


def _numbers(records: Sequence[OpeningItemRecord], names: Names) -> dict[str, str]:
    """A number for each item: its own reference where that names it alone, else the day and the customer."""
    ranks: Counter[str] = Counter()
    found: dict[str, str] = {}
    for record in records:
        own = record.reference
        if (
            any(c.isdigit() for c in own)
            and names.is_alone(own)
            and not names.is_of_invoice(own)
            and len(own) <= _LONGEST
        ):
            found[record.key] = own
        else:
            base = f"AN {record.as_of:%d/%m/%Y} {record.customer}"[: _LONGEST - 6]
            ranks[base] += 1
            found[record.key] = base if ranks[base] == 1 else f"{base} ({ranks[base]})"
    return found


def _count(desk: Desk, item: OpeningItemRecord, *, is_known: bool) -> None:
    desk.sheet.count(
        "opening_items", total="opening", currency=item.currency, minor=item.amount_minor, is_known=is_known
    )


def _refuse(desk: Desk, item: OpeningItemRecord, own: int, before: int | None) -> None:
    name = desk.parties.names.get(item.customer, item.customer)
    desk.sheet.rejected.append(
        issue(
            Code.OPENING_DIFFERS,
            line=item.line,
            field="amount",
            customer=name,
            opening=Money(own, item.currency),
            booked=Money(before or 0, item.currency),
        )
    )
