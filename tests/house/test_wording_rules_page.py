"""The reference of wording rules says what the rules say, in both languages."""

import pytest

from tools import wording_rules


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_what_the_rules_say(language: str) -> None:
    """When this fails: run tools/wording_rules.py."""
    assert wording_rules.PAGES[language].read_text(encoding="utf-8") == wording_rules.page(language)
