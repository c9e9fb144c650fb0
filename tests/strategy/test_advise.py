"""`encours advise` gives the method's answer to each situation of the table, and says what it cannot read."""

import json
import tomllib
from pathlib import Path

import pytest

from encours.flows.advise.answering import answer_line
from encours.method.strategy.kit import shipped_kit
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
    Standing,
    Terms,
)

SITUATIONS = tomllib.loads((Path(__file__).parent / "situations.toml").read_text(encoding="utf-8"))[
    "situation"
]
KEYS = ["id", "type", "confidence", "reason", "state", "next_action", "channel", "sender", "tone", "earliest"]
KEYS += ["terms", "plan_b_visible", "priority", "forbidden", "why"]
TOLD = ("today", "now", "lang", "customer", "invoices", "events", "context")


def ask(told: dict) -> dict:
    return answer_line(json.dumps({"id": "x", **told}), shipped_kit())


def answer_to(situation: dict) -> dict:
    told = {key: situation[key] for key in TOLD if key in situation}
    told.setdefault("today", str(told.get("now", "2026-06-10"))[:10])
    return ask(told)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s["name"])
def test_the_answer_is_the_method_s(situation):
    answer = answer_to(situation)
    assert "error" not in answer, answer
    assert list(answer) == KEYS
    expected = dict(situation.get("expect", {}))
    least = expected.pop("priority_at_least", situation.get("priority_at_least"))
    tone = expected.pop("tone", None)
    assert {key: answer[key] for key in expected} == expected
    assert set(situation.get("forbidden", ())) - set(answer["forbidden"]) == set()
    assert set(situation.get("allowed", ())) & set(answer["forbidden"]) == set()
    assert tone is None or answer["tone"]["level"] == tone
    assert least is None or answer["priority"] >= least
    assert "priority" not in situation or answer["priority"] == situation["priority"]
    assert "priority_below" not in situation or answer["priority"] < situation["priority_below"]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s["name"])
def test_every_word_of_an_answer_is_in_its_closed_list(situation):
    answer = answer_to(situation)
    assert answer["next_action"] in set(NextAction)
    assert answer["channel"] in set(AdviceChannel)
    assert answer["sender"] in set(AdviceSender)
    assert answer["reason"] in set(Motive)
    assert answer["state"] is None or answer["state"] in set(Standing)
    assert answer["terms"] is None or answer["terms"] in set(Terms)
    assert all(f in set(Forbidden) or f.startswith("propose_") for f in answer["forbidden"])
    assert answer["why"]
    assert not any("{" in sentence for sentence in answer["why"])


def test_there_are_many_situations_and_each_has_its_own_name():
    names = [situation["name"] for situation in SITUATIONS]
    assert len(names) >= 120
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("{", "invalid_json", ""),
        ("[1]", "invalid_type", ""),
        ('{"id": 1}', "missing_field", "today"),
        ('{"today": "10/06/2026"}', "invalid_date", "today"),
        (
            '{"today": "2026-06-10", "invoices": [{"amount": "12,5", "dpd": 1}]}',
            "invalid_amount",
            "invoices[0].amount",
        ),
        (
            '{"today": "2026-06-10", "invoices": [{"amount": "-5", "dpd": 1}]}',
            "invalid_amount",
            "invoices[0].amount",
        ),
        ('{"today": "2026-06-10", "invoices": [{"dpd": 1}]}', "missing_field", "invoices[0].amount"),
        ('{"today": "2026-06-10", "invoices": [{"amount": "5"}]}', "missing_field", "invoices[0].due"),
        ('{"today": "2026-06-10", "invoices": {"amount": "5"}}', "invalid_type", "invoices"),
        (
            '{"today": "2026-06-10", "invoices": [{"amount": "5", "dpd": 1, "currency": "XXXX"}]}',
            "invalid_currency",
            "invoices[0].currency",
        ),
        ('{"today": "2026-06-10", "events": [{"kind": "dance"}]}', "unknown_value", "events[0].kind"),
        ('{"today": "2026-06-10", "events": [{}]}', "missing_field", "events[0].kind"),
        (
            '{"today": "2026-06-10", "events": [{"kind": "call", "outcome": "maybe"}]}',
            "unknown_value",
            "events[0].outcome",
        ),
        ('{"today": "2026-06-10", "customer": {"n": "many"}}', "invalid_number", "customer.n"),
        ('{"today": "2026-06-10", "customer": {"otr": -1}}', "invalid_number", "customer.otr"),
        ('{"today": "2026-06-10", "customer": {"kind": "robot"}}', "unknown_value", "customer.kind"),
        ('{"today": "2026-06-10", "customer": {"country": "QQ"}}', "unknown_country", "customer.country"),
        ('{"today": "2026-06-10", "customer": {"keep": "perhaps"}}', "invalid_type", "customer.keep"),
        ('{"today": "2026-06-10", "customer": []}', "invalid_type", "customer"),
        ('{"today": "2026-06-10", "lang": "de"}', "unknown_value", "lang"),
    ],
)
def test_a_line_that_cannot_be_read_says_which_field(line, code, field):
    error = answer_line(line, shipped_kit())["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"]


