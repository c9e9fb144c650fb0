"""What a link to a payment page may look like, which reference it carries, and which notices are believed."""

import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from encours.books.creditor.rules.online_payment import (
    Asked,
    Notice,
    NoticeState,
    PatternProvider,
    PaymentPage,
    WhyNot,
    asked_by,
    problem_of_pattern,
    read_notice,
    reference_of,
    signature,
)
from encours.ground.kernel.money import Money

ASKED = Asked(3, 12, 7, Money(120050, "EUR"))
PATTERN = "https://pay.test/p?a={amount}&c={currency}&r={reference}&l={label}&lang={language}"
SECRET = "a secret of twenty-four."
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
TOLD = {"id": "evt_1", "state": "paid", "reference": "E3", "amount": "1200.50", "currency": "EUR",
        "paid_on": "2026-11-22", "means": "card"}  # fmt: skip


def signed(body: bytes, *, stamp: str = STAMP, secret: str = SECRET) -> dict[str, str]:
    return {"Encours-Timestamp": stamp, "Encours-Signature": f"sha256={signature(secret, stamp, body)}"}


def test_a_link_is_filled_and_nothing_in_it_opens_another_place() -> None:
    page = PaymentPage(ASKED, "E3-12", "F&G {amount}=/#é", "fr")
    address = PatternProvider(PATTERN, "").address(page)
    found = parse_qs(urlsplit(address).query)
    assert found == {
        "a": ["1200.50"],
        "c": ["EUR"],
        "r": ["E3-12"],
        "l": ["F&G {amount}=/#é"],
        "lang": ["fr"],
    }


@pytest.mark.parametrize(
    "pattern",
    [
        "http://pay.test/{amount}/{reference}",
        "https://pay.test/{amount}",
        "https://pay.test/{amount}/{reference}/{secret}",
        "https://{reference}.test/{amount}/{reference}",
        "https://user:word@pay.test/{amount}/{reference}",
        "https://pay.test/{amount}/{reference}/{",
        "https://pay.test/ {amount}/{reference}",
        "javascript:{amount}{reference}",
        "https://[/{amount}{reference}",
        "",
    ],
)
def test_a_pattern_that_could_lead_astray_is_refused(pattern: str) -> None:
    assert problem_of_pattern(pattern) is not None


def test_a_pattern_that_is_whole_is_taken() -> None:
    assert problem_of_pattern(PATTERN) is None


def test_a_reference_says_what_was_asked_and_nobody_else_writes_one() -> None:
    reference = reference_of(ASKED, key="one")
    assert asked_by(reference, keys=["one"]) == ASKED
    assert asked_by(reference, keys=["two", "one"]) == ASKED, "while a key is replaced"
    assert asked_by(reference, keys=["two"]) is None
    for other in (reference.replace("120050", "1"), reference.replace("E3-12", "E3-13"), reference + "A", ""):
        assert asked_by(other, keys=["one"]) is None


def test_a_notice_is_believed_when_it_is_signed_and_of_now() -> None:
    body = json.dumps(TOLD).encode()
    provider = PatternProvider(PATTERN, SECRET)
    expected = Notice("evt_1", NoticeState.PAID, "E3", Money(120050, "EUR"), date(2026, 11, 22), "card")
    assert provider.notice(signed(body), body, now=NOW) == expected
    assert provider.notice(signed(body, secret="another"), body, now=NOW) is WhyNot.SIGNATURE
    assert provider.notice(signed(body), body + b" ", now=NOW) is WhyNot.SIGNATURE
    assert provider.notice({}, body, now=NOW) is WhyNot.SIGNATURE
    assert PatternProvider(PATTERN, "").notice(signed(body, secret=""), body, now=NOW) is WhyNot.SIGNATURE
    for stamp in (str(int(STAMP) - 301), str(int(STAMP) + 301), "", "9" * 30, "-5"):
        assert provider.notice(signed(body, stamp=stamp), body, now=NOW) is WhyNot.TIME


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1200.5}, {"amount": "0"}, {"amount": "-1"}, {"amount": "1.005"}, {"amount": "NaN"},
        {"currency": "EURO"}, {"currency": 3}, {"state": "perhaps"}, {"paid_on": "22/11/2026"}, {"paid_on": None},
        {"id": ""},
        {"id": "a b"}, {"id": 5}, {"id": "x" * 101}, {"reference": 7}, {"amount": "1e400"},
    ],
)  # fmt: skip
def test_what_is_not_whole_is_not_guessed(change: dict[str, object]) -> None:
    assert read_notice(json.dumps(TOLD | change).encode()) is WhyNot.FORMAT


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b'"x"', b"[" * 5000, b'{"id": "a"}'])
def test_what_is_no_notice_breaks_nothing(body: bytes) -> None:
    assert read_notice(body) is WhyNot.FORMAT
