"""Every move of a dispute, and every amount at rest, by tables and by all sequences of events."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.books.receivables.rules.open_item import OpenItem
from encours.ground.kernel.reason import Refused
from encours.method.disputes.rules.contest import (
    AnswerDraft,
    ContestedLine,
    DisputeDraft,
    granted_of,
    problem_of_answer,
    problem_of_dispute,
)
from encours.method.disputes.rules.letters import Letter, letter_of, step_key
from encours.method.disputes.rules.papers import MOST_FILES, SentFile, problem_of_files
from encours.method.disputes.rules.reasons import MOST_DAYS, ReasonsError, read_reasons, reasons
from encours.method.disputes.rules.states import (
    LIVE,
    MOVES,
    DisputeEvent,
    Standing,
    after,
    frozen_minor,
    problem_of_move,
)
from encours.method.disputes.rules.words import OPEN_STATES, UNANSWERED, DisputeOutcome, DisputeState
from encours.method.strategy.rules.account import Covered, account_items
from tests.factories import euros

S, E, H = DisputeState, DisputeEvent, DisputeOutcome  # where it stands, what moves it, how it ends
TODAY = date(2026, 11, 23)
ANSWERED = [H.UPHELD, H.PARTLY, H.GROUNDLESS]


def test_the_table_says_what_the_method_says() -> None:
    assert after(S.REPORTED, E.ACKNOWLEDGED) is S.ACKNOWLEDGED
    assert after(S.ACKNOWLEDGED, E.STARTED) is S.INVESTIGATING
    assert after(S.INVESTIGATING, E.ANSWERED) is S.ANSWERED
    assert after(S.INVESTIGATING, E.DATE_PASSED) is S.OVERDUE_US
    assert after(S.OVERDUE_US, E.ANSWERED) is S.ANSWERED
    assert after(S.ANSWERED, E.OBJECTED, H.GROUNDLESS) is S.CONTESTED
    assert after(S.CONTESTED, E.MEDIATION_AGREED, H.GROUNDLESS) is S.MEDIATION
    assert after(S.CONTESTED, E.TO_LAWYER, H.GROUNDLESS) is S.LEGAL


@pytest.mark.parametrize(
    ("event", "outcomes"),
    [(E.CORRECTED, {H.UPHELD}), (E.AGREED, {H.PARTLY, H.GROUNDLESS}), (E.NO_OBJECTION, {H.GROUNDLESS})],
)
def test_each_answer_ends_in_its_own_way(event: DisputeEvent, outcomes: set[DisputeOutcome]) -> None:
    assert {o for o in ANSWERED if after(S.ANSWERED, event, o) is S.CLOSED} == outcomes


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (S.REPORTED, E.ANSWERED),
        (S.ACKNOWLEDGED, E.ANSWERED),
        (S.INVESTIGATING, E.NO_OBJECTION),
        (S.CONTESTED, E.NO_OBJECTION),
        (S.CLOSED, E.OBJECTED),
        (S.CLOSED, E.WITHDRAWN),
        (S.OVERDUE_US, E.STARTED),
    ],
)
def test_a_forbidden_move_is_refused_with_its_reason(state: DisputeState, event: DisputeEvent) -> None:
    assert isinstance(problem_of_move(state, event, H.GROUNDLESS), Refused)


def test_nothing_leaves_the_end_and_everything_reaches_it() -> None:
    assert not [move for move in MOVES if move[0] is S.CLOSED]
    assert {state for state, event in MOVES if event is E.WITHDRAWN} == LIVE


@given(st.lists(st.sampled_from(E), max_size=14), st.sampled_from(ANSWERED))
def test_no_sequence_of_events_reaches_a_forbidden_state(
    events: list[DisputeEvent], outcome: DisputeOutcome
) -> None:
    """However events come, an unanswered state has no outcome, and an ended one never moves."""
    state, said = S.REPORTED, H.OPEN
    for event in events:
        to = after(state, event, said)
        assert (to is None) is isinstance(problem_of_move(state, event, said), Refused)
        if to is None:
            continue
        assert state is not S.CLOSED
        if event is E.ANSWERED:
            said = outcome
        elif event is E.WITHDRAWN:
            said = H.WITHDRAWN
        state = to
        assert (state in UNANSWERED) is (said is H.OPEN)
        if state is S.CONTESTED:
            assert said in ANSWERED


_STANDINGS = st.builds(
    Standing,
    state=st.sampled_from(S),
    outcome=st.sampled_from(H),
    told_on=st.sampled_from([None, TODAY]),
    rests_until_on=st.sampled_from([None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=5)]),
    left_minor=st.integers(0, 200_000),
)


@given(_STANDINGS)
def test_what_is_open_between_us_rests_and_what_is_over_does_not(standing: Standing) -> None:
    frozen = frozen_minor(standing, today=TODAY)
    assert 0 <= frozen <= standing.left_minor
    if standing.state in OPEN_STATES:
        assert frozen == standing.left_minor
    ends = standing.rests_until_on is None or standing.rests_until_on < TODAY
    if standing.state is S.CLOSED and ends:
        assert frozen == 0


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 90_000)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 3), _STANDINGS), max_size=6),
)
def test_what_rests_never_exceeds_what_is_open_nor_leaks_to_another_invoice(
    dues: list[tuple[int, int]], disputes: list[tuple[int, Standing]]
) -> None:
    items = [
        OpenItem(
            place, invoice, 7, f"F-{invoice}", "invoice", TODAY, TODAY - timedelta(days=place + 1), "EUR",
            minor, minor,
        )
        for place, (invoice, minor) in enumerate(dues)
    ]  # fmt: skip
    asked: dict[int, int] = {}
    for invoice, standing in disputes:
        asked[invoice] = asked.get(invoice, 0) + frozen_minor(standing, today=TODAY)
    found = account_items(items, disputed=asked, covered=Covered(), mentioned=(), today=TODAY)
    for invoice in {invoice for invoice, _minor in dues}:
        mine = [x for x in found if x.number == f"F-{invoice}"]
        open_minor = sum(x.open.minor for x in mine)
        frozen = sum(x.disputed.minor for x in mine if x.disputed)
        assert frozen == min(open_minor, asked.get(invoice, 0))
        assert all(x.disputed is None or x.disputed.minor <= x.open.minor for x in mine)


def test_every_reason_has_its_steps_its_person_and_a_day_that_the_method_allows() -> None:
    found = reasons()
    assert list(found) == [
        "price", "quantity", "quality", "delivery", "order_number", "wrong_entity", "duplicate",
        "credit_expected", "already_paid", "other",
    ]  # fmt: skip
    for reason in found.values():
        assert reason.steps
        assert reason.answer_days <= MOST_DAYS
        for language in ("fr", "en"):
            assert reason.label(language)
            assert reason.named(language)[0].islower()
            assert all(step.label(language) for step in reason.steps)


@pytest.mark.parametrize(
    "change",
    [
        ("answer_days = 5", "answer_days = 11"),
        ('owner = "account_manager"', 'owner = "nobody"'),
        ('key = "order"', 'key = "compare"'),
        ('en = "Price"', 'en = ""'),
        ("[other]", "[another]"),
    ],
)
def test_a_file_of_reasons_that_is_wrong_is_refused(change: tuple[str, str]) -> None:
    import encours.method.disputes as room

    text = (Path(room.__file__).parent / "data" / "reasons.toml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(ReasonsError):
        read_reasons(text.replace(*change, 1).encode())


def test_lines_add_up_to_what_is_contested() -> None:
    def draft(*lines: tuple[str, str]) -> DisputeDraft:
        found = tuple(ContestedLine(words, euros(amount)) for words, amount in lines)
        return DisputeDraft(7, 3, euros("300"), "rayé", lines=found)

    assert problem_of_dispute(draft(("Panneau", "200"), ("Port", "100")), contestable=euros("300")) is None
    for wrong in (draft(("Panneau", "200")), draft(("", "300")), draft(("Port", "0"), ("Panneau", "300"))):
        refused = problem_of_dispute(wrong, contestable=euros("300"))
        assert refused is not None
        assert refused.field == "lines"


def test_a_dispute_is_in_the_currency_of_its_invoice() -> None:
    assert problem_of_dispute(DisputeDraft(7, 3, euros("1"), "rayé"), contestable=euros("5")) is None
    from encours.ground.kernel.money import Money

    francs = DisputeDraft(7, 3, Money(100, "CHF"), "rayé")
    assert isinstance(problem_of_dispute(francs, contestable=euros("5")), Refused)


@pytest.mark.parametrize("granted", [None, "0", "300", "301"])
def test_an_answer_in_part_says_which_part(granted: str | None) -> None:
    draft = AnswerDraft(H.PARTLY, "le port", euros(granted) if granted else None)
    assert isinstance(problem_of_answer(draft, disputed=euros("300"), today=TODAY), Refused)


def test_what_an_answer_gives_back() -> None:
    given_back = {
        outcome: granted_of(AnswerDraft(outcome, "oui", euros("100")), disputed=euros("300"))
        for outcome in ANSWERED
    }
    assert given_back == {H.UPHELD: euros("300"), H.PARTLY: euros("100"), H.GROUNDLESS: euros("0")}


def test_a_letter_is_known_by_its_step() -> None:
    assert letter_of(step_key(7, Letter.ANSWERED)) == (7, Letter.ANSWERED)
    for other in ("dispute:7/other", "customer:7/EUR/thanks/1", "dispute:x/received", ""):
        assert letter_of(other) is None


def test_pictures_and_pdfs_are_taken_and_nothing_else() -> None:
    good = [SentFile("a.pdf", b"%PDF-1.7"), SentFile("b.jpg", b"\xff\xd8\xff\xe0")]
    assert problem_of_files(good) is None
    assert isinstance(problem_of_files(good * MOST_FILES), Refused)
    for bad in (b"<svg onload=alert(1)>", b"MZ\x90", b""):
        assert isinstance(problem_of_files([SentFile("photo.jpg", bad)]), Refused)


@pytest.mark.parametrize("page", ["dispute-states.md", "dispute-states.fr.md"])
def test_the_pages_of_states_are_the_table(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|", text, re.MULTILINE)
    assert {(S(a), E(event)): S(to) for a, event, to in rows} == MOVES
    assert re.findall(r"^\| `(\w+)` \| [^`]", text, re.MULTILINE) == [state.value for state in S]
