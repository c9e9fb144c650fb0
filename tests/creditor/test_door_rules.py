"""What is kept of a visitor, and how tries are counted in stretches of time."""

from datetime import UTC, datetime, timedelta

import pytest

from encours.books.creditor.rules.door import Limit, device_of, masked_place

AT = datetime(2026, 11, 23, 8, 31, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48"),
        (" 10.1.2.3 ", "10.1.2.0/24"),
        ("", ""),
        ("unknown", ""),
        ("<script>", ""),
    ],
)
def test_of_an_address_its_network_is_kept(address: str, kept: str) -> None:
    assert masked_place(address) == kept


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari · macOS"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5", ""),
        ("<img src=x>", ""),
    ],
)  # fmt: skip
def test_of_a_browser_two_known_words_are_kept(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_a_stretch_ends_when_the_next_one_begins() -> None:
    limit = Limit("x", 3, 15)
    assert limit.over_at(AT) == datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
    assert limit.window(limit.over_at(AT)) == limit.window(AT) + 1
    assert limit.window(limit.over_at(AT) - timedelta(seconds=1)) == limit.window(AT)


def test_a_refusal_says_how_long_to_wait() -> None:
    assert Limit("x", 3, 15).refusal(AT).reason.values["minutes"] == 14
    assert Limit("x", 3, 15).refusal(AT.replace(minute=44, second=59)).reason.values["minutes"] == 1
