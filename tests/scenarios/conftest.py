"""The story of Atelier Morel and its customers."""

import pytest

from tests.smtp import SmtpServer
from tests.story import Story


@pytest.fixture
def story(db: None, smtp_server: SmtpServer) -> Story:
    """A company that sends by itself, without a customer yet."""
    return Story(smtp_server)
