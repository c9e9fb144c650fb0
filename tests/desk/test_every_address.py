"""No two pages share an address."""

from collections import Counter

from encours.faces.desk.urls import urlpatterns
from encours.faces.portal.urls import urlpatterns as portal_patterns


def test_each_address_belongs_to_one_page() -> None:
    found = Counter(str(pattern.pattern) for pattern in [*urlpatterns, *portal_patterns])
    assert [address for address, times in found.items() if times > 1] == []
