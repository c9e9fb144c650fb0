"""The moves of a message, and what makes two messages the same."""

import re
from itertools import product

import pytest

from encours.method.outreach.rules.outbox import AWAITS_A_PERSON, may_move, message_id, message_key
from encours.method.outreach.rules.states import ALLOWED_MOVES, MessageState

S = MessageState


def test_a_doubtful_message_never_goes_out_again_by_itself() -> None:
    assert not may_move(S.UNKNOWN, S.READY, is_person=False)
    assert may_move(S.UNKNOWN, S.READY, is_person=True)
    assert not any(may_move(S.UNKNOWN, after, is_person=False) for after in S)


def test_what_waits_for_a_person_is_never_moved_towards_sending_by_itself() -> None:
    for state in AWAITS_A_PERSON:
        assert not may_move(state, S.READY, is_person=False)
        assert not may_move(state, S.SENDING, is_person=True)


def test_only_a_ready_message_is_sent_and_only_a_sending_one_is_accepted() -> None:
    senders = {before for before in S if may_move(before, S.SENDING, is_person=False)}
    assert senders == {S.READY}
    assert {before for before in S if may_move(before, S.ACCEPTED, is_person=False)} == {S.SENDING}


def test_what_left_or_was_withheld_stays_as_it_is() -> None:
    assert {state for state in S if not ALLOWED_MOVES[state]} == {S.ACCEPTED, S.CANCELLED}
    assert ALLOWED_MOVES[S.SENT_BY_HAND] == {S.BY_HAND}, "noted by mistake, by the person who said so"
    assert not may_move(S.SENT_BY_HAND, S.BY_HAND, is_person=False)


def test_every_state_has_its_moves_and_a_person_may_all_but_those_of_a_worker() -> None:
    assert set(ALLOWED_MOVES) == set(S)
    for before, after in product(S, S):
        theirs = after in ALLOWED_MOVES[before] and before is not S.SENDING
        assert may_move(before, after, is_person=True) == theirs


def test_one_step_to_one_person_on_one_channel_has_one_key() -> None:
    key = message_key("3/case-7/courtesy", recipient=" Claire@Morel.fr ", channel="email")
    assert key == message_key("3/case-7/courtesy", recipient="claire@morel.fr", channel="email")
    assert re.fullmatch(r"[0-9a-f]{64}", key)
    assert key != message_key("3/case-7/courtesy", recipient="claire@morel.fr", channel="letter")
    assert key != message_key("3/case-7/second", recipient="claire@morel.fr", channel="email")
    assert message_key("a", recipient="bc", channel="d") != message_key("ab", recipient="c", channel="d")


@pytest.mark.parametrize(
    ("domain", "host"),
    [("Duval.fr", "duval.fr"), ("ateliér.fr", "xn--atelir-fva.fr"), ("", "encours.invalid")],
)
def test_a_message_keeps_one_name_for_ever(domain: str, host: str) -> None:
    key = message_key("s", recipient="r", channel="email")
    assert message_id(key, domain) == message_id(key, domain) == f"<{key[:40]}@{host}>"
