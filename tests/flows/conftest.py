"""The same story as the scenarios."""

from tests.scenarios.conftest import story

__all__ = ["story"]
