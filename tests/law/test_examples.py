"""Every worked example, as tables that a lawyer can read (`examples/*.toml`), asked of the verbs themselves."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from encours.faces.cli.claim_lines import claim_line
from encours.faces.cli.limitation_lines import limitation_line
from encours.ground.law.facts import Debtor
from encours.ground.law.reading import shipped
from encours.ground.law.rules.contact_limits import is_bound, is_presumed_harassment
from encours.ground.law.rules.procedural_days import deadline, service_of_order
from encours.ground.law.spans import Span
from encours.ground.law.trade_regimes import Caller

EXAMPLES = Path(__file__).parent / "examples"
Case = Mapping[str, object]


def cases(name: str, kind: str) -> list[Case]:
    found: list[Case] = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))[kind]
    return found


def called(case: Case) -> str:
    return f"{case['id']}: {case['title']}"


def asked(case: Case, answer: object) -> dict:
    return json.loads(json.dumps(answer(json.dumps(case["given"])), default=str))


@pytest.mark.parametrize("case", cases("claims", "claim") + cases("traps", "claim"), ids=called)
def test_a_claim_comes_out_as_the_example_says(case: Case) -> None:
    said = asked(case, claim_line)
    if "error" in case:
        assert said["error"]["code"] == case["error"]
        return
    assert {key: said[key] for key in case.get("answer", {})} == case.get("answer", {})
    assert {warning["code"] for warning in said["warnings"]} >= set(case.get("warnings", []))
    for key, wrong in case.get("never", {}).items():
        assert said[key] != wrong
    if "segments" in case:
        keys = ("from", "to", "days", "rate", "interest")
        assert [[str(segment[key]) for key in keys] for segment in said["segments"]] == case["segments"]


@pytest.mark.parametrize("case", cases("limitations", "limitation"), ids=called)
def test_a_limitation_comes_out_as_the_example_says(case: Case) -> None:
    said = asked(case, limitation_line)
    if "error" in case:
        assert said["error"]["code"] == case["error"]
        return
    assert {key: said[key] for key in case.get("answer", {})} == case.get("answer", {})
    for key in ("interrupted_by", "ignored"):
        if key in case:
            assert [event["kind"] for event in said[key]] == case[key]
    assert {warning["code"] for warning in said["warnings"]} >= set(case.get("warnings", []))


@pytest.mark.parametrize("case", cases("rates", "rate"), ids=called)
def test_a_rate_is_the_published_one(case: Case) -> None:
    percent = shipped().table(str(case["table"])).at(case["on"]).percent
    assert percent == Decimal(str(case["percent"]))
    assert percent != Decimal(str(case.get("never", "NaN")))


def test_d11_the_part_payment_settles_interest_the_forty_euros_then_principal() -> None:
    (case,) = (case for case in cases("claims", "claim") if case["id"] == "D11")
    said = asked(case, claim_line)
    settled = {
        "on": "2026-03-31",
        "interest": "196.40",
        "fixed_compensation": "40.00",
        "principal": "3763.60",
    }
    assert said["allocations"] == [settled]
    assert said["open"] == {"principal": "6236.40", "interest": "126.63", "fixed_compensation": "0.00"}


def test_p17_the_raised_rate_of_an_individual_is_five_points_more() -> None:
    law = shipped()
    assert law.table("FR_LEGAL_INDIVIDUAL").at(date(2025, 7, 1)).percent + 5 == Decimal("11.65")


@pytest.mark.parametrize(
    ("order_on", "counted", "extended"),
    [("2026-08-31", "2027-02-28", "2027-03-01"), ("2026-09-01", "2026-12-01", "2026-12-01")],
)
def test_d12_an_order_to_pay_is_served_within_the_delay_of_its_day(
    order_on: str, counted: str, extended: str
) -> None:
    pack = shipped().pack("FR")
    found = service_of_order(date.fromisoformat(order_on), pack.facts["FR-PROC-02"], pack)
    assert (str(found.counted_on), str(found.extended_on)) == (counted, extended)


def test_d13_opposition_ends_on_the_same_numbered_day() -> None:
    pack = shipped().pack("FR")
    months = pack.facts["FR-PROC-03"].data["opposition_months"]
    assert str(deadline(date(2026, 11, 30), Span(months=int(str(months))), pack).counted_on) == "2026-12-30"


def test_d14_the_new_route_between_merchants_counts_a_month_then_eight_days() -> None:
    pack = shipped().pack("FR")
    data = pack.facts["FR-PROC-08"].data
    contested = Span(months=int(str(data["contest_months"]))).after(date(2026, 6, 15))
    recorded = Span(days=int(str(data["pv_min_days_after"]))).after(contested)
    assert (str(contested), str(recorded)) == ("2026-07-15", "2026-07-23")


def test_d40_a_creditor_under_its_own_name_is_outside_the_rules_for_collectors() -> None:
    assert not is_bound(Caller.CREDITOR, Debtor.BUSINESS)
    fact = shipped().pack("US").facts["US-CON-02"]
    assert not is_presumed_harassment(8, Caller.CREDITOR, Debtor.BUSINESS, fact)


def test_d41_an_agency_s_eighth_call_to_a_consumer_in_seven_days_is_presumed_harassment() -> None:
    fact = shipped().pack("US").facts["US-CON-02"]
    assert is_presumed_harassment(8, Caller.COLLECTOR, Debtor.CONSUMER, fact)
    assert not is_presumed_harassment(7, Caller.COLLECTOR, Debtor.CONSUMER, fact)


def test_every_worked_example_is_here() -> None:
    """The ids of the research notes; those without a table of their own are tests above."""
    tables = [("claims", "claim"), ("limitations", "limitation"), ("rates", "rate")]
    found = {str(case["id"]) for name, kind in tables for case in cases(name, kind)}
    ids = "P01 P02 P03 P04 P05 P08 P09 P14 P15 P16 P17 P20 D01 D02 D06 D07 D11 D12 D13 D14 D15 D17 D19 D20"
    ids += " D23 D24 D25 D28 D30 D32 D34 D35 D37 D40 D41"
    assert set(ids.split()) - found == {"D12", "D13", "D14", "D40", "D41"}
