"""When a customer of the demonstration buys, and on which days and in how many parts it pays."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from encours.faces.demo.characters import Character, Habit
from encours.faces.demo.company import BANK_READ_TO, BOOKS_FROM, COMPANY, FORESEEN_TO, TODAY, is_open_day
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.clock import days_between

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OPEN_DAYS_A_MONTH = 21
AT_MONTH_END = 0.35
FORGOTTEN_FOR_DAYS = (9, 17)
PAID_IN_TWO_PARTS = 0.5
WAITS_ALONE_DAYS = 25
QUICKEST_DAYS = 3


@dataclass(slots=True)
class Draft:
    """An invoice being made up, what has been paid of it and what will be (day, minor units)."""

    issued_on: date
    due_on: date
    total_minor: int
    label: str
    key: str = ""
    order_reference: str = ""
    parts: list[tuple[date, int]] = field(default_factory=list)
    coming: list[tuple[date, int]] = field(default_factory=list)

    @property
    def open_minor(self) -> int:
        """What is left to pay."""
        return self.total_minor - sum(minor for _, minor in self.parts)


def drawn_invoices(character: Character, random: Random) -> list[Draft]:
    """Invoices and payments drawn from a habit, oldest first, none of which is known too early.

    Payments after the day the bank is read to are still to come. Beside invoices written by hand,
    a drawn one that would be overdue today is left out.
    """
    drafts = [draft for month in _months() for draft in _month(character, month, random)]
    drafts.sort(key=lambda draft: draft.issued_on)
    if character.habit.lump_days is None:
        _pay_one_by_one(drafts, character, random)
    else:
        kept = _pay_some_on_time(drafts, character.habit, random)
        _pay_in_lumps(kept, character.habit.lump_days, random)
    for draft in drafts:
        draft.coming = [part for part in draft.parts if part[0] > BANK_READ_TO]
        draft.parts = [part for part in draft.parts if part[0] <= BANK_READ_TO]
    if not character.has_written_open:
        return drafts
    return [draft for draft in drafts if draft.due_on >= TODAY or not draft.open_minor]


def _months() -> list[date]:
    firsts = []
    day = BOOKS_FROM.replace(day=1)
    while day <= BANK_READ_TO:
        firsts.append(day)
        day = (day + timedelta(days=31)).replace(day=1)
    return firsts


def _month(character: Character, first: date, random: Random) -> list[Draft]:
    habit = character.habit
    last = habit.until or BANK_READ_TO
    days = [day for day in _open_days(first) if BOOKS_FROM <= day <= last]
    if not days:
        return []
    expected = habit.monthly * len(days) / OPEN_DAYS_A_MONTH
    count = int(expected) + (random.random() < expected % 1)
    return [_draft(character, _issue_day(days, random), random) for _ in range(count)]


def _open_days(first: date) -> list[date]:
    length = monthrange(first.year, first.month)[1]
    return [day for day in (first.replace(day=n) for n in range(1, length + 1)) if is_open_day(day)]


def _issue_day(days: list[date], random: Random) -> date:
    return random.choice(days[-2:]) if random.random() < AT_MONTH_END else random.choice(days)


def _draft(character: Character, issued_on: date, random: Random) -> Draft:
    low, high = character.habit.net
    euros = int(random.triangular(low, high, low + (high - low) / 3))
    net_minor = euros * 100 + random.choice((0, 0, 0, 20, 50, 80))
    total_minor = net_minor + int(net_minor * character.vat_rate)
    due_on = character.terms.due_on(issued_on)
    return Draft(issued_on, due_on, total_minor, random.choice(character.goods))


def _pay_one_by_one(drafts: list[Draft], character: Character, random: Random) -> None:
    habit = character.habit
    for draft in drafts:
        bounds = FORGOTTEN_FOR_DAYS if random.random() < habit.forgets else habit.late_days
        wanted = draft.due_on + timedelta(days=random.randint(*bounds))
        draft.parts.append((_paying_day(wanted, draft, habit), draft.total_minor))


def _paying_day(wanted: date, draft: Draft, habit: Habit) -> date:
    earliest = draft.issued_on + timedelta(days=QUICKEST_DAYS)
    while habit.run and wanted > earliest and not _is_run_day(wanted, habit.run):
        wanted -= timedelta(days=1)
    return next_business_day(max(wanted, earliest), COMPANY.country)


def _is_run_day(day: date, run: tuple[str, ...]) -> bool:
    if day.weekday() < len(WEEKDAYS) and WEEKDAYS[day.weekday()] in run:
        return True
    last = monthrange(day.year, day.month)[1]
    return any(name.isdigit() and day.day == min(int(name), last) for name in run)


def _pay_some_on_time(drafts: list[Draft], habit: Habit, random: Random) -> list[Draft]:
    """Pays the share that a late payer pays on time; returns the rest."""
    rest = []
    for draft in drafts:
        if random.random() < habit.on_time:
            wanted = draft.due_on + timedelta(days=random.randint(-2, 4))
            draft.parts.append((_paying_day(wanted, draft, habit), draft.total_minor))
        else:
            rest.append(draft)
    return rest


def _pay_in_lumps(drafts: list[Draft], wait_days: tuple[int, int], random: Random) -> None:
    """Lets late invoices pile up, then pays the oldest ones at once, sometimes the last one by half."""
    day = BOOKS_FROM
    while day <= FORESEEN_TO:
        day = next_business_day(day + timedelta(days=random.randint(*wait_days)), COMPANY.country)
        late = [draft for draft in drafts if draft.open_minor and draft.due_on < day]
        if not late or (len(late) == 1 and days_between(late[0].due_on, day) < WAITS_ALONE_DAYS):
            continue
        paid = late[: random.randint(2, 5)]
        in_two_parts = random.random() < PAID_IN_TWO_PARTS and not paid[-1].parts
        for draft in paid[:-1]:
            draft.parts.append((day, draft.open_minor))
        last = paid[-1]
        last.parts.append((day, last.total_minor // 200 * 100 if in_two_parts else last.open_minor))
