"""Whatever a situation holds, `advise` answers in its closed words and keeps the promises that never bend."""

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from encours.flows.advise.answering import answer_line
from encours.method.strategy.kit import shipped_kit
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import Forbidden, NextAction

TODAY = date(2026, 6, 10)
ASKING = {"dun", "send", "send_reminder", "reminder_on_amount"}
STANDSTILLS = {"hold_bereavement", "placed", "time_barred", "cool_down"}
RESTS = {"hold", "check_agency_status", "write_off_review", "wait"}
days = st.integers(-90, 10).map(lambda n: (TODAY + timedelta(days=n)).isoformat())
amounts = st.integers(1, 2_000_000).map(lambda cents: f"{cents / 100:.2f}")
stages = st.sampled_from(
    [
        "courtesy",
        "reminder2",
        "firm",
        "formal_notice",
        "last_notice",
        "call_summary",
        "plan",
        "promise_reminder",
        "broken_promise",
        "dispute_ack",
        "thanks",
        "whatever",
        "settlement",
    ]
)
outcomes = st.sampled_from(
    [
        "no_answer",
        "answered_no_promise",
        "oral_promise",
        "oral_plan",
        "vague_promise",
        "callback_requested",
        "question_unanswered",
        "refused",
        "emotional",
        "already_paid",
        "dispute_raised",
        "wrong_number",
        "plan_asked",
    ]
)
texts = st.sampled_from(
    [
        "",
        "Nous n'avons pas reçu la facture",
        "bientôt",
        "difficultés de trésorerie",
        "décès",
        "d'accord",
        "litige",
        "???",
    ]
)
moods = st.sampled_from(["calm", "angry", "irritated", ""])
acts = st.sampled_from(
    ["cancel_invoice", "place_with_agency", "record_call", "publish_name", "search_ssn", "dance", ""]
)


@st.composite
def events(draw: st.DrawFn) -> dict[str, object]:
    kind = draw(st.sampled_from([kind.value for kind in EventKind]))
    event: dict[str, object] = {"kind": kind, "at": draw(days)}
    if kind == "call":
        event |= {"outcome": draw(outcomes), "text": draw(texts)}
    if kind == "dispute_answered":
        event["outcome"] = draw(st.sampled_from(["upheld", "groundless", "partly"]))
    optional: dict[str, st.SearchStrategy[object]] = {
        "stage": stages,
        "amount": amounts,
        "promised_for": days,
        "written": st.booleans(),
        "text": texts,
        "mood": moods,
        "action": acts,
        "done": st.booleans(),
        "quote": st.booleans(),
        "minutes_ago": st.integers(0, 20),
        "answer_due": days,
        "appointment": days,
    }
    for key in draw(st.sets(st.sampled_from(sorted(optional)), max_size=5)):
        event.setdefault(key, draw(optional[key]))
    return event


@st.composite
def situations(draw: st.DrawFn) -> dict[str, object]:
    customer: dict[str, object] = {}
    known: dict[str, st.SearchStrategy[object]] = {
        "n": st.integers(0, 30),
        "otr": st.sampled_from([0, 0.4, 0.9, 1]),
        "pb": st.integers(0, 4),
        "unanswered": st.integers(0, 8),
        "silence_days": st.integers(0, 90),
        "channels": st.integers(0, 3),
        "hardship": st.booleans(),
        "dispute_open": st.booleans(),
        "insolvency": st.booleans(),
        "key": st.booleans(),
        "keep": st.booleans(),
        "type_confirmed": st.booleans(),
        "plan_b_ready": st.booleans(),
        "rem": st.just(0.6),
        "since_months": st.integers(0, 200),
        "kind": st.sampled_from(["business", "consumer", "public"]),
        "grade": st.sampled_from(["A", "B", "C", "D", "?"]),
        "unreachable": st.booleans(),
        "asked_plan": st.booleans(),
    }
    for key in draw(st.sets(st.sampled_from(sorted(known)), max_size=7)):
        customer[key] = draw(known[key])
    invoices = [
        {"amount": draw(amounts), "dpd": draw(st.integers(-30, 2500))} for _ in range(draw(st.integers(0, 3)))
    ]
    told = draw(st.lists(events(), max_size=6))
    return {"id": 1, "today": TODAY.isoformat(), "customer": customer, "invoices": invoices, "events": told}


@given(situations())
def test_any_situation_gets_an_answer_in_closed_words(situation):
    answer = answer_line(json.dumps(situation), shipped_kit())
    assert "error" not in answer, answer
    assert answer["next_action"] in set(NextAction)
    assert set(answer["forbidden"]) <= set(Forbidden)
    assert answer["next_action"] not in set(answer["forbidden"]) - {"call"}
    assert answer["why"]


@given(situations())
def test_some_promises_never_bend(situation):
    answer = answer_line(json.dumps(situation), shipped_kit())
    refused = set(answer["forbidden"])
    if answer["state"] in STANDSTILLS and answer["next_action"] in RESTS:
        assert refused >= ASKING
        assert answer["priority"] in (0, 75, None)
    if answer["type"] == "INSOLVENCY" and answer["next_action"] == "declare_claim":
        assert refused >= ASKING | {"agency_handoff", "court_filing"}
    if answer["next_action"] in {
        "formal_notice",
        "last_notice",
        "agency_handoff",
        "settlement_offer",
        "execute_plan_b",
    }:
        assert answer["sender"] == "owner"
