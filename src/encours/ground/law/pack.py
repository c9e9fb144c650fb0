"""The law of one jurisdiction, and the library of them all: facts, tables, sources, and what applies to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor, Fact, Source, Standing
from encours.ground.law.formal_regimes import (
    InsolvencyRegime,
    NoticeRegime,
    ProcedureRegime,
    VatReliefRegime,
)
from encours.ground.law.regimes import (
    AllocationRegime,
    CompensationRegime,
    EventRegime,
    InterestRegime,
    LimitationRegime,
)
from encours.ground.law.right_regimes import RightRegime
from encours.ground.law.tables import RateTable
from encours.ground.law.trade_regimes import ContactRegime, DiscountRegime, InvoiceRegime, TermsRegime
from encours.ground.law.unknown import LawUnknown


@dataclass(frozen=True, slots=True)
class Watched:
    """A date by which the pack has to be looked at again; none where the day is not known."""

    words: Mapping[str, str]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactHours:
    """The hours, days and frequency a house starts with, and whether a law or a habit sets them."""

    from_hour: str
    until_hour: str
    days: str
    frequency: str
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """What is known of one jurisdiction."""

    code: str
    aliases: tuple[str, ...]
    names: Mapping[str, str]
    currency: str
    country: str
    region: str
    missing: frozenset[str]
    contact_hours: ContactHours
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    tables: Mapping[str, RateTable]
    interest: tuple[InterestRegime, ...]
    compensation: tuple[CompensationRegime, ...]
    allocation: AllocationRegime
    limitation: tuple[LimitationRegime, ...]
    events: tuple[EventRegime, ...]
    last_day_moves: tuple[str, ...] | None
    """The facts by which a last day that is no working day moves to the next one; None where it does not."""
    notices: tuple[NoticeRegime, ...] = ()
    procedures: tuple[ProcedureRegime, ...] = ()
    insolvency: InsolvencyRegime | None = None
    vat_relief: tuple[VatReliefRegime, ...] = ()
    terms: tuple[TermsRegime, ...] = ()
    discount: DiscountRegime | None = None
    invoice_mentions: tuple[InvoiceRegime, ...] = ()
    contact: tuple[ContactRegime, ...] = ()
    rights: tuple[RightRegime, ...] = ()
    covers: tuple[str, ...] = ()
    """The countries, as ISO writes them, whose law this pack stands for; a region after a hyphen."""
    watched: tuple[Watched, ...] = field(default=())

    def interest_of(self, debtor: Debtor) -> InterestRegime:
        """How interest runs against a debtor. Raises LawUnknown."""
        for regime in self.interest:
            if debtor in regime.debtors:
                return regime
        raise LawUnknown("not_covered", _nothing_known(self.code, debtor))

    def compensation_of(self, debtor: Debtor) -> CompensationRegime:
        """The fixed sum against a debtor. Raises LawUnknown."""
        for regime in self.compensation:
            if debtor in regime.debtors:
                return regime
        raise LawUnknown("not_covered", _nothing_known(self.code, debtor))


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Every pack; tables and facts are found by their id wherever they stand."""

    packs: Mapping[str, Pack]

    def pack(self, code: str) -> Pack:
        """The pack of a jurisdiction. Raises LawUnknown."""
        for pack in self.packs.values():
            if code == pack.code or code in pack.aliases:
                return pack
        text = N_("Droit inconnu pour {code} (connus : {known})")
        raise LawUnknown("jurisdiction_unknown", Reason(text, code=code, known=", ".join(self.codes)))

    def of_country(self, country: str, region: str = "") -> Pack:
        """The pack for somebody who sits in a country. Raises LawUnknown: the neighbour's law is no answer."""
        sought = (f"{country}-{region}", country) if region else (country,)
        for name in sought:
            for pack in self.packs.values():
                if name in pack.covers:
                    return pack
        return self.pack(sought[0])

    def fact(self, fact_id: str) -> Fact:
        """A fact by its id, wherever it stands. Raises KeyError."""
        return next(pack.facts[fact_id] for pack in self.packs.values() if fact_id in pack.facts)

    def source(self, source_id: str) -> Source:
        """A source by its id: the packs that share one tell it alike. Raises KeyError."""
        return next(pack.sources[source_id] for pack in self.packs.values() if source_id in pack.sources)

    @property
    def codes(self) -> tuple[str, ...]:
        """The jurisdictions that are known."""
        return tuple(pack.code for pack in self.packs.values())

    def table(self, table_id: str) -> RateTable:
        """A table by its id. Raises KeyError: the packs are checked when they are read."""
        return next(pack.tables[table_id] for pack in self.packs.values() if table_id in pack.tables)

    def standing(self, fact_id: str) -> Standing:
        """How well a fact, or a row of a table, is known. Raises KeyError."""
        table_id, _at, _day = fact_id.partition("@")
        for pack in self.packs.values():
            if fact_id in pack.facts:
                return pack.facts[fact_id].standing
            if table_id in pack.tables:
                return next(row.standing for row in pack.tables[table_id].rows if row.id == fact_id)
        raise KeyError(fact_id)


def _nothing_known(code: str, debtor: Debtor) -> Reason:
    text = N_(
        "Rien n'est connu pour ce débiteur ({debtor}) en droit {code} : c'est l'affaire d'un droit national"
    )
    return Reason(text, debtor=debtor.value, code=code)
