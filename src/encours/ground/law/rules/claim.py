"""What may be claimed on a day: principal, late interest in segments and the fixed sum, less what was paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from encours.ground.kernel.money import Money, total
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library, Pack
from encours.ground.law.regimes import CompensationRegime, InterestRegime
from encours.ground.law.rules import claim_cautions as cautions
from encours.ground.law.rules.allocation import Line, PaymentMade, Settled, allocate
from encours.ground.law.rules.compensation import falls_due_on, fixed_sum
from encours.ground.law.rules.day_count import DayCount
from encours.ground.law.rules.late_interest import Segment, Terms, first_day, row_ids, segments
from encours.ground.law.rules.rounding import rounded
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class OwedInvoice:
    """An invoice by its number, what it asks for (tax included) and when it was due."""

    number: str
    principal: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class ClaimAsked:
    """A claim as it is known. Rates in percent a year; None is unknown or not agreed."""

    jurisdiction: str
    debtor: Debtor
    invoices: tuple[OwedInvoice, ...]
    until: date
    clause: Decimal | None = None
    is_clause_yearly: bool = True
    floor: Decimal | None = None
    notice_on: date | None = None
    payments: tuple[PaymentMade, ...] = ()
    convention: DayCount | None = None
    judgment_on: date | None = None
    insolvency_on: date | None = None

    @property
    def currency(self) -> str:
        """The currency of the claim: its invoices have one."""
        return self.invoices[0].principal.currency


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed: `interest` and `compensation` are what accrued, `owed` what is left after payments.

    principal + interest + compensation - payments = owed - overpaid, to the cent.
    """

    days: int
    segments: tuple[tuple[str, Segment], ...]
    interest: Money
    compensation: Money
    principal_open: Money
    interest_open: Money
    compensation_open: Money
    owed: Money
    overpaid: Money
    settled: tuple[Settled, ...]
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def claim(asked: ClaimAsked, law: Library) -> Claim | LawUnknown:
    """The claim on the day `asked.until`, or what of the law is not known.

    Rounds once, half up, at the end; a line of interest that a payment settles whole ends at that payment.
    """
    try:
        return _Reckoning(asked, law).claim()
    except LawUnknown as unknown:
        return unknown


