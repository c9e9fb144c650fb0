"""What a case was before a step done by hand can be kept for a day and put back."""

from datetime import UTC, date, datetime

import pytest

from encours.method.strategy.rules.by_hand import Standing
from encours.method.strategy.rules.position import Position

_REACHED = Position(
    "call_1", 17, 2, date(2026, 3, 2), pending_call="call_1", attempts=1, first_attempt_on=date(2026, 3, 2)
)


@pytest.mark.parametrize(
    "standing",
    [
        Standing(),
        Standing(_REACHED),
        Standing(Position("firm", 36, 3, date(2026, 3, 9), skipped=True, bounced=True), date(2026, 3, 20)),
        Standing(None, None, datetime(2026, 3, 18, 13, tzinfo=UTC), date(2026, 3, 17)),
    ],
)
def test_a_standing_comes_back_as_it_was_kept(standing: Standing) -> None:
    assert Standing.from_text(standing.as_text()) == standing
