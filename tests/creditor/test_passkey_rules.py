"""Under which name a passkey holds, and when its counter tells of a copy."""

import pytest

from encours.books.creditor.rules.passkeys import Place, is_copied, place_of


def test_without_a_configured_name_passkeys_are_of_this_machine() -> None:
    here = place_of([])
    assert here == Place("localhost")
    assert here.takes("http://localhost:8000")
    assert not here.takes("http://127.0.0.1:8000")
    assert not here.takes("http://localhost.example.fr")


def test_the_first_https_origin_names_them_and_its_own_names_may_ask() -> None:
    here = place_of(
        [
            "https://*.example.fr",
            "http://a.fr",
            "https://example.fr",
            "https://e.example.fr:8443",
            "https://b.fr",
        ]
    )
    assert here.host == "example.fr"
    assert here.takes("https://example.fr")
    assert here.takes("https://e.example.fr:8443")
    assert not here.takes("https://b.fr")
    assert not here.takes("http://example.fr")


@pytest.mark.parametrize(
    ("kept", "told", "copied"),
    [(0, 0, False), (0, 1, False), (4, 5, False), (5, 5, True), (6, 5, True), (6, 0, True)],
)
def test_a_counter_that_stands_still_or_goes_back_tells_of_a_copy(kept: int, told: int, copied: bool) -> None:
    assert is_copied(kept=kept, told=told) is copied
