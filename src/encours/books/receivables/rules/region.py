"""Decides which public holidays a customer has, from where it is: those of its region, read from its postcode."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

# Regions with holidays of their own, by the beginning of their postcodes, as the `holidays` library names them.
# Source: Code du travail, art. L3134-13 (Moselle, Alsace) and L3422-2 (overseas).
_REGIONS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "FR": {
        "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974",
        "975": "PM", "976": "976", "97133": "BL", "97150": "MF", "986": "WF", "987": "PF", "988": "NC",
    },
})  # fmt: skip
_POSTCODE_DIGITS = 5


@lru_cache(maxsize=4096)
def region_of(country: str, postcode: str, *, known: str = "") -> str:
    """The region whose holidays count for an address: the one a person gave, else that of the postcode, else none."""
    digits = "".join(sign for sign in postcode if sign.isdigit())
    regions = _REGIONS.get(country, {})
    if known or len(digits) != _POSTCODE_DIGITS:
        return known
    return next((regions[digits[:n]] for n in (5, 3, 2) if digits[:n] in regions), "")
