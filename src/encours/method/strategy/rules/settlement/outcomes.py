"""What each way to end a file is worth, in money of today net of its costs, and after how many days."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_
from encours.method.strategy.rules.settlement.chances import accepted, executed
from encours.method.strategy.rules.settlement.facts import (
    AGENCY_DAYS,
    COURT_DAYS,
    INHOUSE_DAYS,
    PAID_DAYS,
    REFUSED_DAYS,
    Acceptance,
    SettlementAsked,
    SettlementTerms,
)

HUNDRED, YEAR = Decimal(100), 365


class Way(StrEnum):
    """A way to end a file."""

    INHOUSE = "inhouse"
    AGENCY = "agency"
    COURT = "court"
    SETTLEMENT = "settlement"
    WRITE_OFF = "write_off"


WAY_LABELS = {
    Way.INHOUSE: N_("Continuer nous-mêmes"),
    Way.AGENCY: N_("Société de recouvrement"),
    Way.COURT: N_("Justice"),
    Way.SETTLEMENT: N_("Transiger"),
    Way.WRITE_OFF: N_("Renoncer"),
}
DAYS_OF = {
    Way.INHOUSE: INHOUSE_DAYS,
    Way.AGENCY: AGENCY_DAYS,
    Way.COURT: COURT_DAYS,
    Way.SETTLEMENT: PAID_DAYS,
    Way.WRITE_OFF: 0,
}
"""After how many days the money of each way is expected. Source: method 2f."""


@dataclass(frozen=True, slots=True)
class Others:
    """The value of the ways that are no settlement, in units of the currency."""

    inhouse: Decimal
    agency: Decimal
    court: Decimal

    @property
    def best(self) -> Decimal:
        """V*: what is expected without any offer; never less than nothing."""
        return max(self.inhouse, self.agency, self.court, Decimal(0))

    @property
    def way(self) -> Way:
        """The way that V* comes from; giving up where none brings anything."""
        by_value = {Way.INHOUSE: self.inhouse, Way.AGENCY: self.agency, Way.COURT: self.court}
        best = max(by_value, key=lambda way: by_value[way])
        return best if by_value[best] > 0 else Way.WRITE_OFF


def discount(days: int, terms: SettlementTerms) -> Decimal:
    """What one unit received in so many days is worth today."""
    return 1 / (1 + terms.money_percent / HUNDRED * days / YEAR)


def others(asked: SettlementAsked, terms: SettlementTerms, *, ours: Decimal, agencys: Decimal) -> Others:
    """In-house, agency and court, each with its chance, its delay and its costs. Source: method 2f."""
    amount = asked.amount.decimal
    return Others(
        inhouse=_inhouse(asked, terms, amount, ours),
        agency=_agency(asked, terms, amount, agencys),
        court=_court(asked, terms, amount),
    )


def offer_value(
    share: Decimal, asked: SettlementAsked, terms: SettlementTerms, *, best: Decimal, acceptance: Acceptance
) -> Decimal:
    """What offering a share is worth: accepted and paid at once, else our best other way a little later."""
    sure = accepted(share, acceptance) * terms.paid_percent / HUNDRED
    paid = sure * share * asked.amount.decimal * discount(PAID_DAYS, terms)
    return paid + (1 - sure) * best * discount(REFUSED_DAYS, terms)


def _inhouse(asked: SettlementAsked, terms: SettlementTerms, amount: Decimal, ours: Decimal) -> Decimal:
    left = terms.contacts if asked.contacts_left is None else asked.contacts_left
    return ours * amount * discount(INHOUSE_DAYS, terms) - left * _units(asked, terms.contact_minor)


def _agency(asked: SettlementAsked, terms: SettlementTerms, amount: Decimal, agencys: Decimal) -> Decimal:
    fee = Decimal(terms.agency_percent) if asked.fee_percent is None else asked.fee_percent
    fixed = asked.fee_fixed.decimal if asked.fee_fixed else Decimal(0)
    return agencys * amount * (1 - fee / HUNDRED) * discount(AGENCY_DAYS, terms) - fixed


def _court(asked: SettlementAsked, terms: SettlementTerms, amount: Decimal) -> Decimal:
    title = terms.title_percent / HUNDRED if asked.title_rate is None else asked.title_rate
    cost = asked.court_cost.decimal if asked.court_cost else _units(asked, terms.court_minor)
    back = _units(asked, terms.recoverable_minor)
    if asked.court_recoverable is not None:
        back = asked.court_recoverable.decimal
    return title * executed(asked) * (amount + back) * discount(COURT_DAYS, terms) - cost


def _units(asked: SettlementAsked, minor: int) -> Decimal:
    """A term of the house, in minor units of the file's currency, in its units."""
    return Money(minor, asked.amount.currency).decimal
