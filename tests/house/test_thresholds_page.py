"""The reference of thresholds says what the rooms declare, in both languages."""

import pytest

from tools import thresholds


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_what_is_declared(language: str) -> None:
    """When this fails: run tools/thresholds.py."""
    assert thresholds.PAGES[language].read_text(encoding="utf-8") == thresholds.page(language)
