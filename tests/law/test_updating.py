"""An update of the law: read and checked as a whole, laid over the packs, and a lawyer's mark that lapses with it."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encours.flows.legal.changing import folder_as_update
from encours.ground.kernel.money import Money
from encours.ground.law.entries import PackError
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.reading import library_of, shipped, shipped_files
from encours.ground.law.rules.claim import Claim, ClaimAsked, OwedInvoice, claim
from encours.ground.law.rules.limitation import Limitation, LimitationAsked, limitation
from encours.ground.law.rules.limitation_reach import oldest_in_reach
from encours.ground.law.rules.watching import dates_to_watch
from encours.ground.law.unknown import LawUnknown
from encours.ground.law.updating import amended, check_update, read_update
from encours.ground.law.validating import Validation, digest_of, validated
from tests.house.plan import SOURCE

TODAY = date(2027, 1, 4)
ROW = """
[[value]]
table = "{table}"
in_force_on = 2027-01-01
until = 2027-06-30
percent = "{percent}"
basis = "official_seen"
confidence = "high"
sources = ["{source}"]

[[table]]
id = "{table}"
known_through = 2027-06-30
last_checked_on = 2027-01-04
"""
SEMESTER = (
    'title = "First semester of 2027"\n'
    '[[source]]\npack = "FR"\nid = "decree_2027"\ntitle = "Decree of December 2026"\n'
    'kind = "official_page"\nseen = true\n'
    + ROW.format(table="ECB_MRO_SEMESTER", percent="2.65", source="bg")
    + ROW.format(table="FR_B2B_DEFAULT", percent="12.65", source="decree_2027")
)


def refused(text: str) -> str:
    with pytest.raises(PackError) as found:
        check_update(shipped_files(), read_update(text), TODAY)
    return str(found.value)


def owed(law: Library, until: date) -> Claim | LawUnknown:
    invoices = (OwedInvoice("", Money.from_text("1000.00", "EUR"), date(2026, 12, 31)),)
    return claim(ClaimAsked("FR", Debtor.BUSINESS, invoices, until), law)


def test_a_new_semester_is_in_force_at_once_and_the_shipped_files_stay_as_they_are() -> None:
    law, changed = check_update(shipped_files(), read_update(SEMESTER), TODAY)
    assert set(changed.facts) == {"ECB_MRO_SEMESTER@2027-01-01", "FR_B2B_DEFAULT@2027-01-01"}
    found = owed(law, date(2027, 1, 10))
    assert isinstance(found, Claim) and found.segments[0][1].percent == Decimal("12.65")
    assert isinstance(owed(shipped(), date(2027, 1, 10)), LawUnknown)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title = ", "update"),
        ('title = "Nothing"', "nothing to change"),
        ('title = "Odd"\nstrange = 1', "strange"),
        (SEMESTER.replace("decree_2027", "lost", 1), "lacks decree_2027"),
        (SEMESTER.replace("12.65", "12.75"), "does not follow"),
        (SEMESTER.replace("until = 2027-06-30", "until = 2026-06-30", 1), "FR_B2B_DEFAULT|ECB"),
        (SEMESTER.replace("last_checked_on = 2027-01-04", "last_checked_on = 2027-01-05"), "to come"),
        (SEMESTER.replace('"FR_B2B_DEFAULT"', '"FR_UNKNOWN"'), "no pack has the table"),
        (SEMESTER.replace('percent = "12.65"', 'percent = "12,65"'), "decimal"),
        (
            SEMESTER.replace("known_through =", "lawyer_validated = true\nknown_through ="),
            "marks a fact",
        ),
        ('title = "T"\n[[file]]\npath = "../fr/rates.toml"\ntext = "a = 1"', "no file of a pack"),
        ('title = "T"\n[[fact]]\npack = "XX"\nsubject = "compensation"\nid = "XX-1"', "code XX"),
    ],
)
def test_an_update_with_a_hole_is_refused_and_says_where(text: str, why: str) -> None:

    assert re.search(why, refused(text))


def test_an_update_that_changes_nothing_is_refused() -> None:
    told = amended(shipped_files(), read_update(SEMESTER))
    with pytest.raises(PackError, match="in force already"):
        check_update(told, read_update(SEMESTER), TODAY)


def test_a_country_is_added_by_its_folder_as_a_file() -> None:
    """The how-to, done: the European default copied, renamed, laid over the packs in force."""
    eu = SOURCE / "ground" / "law" / "packs" / "eu"
    kept = ("pack", "applies", "contact", "sources", "late_interest", "compensation")
    files = {f"{name}.toml": (eu / f"{name}.toml").read_text(encoding="utf-8") for name in kept}
    files = {name: text.replace("EU-", "IE-") for name, text in files.items()}
    files["pack.toml"] = _covers_ireland(files["pack.toml"])
    law, changed = check_update(shipped_files(), read_update(folder_as_update("ie", files)), TODAY)
    assert changed.jurisdictions == ("IE",) and law.pack("IE").names["fr"]


def _covers_ireland(text: str) -> str:
    start = text.index("covers = [")
    end = text.index("]", start) + 1
    return (text[:start] + 'covers = ["IE"]' + text[end:]).replace('code = "EU"', 'code = "IE"')


def test_a_mark_holds_while_the_fact_says_the_same_and_lapses_when_it_changes() -> None:
    law = shipped()
    digest = digest_of(law, "FR-COMP-01")
    assert digest is not None
    mark = Validation("FR-COMP-01", digest, "Me Durand", date(2026, 11, 20))
    standing = validated(law, [mark]).standing("FR-COMP-01")
    assert standing.is_lawyer_validated and standing.validated_by == "Me Durand"
    assert not law.standing("FR-COMP-01").is_lawyer_validated
    other = Validation("FR-COMP-01", "0" * 64, "Me Durand", date(2026, 11, 20))
    assert not validated(law, [other]).standing("FR-COMP-01").is_lawyer_validated
    assert digest_of(law, "FR-NOT-THERE") is None


def test_a_fact_from_general_knowledge_is_verified_once_a_lawyer_marked_it() -> None:
    law = shipped()
    mark = Validation("FR-LIM-02", digest_of(law, "FR-LIM-02") or "", "Me Durand", date(2026, 11, 20))
    assert law.standing("FR-LIM-02").is_unverified
    assert not validated(law, [mark]).standing("FR-LIM-02").is_unverified


def test_rates_that_end_are_told_in_time_and_no_sooner() -> None:
    def near(today: date, days: int = 45) -> list[str]:
        return [
            f"{n.code} {n.on}" for n in dates_to_watch(shipped(), today=today, days=days, codes=["FR", "CH"])
        ]

    assert "FR 2026-12-31" in near(date(2026, 11, 23))
    assert near(date(2026, 11, 1)) == []
    assert "CH 2027-11-21" in near(date(2027, 11, 22)), "not checked for a year"
    assert near(date(2026, 11, 23), days=38) == []


def test_after_the_update_nothing_is_near_any_more_for_that_table() -> None:
    law, _changed = check_update(shipped_files(), read_update(SEMESTER), TODAY)
    said = [str(n.reason) for n in dates_to_watch(law, today=TODAY, days=45, codes=["FR"]) if n.reason]
    assert not any("FR_B2B_DEFAULT" in words for words in said)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["FR", "BE", "DE", "CH", "CA-QC", "GB", "LU", "US"]),
    st.sampled_from(list(Debtor)),
    st.dates(date(2005, 1, 1), date(2030, 12, 31)),
    st.integers(0, 365),
    st.integers(0, 400),
)
def test_no_debt_near_its_last_day_is_younger_than_those_looked_at(
    code: str, debtor: Debtor, today: date, days: int, younger: int
) -> None:
    law, by = shipped(), today + timedelta(days=days)
    oldest = oldest_in_reach(law.pack(code), debtor, sector="", region="", by=by)
    assert oldest is not None
    start = oldest + timedelta(days=1 + younger)
    found = limitation(LimitationAsked(code, debtor, dates={"due": start, "invoiced_on": start}), law)
    assert isinstance(found, Limitation) and found.last_on > by


def test_a_leap_day_is_within_reach() -> None:
    law = shipped()
    found = limitation(LimitationAsked("FR", Debtor.BUSINESS, dates={"due": date(2024, 2, 29)}), law)
    assert isinstance(found, Limitation) and found.last_on == date(2029, 2, 28)
    oldest = oldest_in_reach(law.pack("FR"), Debtor.BUSINESS, sector="", region="", by=found.last_on)
    assert oldest is not None and oldest >= date(2024, 2, 29)


def test_the_shipped_files_read_again_are_the_shipped_law() -> None:
    assert library_of(shipped_files()).codes == shipped().codes
    assert Path(SOURCE / "ground" / "law" / "packs" / "fr" / "formal.toml").is_file()