def test_the_same_situation_always_gets_the_same_answer():
    told = {"today": "2026-06-10", "customer": {"n": 2}, "invoices": [{"amount": "10", "dpd": 3}]}
    assert ask(told) == ask(told)


def test_an_empty_situation_asks_for_nothing():
    assert ask({"today": "2026-06-10"})["next_action"] == "wait"


ROWS = {
    2: ({"n": 0, "ever_paid": False}, {"amount": "15000", "dpd": 5}, 85.0),
    3: ({"key": True, "n": 30, "otr": 0.95, "revenue_12m": "240000"}, {"amount": "380", "dpd": 18}, 17.0),
    4: (
        {"n": 12, "otr": 0.42, "sd": 19, "bulk": 0.5, "rem": 0.67, "all_paid": True},
        {"amount": "4200", "dpd": 24},
        51.5,
    ),
    6: ({"n": 12, "otr": 0.95, "since_months": 60}, {"amount": "9800", "dpd": 12}, 50.0),
    7: ({"type_confirmed": True}, {"amount": "2600", "dpd": 95}, 50.3),
    10: ({"n": 5, "otr": 0.6, "sd": 3}, {"amount": "640", "dpd": 400}, 33.4),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_priority_is_that_of_the_worked_rows(row):
    customer, invoice, expected = ROWS[row]
    assert ask({"today": "2026-06-10", "customer": customer, "invoices": [invoice]})["priority"] == expected


EXAMPLES = {
    "A": ({"n": 11, "otr": 0.91, "sd": 4, "answered_5d": True}, "RELIABLE", 0.60),
    "B": (
        {
            "n": 12,
            "otr": 0.42,
            "sd": 19,
            "bulk": 0.5,
            "partial": 0.25,
            "rem": 0.67,
            "skips": True,
            "all_paid": True,
        },
        "SPORADIC",
        0.90,
    ),
    "C": (
        {
            "n": 9,
            "otr": 0.78,
            "otr_before": 1.0,
            "trend": 16,
            "hardship": True,
            "asked_plan": True,
            "answered_5d": True,
            "orders_drop": True,
        },
        "STRAINED",
        0.90,
    ),
    "D": (
        {
            "n": 1,
            "pb": 3,
            "unanswered": 4,
            "silence_days": 30,
            "channels": 2,
            "reasons_changed": 3,
            "refused_writing": 1,
            "able_not_paying": True,
        },
        "AVOIDS",
        0.65,
    ),
    "E": ({"n": 0, "dpd": 5}, "NEW", 0.30),
    "F": (
        {
            "n": 5,
            "otr": 0.6,
            "pb": 1,
            "unanswered": 3,
            "silence_days": 21,
            "channels": 2,
            "reasons_changed": 3,
            "dispute_open": True,
        },
        "UNKNOWN",
        0.55,
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_type_is_that_of_the_worked_examples(example):
    customer, kind, confidence = EXAMPLES[example]
    answer = ask({"today": "2026-06-10", "customer": customer})
    assert (answer["type"], answer["confidence"]) == (kind, confidence)
