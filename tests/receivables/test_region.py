"""The region whose holidays count for a customer, read from its postcode."""

import pytest

from encours.books.receivables.rules.region import region_of
from encours.ground.kernel.business_days import knows


@pytest.mark.parametrize(
    ("postcode", "region"),
    [
        ("57000", "57"), ("67 000", "6AE"), ("68100", "6AE"), ("97110", "971"), ("97150", "MF"), ("97133", "BL"),
        ("97400", "974"), ("98800", "NC"), ("75011", ""), ("", ""), ("57", ""), ("6 7", ""), ("L-1616", ""),
    ],
)  # fmt: skip
def test_a_french_postcode_tells_the_region_with_holidays_of_its_own(postcode: str, region: str) -> None:
    assert region_of("FR", postcode) == region
    assert knows("FR", region)


def test_what_a_person_gave_wins_and_other_countries_postcodes_tell_nothing() -> None:
    assert region_of("FR", "57000", known="6AE") == "6AE"
    assert region_of("DE", "67059") == ""
