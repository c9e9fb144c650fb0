"""The panel of rights: something is said at every stage, and no consumer is ever offered a forbidden fee."""

from datetime import date

import pytest

from encours.ground.law.facts import Debtor
from encours.ground.law.reading import shipped
from encours.ground.law.right_regimes import Stage
from encours.ground.law.rules.rights import Panel, rights
from encours.ground.law.unknown import LawUnknown

LAW = shipped()
TODAY = date(2026, 11, 23)


def panel(code: str, debtor: Debtor, stage: Stage, on: date = TODAY) -> Panel:
    found = rights(jurisdiction=code, debtor=debtor, stage=stage, on=on, law=LAW)
    assert isinstance(found, Panel)
    return found


@pytest.mark.parametrize("code", LAW.codes)
def test_every_country_says_what_may_not_be_done_from_the_first_day_late(code: str) -> None:
    for debtor in Debtor:
        assert panel(code, debtor, Stage.LATE).may_not
        assert panel(code, debtor, Stage.INSOLVENCY).may, "declare the claim"


@pytest.mark.parametrize("code", LAW.codes)
def test_every_right_rests_on_facts_with_their_sources_and_flags(code: str) -> None:
    for debtor in Debtor:
        for stage in Stage:
            found = panel(code, debtor, stage)
            for right in (*found.may, *found.may_not):
                assert right.backed and all(fact.sources for fact in right.backed)
                assert all(right.words[language] for language in ("fr", "en"))
                assert ("{rate}" in right.words["fr"]) == (right.percent is not None)


def test_no_consumer_is_told_that_a_fee_may_be_asked() -> None:
    for code in LAW.codes:
        pack = LAW.pack(code)
        for regime in pack.rights:
            if regime.may and Debtor.CONSUMER in regime.debtors:
                assert regime.id not in {"fixed_sum", "late_interest"} or code == "CH"
    may_not = {right.id for right in panel("FR", Debtor.CONSUMER, Stage.LATE).may_not}
    assert "FR-no_fee_consumer" in may_not


def test_the_rate_shown_is_that_of_the_day_and_a_day_without_one_shows_no_line() -> None:
    shown = {r.id: r.percent for r in panel("FR", Debtor.BUSINESS, Stage.LATE).may}
    assert str(shown["FR-late_interest"]) == "12.40"
    later = {r.id for r in panel("FR", Debtor.BUSINESS, Stage.LATE, date(2027, 1, 2)).may}
    assert "FR-late_interest" not in later and "FR-fixed_sum" in later


def test_an_unknown_country_says_so() -> None:
    found = rights(jurisdiction="JP", debtor=Debtor.BUSINESS, stage=Stage.LATE, on=TODAY, law=LAW)
    assert isinstance(found, LawUnknown) and found.code == "jurisdiction_unknown"
