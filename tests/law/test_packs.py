"""The packs are whole: every subject, unique ids, sources that resolve, derived rates that are derived."""

import re
import shutil
import tomllib
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from encours.ground.kernel.money import Money
from encours.ground.law.entries import PackError
from encours.ground.law.facts import Basis, Debtor
from encours.ground.law.pack import Pack
from encours.ground.law.reading import SUBJECTS, library, shipped
from encours.ground.law.rules.claim import ClaimAsked, OwedInvoice, claim
from encours.ground.law.rules.day_count import DayCount
from encours.ground.law.tables import RateTable
from tests.house.plan import SOURCE

PACKS = SOURCE / "ground" / "law" / "packs"
LAW = shipped()
every_pack = pytest.mark.parametrize("pack", LAW.packs.values(), ids=lambda pack: pack.code)
every_table = pytest.mark.parametrize(
    "table", [t for p in LAW.packs.values() for t in p.tables.values()], ids=lambda table: table.id
)


def test_every_jurisdiction_of_the_contract_has_its_folder() -> None:
    assert set(LAW.codes) == {"FR", "BE", "LU", "CH", "CA-QC", "EU", "DE", "GB", "US"}
    assert {folder.name for folder in PACKS.iterdir()} == {
        "fr",
        "be",
        "lu",
        "ch",
        "ca_qc",
        "eu",
        "de",
        "gb",
        "us",
    }


@every_pack
def test_a_pack_has_every_subject_or_says_which_it_lacks(pack: Pack) -> None:
    assert {fact.subject for fact in pack.facts.values()} | pack.missing == set(SUBJECTS)
    assert not {fact.subject for fact in pack.facts.values()} & pack.missing


@every_pack
def test_a_pack_answers_for_each_debtor_or_its_gap_is_known(pack: Pack) -> None:
    debtors = {debtor for regime in pack.interest for debtor in regime.debtors}
    assert debtors == {debtor for regime in pack.compensation for debtor in regime.debtors}
    assert debtors == set(Debtor) or (pack.code, set(Debtor) - debtors) == ("EU", {Debtor.CONSUMER})
    if pack.code != "EU":
        assert {debtor for regime in pack.limitation for debtor in regime.debtors} == set(Debtor)
    for regime in pack.interest:
        DayCount(regime.day_count)


@every_pack
def test_nothing_is_validated_that_no_lawyer_has_read(pack: Pack) -> None:
    for fact in pack.facts.values():
        assert fact.standing.is_lawyer_validated is False
        assert fact.standing.is_sourced is (fact.standing.basis is not Basis.BACKGROUND)


@every_pack
def test_amounts_and_periods_in_use_are_those_of_their_facts(pack: Pack) -> None:
    for regime in pack.compensation:
        stated = {
            str(pack.facts[fact].data["amount"]) for fact in regime.facts if "amount" in pack.facts[fact].data
        }
        assert not stated or {str(step.fixed) for step in regime.steps} <= stated
    for regime in pack.limitation:
        data = pack.facts[regime.facts[0]].data
        if data.get("unit") == "years" and "duration" in data:
            assert regime.period.years == data["duration"]


@every_pack
def test_a_french_reader_reads_the_same_figures(pack: Pack) -> None:
    for fact in pack.facts.values():
        assert fact.statement_fr, fact.id
        assert _figures(fact.statement) == _figures(fact.statement_fr), fact.id


def _figures(text: str) -> set[str]:
    """The numbers of a statement, however thousands and decimals are written; B2B and B2C are names."""
    plain = re.sub(r"B2[BC]", "", text)
    return set(re.findall(r"\d+", re.sub(r"(?<=\d)[.,\u00a0 ](?=\d)", "", plain)))


@every_table
def test_a_table_is_in_order_and_knows_its_gaps(table: RateTable) -> None:
    for row, following in pairwise(table.rows):
        assert row.until is not None and row.until < following.in_force_on
        if table.id != "LU_LEGAL":
            assert row.until + timedelta(days=1) == following.in_force_on


@every_table
def test_a_derived_rate_is_what_its_table_says(table: RateTable) -> None:
    if table.derived is None:
        return
    step = table.derived.round_up_to
    for row in table.rows:
        base = LAW.table(table.derived.table).at(row.in_force_on).percent
        due = base * table.derived.times + table.derived.plus
        assert row.percent == ((due / step).to_integral_value(ROUND_CEILING) * step if step else due), row.id


def test_the_british_rate_is_the_reference_rate_of_the_day_before_plus_eight() -> None:
    (table,) = tomllib.loads((PACKS / "gb" / "rates.toml").read_text(encoding="utf-8"))["table"]
    for row in table["values"]:
        assert Decimal(row["percent"]) == Decimal(row["reference_percent"]) + 8
        assert row["reference_on"] == row["in_force_on"] - timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "into", "why"),
    [
        ('basis = "official_seen"', "", "basis"),
        ("lawyer_validated = false", "", "lawyer_validated"),
        ("last_checked_on = 2026-11-21", "", "last_checked_on"),
        ('sources = ["fr_d441_5"', 'sources = ["lost"', "lost"),
        ('id = "FR-COMP-02"', 'id = "FR-COMP-01"', "twice"),
    ],
)
def test_a_pack_with_a_hole_is_refused_and_named(tmp_path: Path, line: str, into: str, why: str) -> None:
    shutil.copytree(PACKS, tmp_path / "packs")
    file = tmp_path / "packs" / "fr" / "compensation.toml"
    text = file.read_text(encoding="utf-8")
    assert line in text
    file.write_text(text.replace(line, into, 1), encoding="utf-8")
    with pytest.raises(PackError, match=why):
        library(tmp_path / "packs")


def test_a_country_is_added_by_adding_a_folder(tmp_path: Path) -> None:
    """The how-to, done: the European default copied, renamed, with its own fixed sum."""
    shutil.copytree(PACKS, tmp_path / "packs")
    new = tmp_path / "packs" / "ie"
    new.mkdir()
    for name in ("pack", "applies", "contact", "sources", "payment_terms"):
        text = (PACKS / "eu" / f"{name}.toml").read_text(encoding="utf-8")
        (new / f"{name}.toml").write_text(text.replace("EU-", "IE-"), encoding="utf-8")
    for name in ("late_interest", "compensation"):
        text = (PACKS / "eu" / f"{name}.toml").read_text(encoding="utf-8")
        (new / f"{name}.toml").write_text(text.replace("EU-", "IE-"), encoding="utf-8")
    pack = (new / "pack.toml").read_text(encoding="utf-8").replace('code = "EU"', 'code = "IE"')
    (new / "pack.toml").write_text(pack, encoding="utf-8")
    law = library(tmp_path / "packs")
    invoices = (OwedInvoice("", Money.from_text("5000.00", "EUR"), date(2026, 1, 31)),)
    found = claim(ClaimAsked("IE", Debtor.BUSINESS, invoices, date(2026, 4, 30)), law)
    assert str(found.interest.decimal) == "123.75"  # type: ignore[union-attr]
