"""A token says what its link says, opens that alone, and nothing else is one."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.ground.links.rules.link import Closed, Ending, Link, Purpose, WhyClosed, opened
from encours.ground.links.rules.token import LONGEST, read, written

KEY, OTHER = "the present key", "the key before"
ISSUED = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LINK = Link(Purpose.PAGE, 1, 4711, ISSUED, 120, 88)
NUMBERS = st.integers(0, 2**40)
LINKS = st.builds(
    Link,
    st.sampled_from(Purpose),
    NUMBERS,
    NUMBERS,
    st.integers(0, 2**31).map(lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s)),
    st.integers(1, 3650),
    NUMBERS,
)


@given(LINKS)
def test_a_token_says_what_its_link_says(link: Link) -> None:
    token = written(link, key=KEY)
    assert read(token, keys=[KEY]) == link
    assert read(token, keys=[OTHER, KEY]) == link
    assert len(token) <= LONGEST


def test_a_token_is_short_enough_for_a_mail_and_a_code() -> None:
    assert len(written(LINK, key=KEY)) <= 50


@given(LINKS, st.data())
def test_one_letter_changed_opens_nothing(link: Link, data: st.DataObject) -> None:
    token = written(link, key=KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcxyz2347"))
    changed = token[:place] + letter + token[place + 1 :]
    assert changed == token or read(changed, keys=[KEY]) is None


@given(
    st.text(max_size=150)
    | st.binary(max_size=90).map(lambda b: base64.b32encode(b).decode().rstrip("=").lower())
)
def test_whatever_somebody_makes_up_opens_nothing(token: str) -> None:
    assert read(token, keys=[KEY, OTHER]) is None


def test_a_token_of_another_key_opens_nothing() -> None:
    assert read(written(LINK, key=OTHER), keys=[KEY]) is None


def test_a_link_opens_for_its_own_purpose_until_its_last_instant() -> None:
    last = ISSUED + timedelta(days=120)
    assert opened(LINK, purpose=Purpose.PAGE, endings=[], now=last - timedelta(seconds=1)) == LINK
    assert opened(LINK, purpose=Purpose.PAGE, endings=[], now=last) == Closed(WhyClosed.EXPIRED, LINK)
    assert opened(LINK, purpose=Purpose.DISPUTE, endings=[], now=ISSUED) == Closed(WhyClosed.UNKNOWN)
    assert opened(None, purpose=Purpose.PAGE, endings=[], now=ISSUED) == Closed(WhyClosed.UNKNOWN)


@pytest.mark.parametrize(
    ("ending", "is_over"),
    [
        (Ending(fingerprint=LINK.fingerprint), True),
        (Ending(fingerprint=replace(LINK, contact_id=89).fingerprint), False),
        (Ending(made_until=ISSUED), True),
        (Ending(made_until=ISSUED - timedelta(seconds=1)), False),
    ],
)
def test_one_link_is_revoked_or_all_that_were_made_until_then(ending: Ending, *, is_over: bool) -> None:
    found = opened(LINK, purpose=Purpose.PAGE, endings=[ending], now=ISSUED)
    assert (found == Closed(WhyClosed.REVOKED, LINK)) is is_over
