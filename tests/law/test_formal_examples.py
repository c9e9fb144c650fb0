"""Formal steps, terms and hours, as tables that a lawyer can read (`examples/formal.toml`)."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from encours.ground.kernel.money import Money
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import NoticeKind, VatGround
from encours.ground.law.reading import shipped
from encours.ground.law.rules.contact_hours import contact_hours
from encours.ground.law.rules.insolvency import InsolvencyAsked, declaration
from encours.ground.law.rules.mentions import invoice_mentions
from encours.ground.law.rules.notice import MENTION_NAMES, notice
from encours.ground.law.rules.payment_terms import payment_terms
from encours.ground.law.rules.procedures import delay, fees, ways
from encours.ground.law.rules.vat_relief import VatReliefAsked, vat_relief
from encours.ground.law.trade_regimes import Caller
from encours.ground.law.unknown import LawUnknown

LAW = shipped()
TABLES = tomllib.loads((Path(__file__).parent / "examples" / "formal.toml").read_text(encoding="utf-8"))
ON = date(2026, 9, 1)
Case = dict[str, Any]


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", TABLES[kind], ids=lambda case: case["title"])


def known(found: Any, case: Case) -> Any:
    """What was found, after a look at what was expected of its being known and of its cautions."""
    if "error" in case:
        assert isinstance(found, LawUnknown) and found.code == case["error"]
        return None
    assert not isinstance(found, LawUnknown), found
    if "cautions" in case:
        assert {caution.code for caution in found.cautions} >= set(case["cautions"])
    for name, expected in case.get("answer", {}).items() if isinstance(case.get("answer"), dict) else ():
        assert plain(getattr(found, name)) == expected, name
    return found


def plain(value: Any) -> Any:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return value if isinstance(value, bool | int | date) else str(value)


@each("insolvency")
def test_a_claim_is_declared_in_time(case: Case) -> None:
    known(declaration(InsolvencyAsked(**case["given"]), LAW), case)


@each("vat_relief")
def test_the_tax_of_a_lost_claim(case: Case) -> None:
    given = {"due_on": date(2026, 1, 31), **case["given"], "ground": VatGround(case["given"]["ground"])}
    asked = VatReliefAsked(vat=Money(20_000, "EUR"), net=Money(100_000, "EUR"), **given)
    found = known(vat_relief(asked, LAW), case)
    if "mention" in case:
        assert case["mention"] in found.mention


@each("notice")
def test_what_a_notice_needs(case: Case) -> None:
    given = case["given"]
    asked = {"jurisdiction": given["jurisdiction"], "debtor": Debtor(given["debtor"])}
    found = known(notice(NoticeKind(given["kind"]), on=ON, law=LAW, **asked), case)
    if found:
        assert set(found.mentions) >= set(case.get("holds", []))
        assert not set(found.mentions) & set(case.get("lacks", []))


def test_every_mention_of_a_notice_has_a_name() -> None:
    named = {mention for pack in LAW.packs.values() for regime in pack.notices for mention in regime.mentions}
    assert named == set(MENTION_NAMES)


def way_of(case: Case) -> Any:
    pack = LAW.pack(case["given"]["jurisdiction"])
    return next(way for way in pack.procedures if way.id == case["given"]["way"])


@each("fee")
def test_what_an_act_costs(case: Case) -> None:
    owed = Money.from_text(case["given"]["owed"], LAW.pack(case["given"]["jurisdiction"]).currency)
    found = fees(way_of(case), owed, on=ON, law=LAW)
    if "error" in case:
        assert isinstance(found, LawUnknown) and found.code == case["error"]
        return
    assert not isinstance(found, LawUnknown)
    ranges = {fee.id: [str(fee.lowest.decimal), str(fee.highest.decimal)] for fee in found}
    assert {name: ranges[name] for name in case["answer"]} == case["answer"]
    assert {c.code for fee in found for c in fee.cautions} >= set(case.get("cautions", []))


@each("way")
def test_which_ways_are_open(case: Case) -> None:
    given = case["given"]
    found = ways(
        jurisdiction=given["jurisdiction"],
        debtor=Debtor(given["debtor"]),
        owed=Money.from_text(given["owed"], "EUR"),
        law=LAW,
        is_cross_border=given.get("cross_border", False),
    )
    if "error" in case:
        assert isinstance(found, LawUnknown) and found.code == case["error"]
    else:
        assert [way.id for way in found] == case["answer"]  # type: ignore[union-attr]


@each("delay")
def test_a_delay_is_that_of_the_day_of_the_act(case: Case) -> None:
    given = case["given"]
    pack = LAW.pack(given["jurisdiction"])
    found = delay(way_of(case), given["delay"], from_on=given["from_on"], pack=pack, law=LAW)
    if "error" in case:
        assert isinstance(found, LawUnknown) and found.code == case["error"]
    else:
        assert not isinstance(found, LawUnknown)
        assert [found.deadline.counted_on, found.deadline.extended_on] == case["answer"]


@each("terms")
def test_the_days_left_to_pay(case: Case) -> None:
    given = case["given"]
    asked = {"jurisdiction": given["jurisdiction"], "debtor": Debtor(given["debtor"])}
    found = known(payment_terms(on=ON, law=LAW, **asked), case)
    if found and found.most_days is not None:
        assert found.allows(found.most_days) and not found.allows(found.most_days + 1)


@each("mentions")
def test_what_an_invoice_says(case: Case) -> None:
    given = case["given"]
    asked = {"jurisdiction": given["jurisdiction"], "debtor": Debtor(given["debtor"])}
    found = known(invoice_mentions(on=ON, law=LAW, **asked), case)
    assert set(found.must) >= set(case.get("must", [])) and set(found.never) >= set(case.get("never", []))
    assert not set(found.must) & set(found.never)


@each("hours")
def test_when_a_debtor_may_be_called(case: Case) -> None:
    given = case["given"]
    asked = {"jurisdiction": given["jurisdiction"], "debtor": Debtor(given["debtor"])}
    found = known(contact_hours(caller=Caller(given["caller"]), on=ON, law=LAW, **asked), case)
    for day, hour in case.get("allowed", []):
        assert found.allow(date.fromisoformat(day), time.fromisoformat(hour)), (day, hour)
    for day, hour in case.get("refused", []):
        assert not found.allow(date.fromisoformat(day), time.fromisoformat(hour)), (day, hour)
