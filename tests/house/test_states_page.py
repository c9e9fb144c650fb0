"""The reference of states says what the tables of the code allow, in both languages."""

import pytest

from tools import states


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_which_moves_are_allowed(language: str) -> None:
    """When this fails: run tools/states.py."""
    assert states.PAGES[language].read_text(encoding="utf-8") == states.page(language)
