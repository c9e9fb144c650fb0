"""Outside help: proofs of a partner, its cost, when it is proposed, which moves there are, what it may tell."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.referral.rules.news import (
    NewsDraft,
    Unread,
    event_of,
    is_fresh,
    is_stale,
    moved,
    problem_of_news,
    read_call,
    read_file,
)
from encours.method.referral.rules.partner import (
    FeeTerms,
    PartnerDraft,
    Wanted,
    fee_in_force,
    match,
    problem_of_partner,
    proofs,
)
from encours.method.referral.rules.quote import Quote, expected_cost, is_expired, problem_of_quote
from encours.method.referral.rules.states import (
    BLOCKS_US,
    ENDED,
    MOVES,
    PlacementEvent,
    after,
    problem_of_undo,
)
from encours.method.referral.rules.trigger import HelpFacts, help_of
from encours.method.referral.rules.words import NewsKind, PartnerKind, PlacementState
from tools import placement_states

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
S, E = PlacementState, PlacementEvent
WHOLE = PartnerDraft(
    kind=PartnerKind.AGENCY,
    name="Recouvrance",
    registration="R-1",
    insurance="Assureur 12",
    insured_until_on=date(2027, 12, 31),
    has_segregated_account=True,
    languages="FR,EN",
    countries="FR,BE",
)


def euros(text: str) -> Money:
    return Money.from_text(text, "EUR")


@pytest.mark.parametrize(
    ("percent", "fixed", "fee", "net"),
    [("18", "0", "624.96", "2847.04"), ("12", "95", "511.64", "2960.36"), ("0", "0", "0", "3472")],
)
def test_the_figures_of_the_method_are_exact(percent: str, fixed: str, fee: str, net: str) -> None:
    cost = expected_cost(euros("4960"), Decimal("0.70"), Quote(Decimal(percent), euros(fixed)))
    assert (cost.fee, cost.net) == (euros(fee), euros(net))


@pytest.mark.parametrize("amount", ["0.01", "10000000"])
def test_a_cent_and_ten_million_cost_what_they_cost(amount: str) -> None:
    cost = expected_cost(euros(amount), Decimal("0.5"), Quote(Decimal("12.5"), euros("0")))
    assert cost.recovered.minor <= euros(amount).minor
    assert cost.fee.minor <= cost.recovered.minor


def test_a_partner_who_proved_everything_lacks_nothing() -> None:
    assert proofs(WHOLE, today=TODAY) == []


@pytest.mark.parametrize(
    "change",
    [
        {"registration": ""},
        {"insurance": " "},
        {"has_segregated_account": False},
        {"insured_until_on": date(2026, 11, 22)},
        {"registered_until_on": date(2026, 1, 1)},
    ],
)
def test_a_missing_or_expired_proof_keeps_a_partner_out(change: dict[str, object]) -> None:
    lacking = replace(WHOLE, **change)  # type: ignore[arg-type]
    assert proofs(lacking, today=TODAY)[0].is_grave
    assert match(lacking, Wanted("FR", "fr"), today=TODAY).against


def test_a_proof_that_expires_soon_warns_and_the_last_day_counts() -> None:
    for days in (0, 30):
        soon = replace(WHOLE, insured_until_on=TODAY + timedelta(days=days))
        assert [one.is_grave for one in proofs(soon, today=TODAY)] == [False]
    assert proofs(replace(WHOLE, insured_until_on=TODAY + timedelta(days=31)), today=TODAY) == []


def test_country_and_language_are_matched() -> None:
    assert match(WHOLE, Wanted("BE", "en"), today=TODAY).against == ()
    assert len(match(WHOLE, Wanted("DE", "de"), today=TODAY).against) == 2


def test_a_court_proves_nothing_and_a_mediator_keeps_no_money() -> None:
    assert proofs(PartnerDraft(kind=PartnerKind.COURT, name="Tribunal"), today=TODAY) == []
    assert proofs(replace(WHOLE, kind=PartnerKind.MEDIATOR, has_segregated_account=False), today=TODAY) == []


@pytest.mark.parametrize("wrong", [{"name": " "}, {"countries": "FRA"}, {"languages": "f1"}])
def test_a_partner_has_a_name_and_codes_of_two_letters(wrong: dict[str, str]) -> None:
    assert problem_of_partner(replace(WHOLE, **wrong)) is not None  # type: ignore[arg-type]


def test_the_terms_in_force_are_the_latest_that_began() -> None:
    terms = [
        FeeTerms(on, Decimal(percent), euros("0"))
        for on, percent in ((date(2026, 1, 1), 18), (date(2026, 6, 1), 15), (date(2027, 1, 1), 10))
    ]
    found = fee_in_force(terms, TODAY)
    assert found is not None
    assert found.success_percent == 15
    assert fee_in_force(terms, date(2025, 12, 31)) is None


def test_a_quote_is_good_through_its_last_day() -> None:
    quote = Quote(Decimal(18), euros("0"), TODAY)
    assert not is_expired(quote, today=TODAY)
    assert problem_of_quote(quote, today=TODAY + timedelta(days=1), currency="EUR") is not None
    assert problem_of_quote(quote, today=TODAY, currency="CHF") is not None


HELP = HelpFacts(balance=euros("4960"), least_minor=15_000, days_past_due=74)


def test_help_may_be_asked_from_the_first_day_late() -> None:
    assert help_of(replace(HELP, days_past_due=1)).may_ask
    assert not help_of(replace(HELP, days_past_due=0)).may_ask


@pytest.mark.parametrize(
    ("change", "proposed"),
    [
        ({}, False),
        ({"has_refused": True}, True),
        ({"is_agency_best": True}, False),
        ({"is_agency_best": True, "is_plan_b_due": True}, True),
        ({"hours_week": Decimal("6.1"), "revenue": euros("1000000"), "is_plan_b_due": True}, True),
        ({"hours_week": Decimal(6), "revenue": euros("1000000"), "is_plan_b_due": True}, False),
        ({"open_cases": 16, "staff": 1, "recovered_rate": Decimal("0.29")}, True),
        ({"open_cases": 15, "staff": 1, "recovered_rate": Decimal("0.30")}, False),
        ({"has_refused": True, "is_disputed": True}, False),
        ({"has_refused": True, "is_insolvent": True}, False),
        ({"has_refused": True, "is_time_barred": True}, False),
        ({"has_refused": True, "balance": euros("149.99")}, False),
    ],
)
def test_two_reasons_or_a_refusal_propose_help_and_nothing_overrules_a_never(
    change: dict[str, object], proposed: bool
) -> None:
    assert help_of(replace(HELP, **change)).is_proposed is proposed  # type: ignore[arg-type]


def test_every_running_state_has_a_way_out_and_an_ended_one_has_none() -> None:
    for state in PlacementState:
        outs = {to for (one, _event), to in MOVES.items() if one is state}
        assert bool(outs) is (state not in ENDED), state


def test_from_the_owners_yes_to_the_end_nobody_of_ours_asks() -> None:
    assert S.ACCEPTED in BLOCKS_US
    assert S.PAUSED in BLOCKS_US
    assert not BLOCKS_US & ENDED
    assert S.QUOTED not in BLOCKS_US


def test_nothing_is_handed_over_before_a_quote_and_a_yes() -> None:
    assert after(S.QUOTE_REQUESTED, E.HANDED_OVER) is None
    assert after(S.QUOTED, E.HANDED_OVER) is None
    assert after(S.QUOTE_REQUESTED, E.OWNER_ACCEPTS) is None


def test_a_hand_over_is_undone_within_a_day_and_before_any_news() -> None:
    day = timedelta(hours=24)
    assert problem_of_undo(NOW, NOW + day, has_news=False) is None
    assert problem_of_undo(NOW, NOW + day + timedelta(seconds=1), has_news=False) is not None
    assert problem_of_undo(NOW, NOW, has_news=True) is not None
    assert problem_of_undo(None, NOW, has_news=False) is not None


def test_a_pause_goes_back_to_where_it_was() -> None:
    assert after(S.PAUSED, E.RESUMED, before_pause=S.PLAN) is S.PLAN
    assert after(S.PLAN, E.RESUMED, before_pause=S.PLAN) is None


def test_what_comes_late_moves_nothing_back() -> None:
    assert moved(S.PLAN, E.CONTACTED, before_pause=None) is S.PLAN
    assert moved(S.CLOSED, E.RETURNED, before_pause=None) is S.CLOSED
    assert moved(S.FILE_CHECKED, E.PLANNED, before_pause=None) is S.PLAN


def test_the_sums_say_whether_all_came_in() -> None:
    news = NewsDraft(placement_id=1, key="a", kind=NewsKind.COLLECTED, happened_on=TODAY, amount=euros("5"))
    assert event_of(news, placed_minor=1000, collected_minor=999, remitted_minor=0) is E.COLLECTED_PART
    assert event_of(news, placed_minor=1000, collected_minor=1000, remitted_minor=0) is E.COLLECTED_ALL
    passed = replace(news, kind=NewsKind.REMITTED)
    assert event_of(passed, placed_minor=1000, collected_minor=0, remitted_minor=1000) is E.REMITTED_ALL


BODY = b'{"placement": "P7", "key": "n-1", "kind": "remitted", "amount": "100.00", "fee": "18.00", "on": "2026-11-20"}'


def test_a_call_is_read() -> None:
    news = read_call(BODY, today=TODAY)
    assert isinstance(news, NewsDraft)
    assert (news.placement_id, news.key, news.amount, news.fee) == (7, "n-1", euros("100"), euros("18"))
    assert problem_of_news(news, currency="EUR", today=TODAY) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{",
        b'{"placement": {"a": 1}}',
        b'{"placement": "P1", "kind": "told_direct", "key": "a"}',
        b'{"placement": "P1", "kind": "remitted", "key": "a", "amount": 12.5}',
        b'{"placement": "P1", "kind": "remitted", "key": "a", "amount": "1e99"}',
        b'{"placement": "P1", "kind": "remitted", "key": "a", "amount": "1", "currency": "XXQ"}',
        b'{"placement": "P1", "kind": "note", "key": "a", "on": "2026-02-30"}',
        b'{"format": "another/1", "placement": "P1", "kind": "note", "key": "a"}',
        b"[" * 60_000,
    ],
)
def test_a_call_that_says_nothing_readable_is_refused(body: bytes) -> None:
    assert isinstance(read_call(body, today=TODAY), Unread)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": ""},
        {"key": "a b"},
        {"happened_on": TODAY + timedelta(days=1)},
        {"amount": euros("0")},
        {"amount": euros("-1")},
        {"amount": None},
        {"fee": euros("100.01")},
        {"amount": Money.from_text("100", "CHF")},
        {"kind": NewsKind.STATUS, "state": "unknown"},
        {"kind": NewsKind.NOTE, "words": " "},
        {"kind": NewsKind.FEE, "fee": None},
    ],
)
def test_news_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    news = read_call(BODY, today=TODAY)
    assert isinstance(news, NewsDraft)
    changed = replace(news, **wrong)  # type: ignore[arg-type]
    assert isinstance(problem_of_news(changed, currency="EUR", today=TODAY), Refused)


def test_a_file_is_read_line_by_line_and_a_bad_line_stops_nothing() -> None:
    content = (
        b"placement;key;kind;state;on;amount\nP7;a;status;contacted;2026-11-20;\n\n;b;note;;;\n"
        b"P7;c;collected;;2026-11-20;50.00\n"
    )
    found = read_file(content, today=TODAY)
    assert [isinstance(one, Unread) for one in found] == [False, True, False]
    for wrong in (b"", b"\xff\xfe", b"a,b\n1,2\n", b'placement,key,kind\n"x'):
        assert all(isinstance(one, Unread) for one in read_file(wrong, today=TODAY))


def test_silence_is_told_after_fourteen_days() -> None:
    assert not is_stale(TODAY - timedelta(days=14), today=TODAY)
    assert is_stale(TODAY - timedelta(days=15), today=TODAY)
    assert not is_stale(None, today=TODAY)


@pytest.mark.parametrize("stamp", ["", "x", "-5", "9" * 13, "\u0665"])
def test_a_stamp_that_is_no_instant_is_not_fresh(stamp: str) -> None:
    assert not is_fresh(stamp, NOW)


def test_a_stamp_of_now_is_fresh_for_five_minutes() -> None:
    second = int(NOW.timestamp())
    assert is_fresh(str(second - 300), NOW)
    assert not is_fresh(str(second - 301), NOW)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_states_says_what_the_code_allows(language: str) -> None:
    """When this fails: run tools/placement_states.py."""
    assert placement_states.PAGES[language].read_text(encoding="utf-8") == placement_states.page(language)