class _Reckoning:
    """One claim on its way: its regimes, its lines, and what to know about the answer."""

    def __init__(self, asked: ClaimAsked, law: Library) -> None:
        self.asked, self.law = asked, law
        self.pack: Pack = law.pack(asked.jurisdiction)
        self.regime: InterestRegime = self.pack.interest_of(asked.debtor)
        self.fixed: CompensationRegime = self.pack.compensation_of(asked.debtor)
        self.clause = cautions.usable_clause(asked.clause, asked.is_clause_yearly, self.regime)
        self.found: list[Caution] = []
        self.settled: list[Settled] = []
        self.overpaid = Money.zero(asked.currency)
        self.lines = [
            Line(i.number, i.due_on, i.principal, first_day(self.regime, i.due_on, asked.notice_on))
            for i in asked.invoices
        ]
        self.starts = {id(line): line.runs_from for line in self.lines}

    def claim(self) -> Claim:
        """Walks through the payments in the order of their days, then to the day of the claim."""
        asked = self.asked
        for payment in sorted(asked.payments, key=lambda paid: paid.on):
            if payment.on <= asked.until:
                self._reach(payment.on)
                settled, left = allocate(payment, self.lines, self.pack.allocation.order)
                self.settled += settled
                self.overpaid += left
        self._reach(asked.until)
        return self._answer()

    def _reach(self, day: date) -> None:
        """Interest and the fixed sum as they stand at the end of a day."""
        for line in self.lines:
            self._accrue(line, day)
        if self.fixed.is_per_claim:
            self._assess(self.lines, day)
        else:
            for line in self.lines:
                self._assess([line], day)

    def _accrue(self, line: Line, day: date) -> None:
        if self.asked.insolvency_on:
            day = min(day, self.asked.insolvency_on - timedelta(days=1))
        if line.runs_from is None or line.runs_from > day or not line.principal:
            return
        terms = Terms(
            law=self.law,
            regime=self.regime,
            convention=self.asked.convention or DayCount(self.regime.day_count),
            clause=self.clause,
            floor=self.asked.floor,
            judgment_on=self.asked.judgment_on,
            locked_on=self.starts[id(line)],
        )
        found, said = segments(line.principal, line.runs_from, day, terms)
        line.segments += found
        line.interest += sum((segment.interest for segment in found), Fraction(0))
        line.runs_from = day + timedelta(days=1)
        self.found += said

    def _assess(self, lines: list[Line], day: date) -> None:
        """The fixed sum of an invoice (or of all that is late together), once, on what is owed that day."""
        late = [line for line in lines if not line.is_assessed and self._is_chargeable(line, day)]
        owed = total((line.principal for line in late), self.asked.currency)
        if not owed:
            return
        for line in late:
            line.is_assessed = True
        amount = fixed_sum(self.fixed, owed)
        if amount and self.asked.currency != self.pack.currency:
            self.found.append(cautions.other_currency(amount, self.pack, self.fixed))
            return
        late[0].compensation = amount

    def _is_chargeable(self, line: Line, day: date) -> bool:
        since = falls_due_on(self.fixed, line.due_on, self.asked.notice_on)
        opened_on = self.asked.insolvency_on
        is_blocked = opened_on is not None and (line.due_on >= opened_on or (since or day) >= opened_on)
        return since is not None and since <= day and not is_blocked

    def _answer(self) -> Claim:
        currency = self.asked.currency
        interest_open = rounded(sum((line.interest for line in self.lines), Fraction(0)), currency)
        compensation_open = total((line.compensation for line in self.lines), currency)
        principal_open = total((line.principal for line in self.lines), currency)
        pieces = tuple((line.number, segment) for line in self.lines for segment in line.segments)
        used = self._facts(tuple(segment for _number, segment in pieces))
        return Claim(
            days=max(sum(s.days for s in line.segments) for line in self.lines),
            segments=pieces,
            interest=interest_open + total((line.interest_paid for line in self.lines), currency),
            compensation=compensation_open + total((line.compensation_paid for line in self.lines), currency),
            principal_open=principal_open,
            interest_open=interest_open,
            compensation_open=compensation_open,
            owed=principal_open + interest_open + compensation_open,
            overpaid=self.overpaid,
            settled=tuple(self.settled),
            cautions=self._cautions(used, pieces),
            facts=used,
        )

    def _facts(self, found: tuple[Segment, ...]) -> tuple[str, ...]:
        names: list[str] = [*self.regime.facts, *self.fixed.facts]
        names += self.regime.clause_facts if self.clause is not None else ()
        names += self.pack.allocation.facts if self.asked.payments else ()
        if self.asked.insolvency_on and self.pack.insolvency:
            names += self.pack.insolvency.facts
        if self.regime.judgment and self.asked.judgment_on:
            names += self.regime.judgment.facts
        if not self.asked.is_clause_yearly and self.regime.yearly_rate_needed:
            names.append(self.regime.yearly_rate_needed)
        return tuple(dict.fromkeys([*names, *row_ids(found)]))

    def _cautions(self, used: tuple[str, ...], pieces: Iterable[tuple[str, Segment]]) -> tuple[Caution, ...]:
        compensation = total(
            (line.compensation + line.compensation_paid for line in self.lines), self.asked.currency
        )
        facts = cautions.Situation(
            is_late=any(line.due_on < self.asked.until for line in self.lines),
            has_notice=self.asked.notice_on is not None,
            is_paid_on=bool(self.asked.payments),
            is_paid_later=any(p.on > self.asked.until for p in self.asked.payments),
            is_judged=self.asked.judgment_on is not None,
            is_insolvent=self.asked.insolvency_on is not None,
            is_clause_yearly=self.asked.is_clause_yearly,
            clause=self.clause,
            compensation=compensation,
            overpaid=self.overpaid,
            until=self.asked.until,
        )
        said = [*self.found, *cautions.of_claim(facts, self.regime, self.fixed, self.pack)]
        said += cautions.of_facts(used, self.asked.until, self.law)
        return tuple(c for rank, c in enumerate(said) if c not in said[:rank])
